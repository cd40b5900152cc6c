// The demo as a whole: what is released and when, what answers cost, and that every state gives numbers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeLabs, notebooksFolder } from '#lib/lab/node.ts';
import { assertFinite, defaults, lastFrame, runToEnd, steer as steered } from '#lib/lab/run.ts';
import claims from './claims.ts';
import notebook from './notebook.ts';
import { describe as inWords, simulate, table, type KdeFrame, type Params } from './simulation.ts';

const labs = nodeLabs('dp-kde');
afterAll(() => labs.release());

const base: Params = { ...defaults(notebook.controls), points: 2000 };
const run = (change: Partial<Params> = {}, seed = 0) =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

const steer = (change: Partial<Params> = {}) => steered(simulate, { ...base, ...change }, labs.lab(0));
const moved = (u: number, v: number): Partial<Params> => ({ query: [{ index: 0, at: [u, v] }] });

describe('release once', () => {
  test('a run is a function of its parameters and its seed', async () => {
    expect(await run()).toEqual(await run());
    expect((await run({}, 1)).own).not.toEqual((await run()).own);
  });

  test('the same query twice gives the same answer, and no query costs anything', async () => {
    const go = steer({ structure: 'paper' });
    const first = await go();
    await go(moved(0.9, 0.1));
    const again = await go({ questions: 5000 });
    expect(again.own).toEqual(first.own);
    expect(again.asked).toBe(5000);
    expect(again.account).toEqual({ releases: 1, spent: 1 });
    expect(again.askedError).toBeGreaterThan(0);
  });

  test('neighbouring queries share the noise of their nodes', async () => {
    const go = steer({ structure: 'paper', dimension: 1 });
    await go();
    const noise = async (u: number) => {
      const { own } = await go(moved(u, 0));
      return (own?.value ?? NaN) - (own?.clean ?? NaN);
    };
    const [here, near] = [await noise(0.3), await noise(0.3003)];
    const { own } = await go(moved(0.3, 0));
    expect(Math.abs(here - near)).toBeLessThan(0.05 * (own?.sd ?? 0));
    expect(here).not.toBe(0);
  });

  test('both structures are two releases; a new ε, L or release is paid for; going back is free', async () => {
    const go = steer();
    expect((await go()).account).toEqual({ releases: 2, spent: 2 });
    expect((await go({ budget: 3 })).account).toEqual({ releases: 4, spent: 8 });
    expect((await go({ structure: 'paper', release: 2 })).account).toEqual({ releases: 5, spent: 9 });
    const back = await go();
    expect(back.account.releases).toBe(5);
    expect(back.own).toEqual((await run()).own);
  });

  test('releases at two budgets do not share noise, or their difference would undo it', async () => {
    const error = ({ own }: KdeFrame) => ((own?.value ?? 0) - (own?.clean ?? 0)) / (own?.sd ?? 1);
    const [one, two] = [await run({ budget: 1 }), await run({ budget: 2 })];
    expect(Math.abs(error(one) - error(two))).toBeGreaterThan(1e-6);
  });

  test('the private source is another draw every time, on a public grid', async () => {
    const [one, two] = [await run({ noiseSource: 'private' }), await run({ noiseSource: 'private' })];
    expect(one.own?.value).not.toBe(two.own?.value);
    expect(one.truth).toBe(two.truth);
    for (const { count } of one.tree.parts) expect(count * 1024).toBe(Math.round(count * 1024));
  });

  test('more coordinates or more points leave the earlier ones as they are', async () => {
    const few = await run({ points: 1000, dimension: 1 });
    const many = await run({ points: 2000, dimension: 4 });
    for (let i = 0; i < 1000; i++) expect(many.dots[2 * i]).toBe(few.dots[2 * i]);
  });
});

describe('a release that takes long', () => {
  const large: Partial<Params> = { points: 60_000, dimension: 8, depth: 13 };

  test('comes in pieces that say how far they are; until the first picture nothing is shown or paid for', async () => {
    const shares: number[] = [];
    const params = { ...base, ...large };
    for await (const frame of runToEnd(simulate, params, labs.lab(0))) {
      if (!frame.blank) break;
      expect(frame.account.releases).toBe(0);
      expect(frame.metrics).toEqual({});
      expect(inWords(frame, params)).toMatch(/^(Drawing|Building|Releasing).*: [\d.]+% done\.$/);
      shares.push(frame.preparing?.share ?? NaN);
    }
    expect(shares.length).toBeGreaterThan(5);
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  });

  test('is dropped unpaid when its settings change meanwhile, and is the same when it is made later', async () => {
    const first = { ...base, ...large, structure: 'paper' as const };
    const frames = simulate(first, labs.lab(0));
    const until = async (params: Params, done: (frame: KdeFrame) => boolean): Promise<KdeFrame> => {
      for (;;) {
        const { value } = await frames.next(params);
        if (value && done(value)) return value;
      }
    };
    const before = await until(first, ({ settled }) => settled);
    const half = await until({ ...first, budget: 2 }, ({ preparing }) => preparing !== null);
    expect(half.own).toEqual(before.own);
    expect((await until(first, ({ settled }) => settled)).account).toEqual({ releases: 1, spent: 1 });
    const after = await until({ ...first, budget: 2 }, ({ settled }) => settled);
    expect(after.account).toEqual({ releases: 2, spent: 3 });
    expect(after.own).toEqual((await run({ ...large, structure: 'paper', budget: 2 })).own);
  });
});

const extremes = Object.entries(notebook.controls).flatMap(([name, { widget }]) => {
  if (widget.kind === 'range') return [widget.min, widget.max].map((value) => [name, value] as const);
  if (widget.kind === 'choice') return widget.options.map((value) => [name, value] as const);
  return [];
});

describe('every end of every control', () => {
  test.each(extremes)('%s = %s', async (name, value) => {
    for (const structure of ['both', 'local'] as const) {
      const params = { ...base, structure, [name]: value };
      let [number, pictures] = [0, 0];
      for await (const frame of runToEnd(simulate, params, labs.lab(0))) {
        assertFinite(frame, number++);
        expect(inWords(frame, params)).not.toMatch(/NaN|undefined/);
        const cells = table(frame).rows.flat();
        expect(cells.every((cell) => !Number.isNaN(cell))).toBe(true);
        expect(frame.field.values.every(Number.isFinite)).toBe(true);
        if (frame.blank) continue;
        expect(frame.field.values.length).toBeGreaterThan(0);
        if (++pictures > 3) break;
      }
    }
  });

  test.each([
    { depth: 1, budget: 0.1, points: 100, dimension: 16, ...moved(1, 1) },
    { depth: 14, budget: 10, dimension: 1, side: 10, baselineRatio: 0.01, ...moved(0, 0) },
    { depth: 1, dimension: 1, panel: 'audit', secretPoint: 0, budget: 0.1, structure: 'local' },
    { depth: 1, panel: 'error', noiseSource: 'none', structure: 'local' },
  ] satisfies Partial<Params>[])('corner %#', async (change) => {
    const params = { ...base, ...change };
    const frame = await run(change);
    expect(Number.isFinite(frame.own?.value)).toBe(true);
    expect(inWords(frame, params)).not.toMatch(/NaN|undefined/);
  });
});

test('the phrases of the claims stand in the abstract, and steps name claims that exist', async () => {
  const abstract = await readFile(join(notebooksFolder, 'dp-kde', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  for (const { claim } of notebook.steps) {
    if (claim !== undefined) expect(claims.map(({ id }) => id)).toContain(claim);
  }
});
