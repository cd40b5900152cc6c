// The demo as a whole: what is released and when, what answers cost, and that every state gives numbers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeLabs, notebooksFolder } from '#lib/lab/node.ts';
import { assertFinite, defaults, lastFrame, runToEnd, steer as steered } from '#lib/lab/run.ts';
import claims from './claims.ts';
import notebook from './notebook.ts';
import {
  describe as inWords,
  simulate,
  table,
  type DistanceFrame,
  type DistanceParams,
} from './simulation.ts';

const labs = nodeLabs('dp-string-distance');
afterAll(() => labs.release());

const base = defaults(notebook.controls);
const run = (change: Partial<DistanceParams> = {}, seed = 7) =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

const steer = (change: Partial<DistanceParams> = {}) =>
  steered(simulate, { ...base, ...change }, labs.lab(7));
const shown = ({ answers }: DistanceFrame) => answers.map(({ answer, raw }) => [answer, raw]);

describe('release once', () => {
  test('a run is a function of its parameters and its seed', async () => {
    expect(await run()).toEqual(await run());
    expect(shown(await run({}, 8))).not.toEqual(shown(await run()));
  });

  test('the same question a thousand times: identical answers, one release, ε spent once', async () => {
    const frame = await run({ questions: 1000 });
    expect(frame.distinct).toBe(1);
    expect(frame.account).toEqual({ releases: 1, spent: expect.closeTo(16, 4), answered: 1000 });
    expect(shown(frame)).toEqual(shown(await run()));
    expect(frame.account.spent).toBeLessThanOrEqual(16);
  });

  test('fresh noise per question: the mutant gives many answers, pays for each, and averages to the truth', async () => {
    const frame = await run({ strategy: 'naive', questions: 200 });
    expect(frame.distinct).toBe(200);
    expect(frame.account.releases).toBe(200);
    expect(frame.account.spent).toBeCloseTo(200 * 16, 2);
    expect(frame.metrics['averageError']).toBeLessThan(0.8);
    expect((await run({ strategy: 'naive' })).metrics['error']).toBeGreaterThan(1.2);
  });

  test('flipping query bits, another decoder, another panel or bit: nothing is released again', async () => {
    const go = steer();
    const before = await go();
    const after = await go({ flips: [1, 2, 3, 700], decoder: 'paper', bit: 17, string: 3 });
    expect(after.account.releases).toBe(1);
    expect(after.account.spent).toBe(before.account.spent);
    expect(after.account.answered).toBe(2);
    expect(after.answers[0]?.truth).toBe(4);
    expect(after.sketch?.bits).toHaveLength(4096);
    expect(shown(await go())).toEqual(shown(before));
  });

  test('a new ε is a new release and the budgets add up; what is published can be used again for nothing', async () => {
    const go = steer();
    await go();
    const second = await go({ privacyBudget: 8 });
    expect(second.account.releases).toBe(2);
    expect(second.account.spent).toBeCloseTo(24, 3);
    expect((await go({ privacyBudget: 8, promise: 32 })).account.releases).toBe(3);
    const back = await go();
    expect(back.account.releases).toBe(3);
    expect(shown(back)).toEqual(shown(await run()));
  });

  test('one secret bit touches 2M₁ cells, and the released sketch is binary', async () => {
    const { sketch } = await run();
    expect(sketch && new Set([...sketch.leaves, ...sketch.enters]).size).toBe(8);
    expect(sketch?.released.every((bit) => bit === 0 || bit === 1)).toBe(true);
    expect(sketch?.released).toHaveLength(2048);
  });

  test('the private source is another draw every time', async () => {
    const [one, two] = [await run({ noiseSource: 'private' }), await run({ noiseSource: 'private' })];
    expect(shown(one)).not.toEqual(shown(two));
    expect(one.answers.map(({ truth }) => truth)).toEqual(two.answers.map(({ truth }) => truth));
  });
});

describe('edit distance', () => {
  test('answers are fixed, and the budget is that of the trees', async () => {
    const frame = await run({ distance: 'edit', questions: 50 });
    expect(frame.distinct).toBe(1);
    expect(frame.touched).toBe(56);
    expect(frame.account.spent).toBeCloseTo(168, 2);
    expect(frame.edit?.reach).toHaveLength(7 * 13);
    const naive = await run({ distance: 'edit', strategy: 'naive', editPrivacyBudget: 56, questions: 20 });
    expect(naive.distinct).toBeGreaterThan(5);
    expect(naive.account.spent).toBeCloseTo(20 * 56, 2);
  });

  test('flips move the truth and release nothing', async () => {
    const go = steer({ distance: 'edit' });
    await go();
    const after = await go({ flips: [5] });
    expect(after.account.releases).toBe(1);
    expect(after.answers[0]?.truth).toBe(1);
  });
});

const extremes = Object.entries(notebook.controls).flatMap(([name, { widget }]) => {
  if (widget.kind === 'range') return [widget.min, widget.max].map((value) => [name, value] as const);
  if (widget.kind === 'choice') return widget.options.map((value) => [name, value] as const);
  return [];
});

describe('every end of every control', () => {
  test.each(extremes)('%s = %s', async (name, value) => {
    for (const distance of ['hamming', 'edit'] as const) {
      if (value === 1000 && distance === 'edit') continue;
      const params = { ...base, distance, [name]: value };
      let last: DistanceFrame | undefined;
      let number = 0;
      for await (const frame of runToEnd(simulate, params, labs.lab(7))) {
        assertFinite(frame, number++);
        last = frame;
        if (number > 4) break;
      }
      expect(last && inWords(last, params)).not.toMatch(/NaN|undefined/);
      expect(
        last &&
          table(last, params)
            .rows.flat()
            .every((cell) => !Number.isNaN(cell)),
      ).toBe(true);
    }
  });

  test('the costliest corners give finite answers', async () => {
    for (const change of [
      { privacyBudget: 64, rows: 1, buckets: 4, promise: 4 },
      { privacyBudget: 0.5, rows: 8, buckets: 128, promise: 64 },
      { buckets: 'theory', promise: 8 },
      { flips: Array.from({ length: 4096 }, (_, i) => i) },
    ] satisfies Partial<DistanceParams>[]) {
      const { answers } = await run(change);
      expect(answers).toHaveLength(17);
      for (const { answer, raw, sd } of answers) expect([answer, raw, sd].every(Number.isFinite)).toBe(true);
    }
  });
});

test('the phrases of the claims stand in the abstract', async () => {
  const abstract = await readFile(join(notebooksFolder, 'dp-string-distance', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  for (const { claim } of notebook.steps) {
    if (claim !== undefined) expect(claims.map(({ id }) => id)).toContain(claim);
  }
});
