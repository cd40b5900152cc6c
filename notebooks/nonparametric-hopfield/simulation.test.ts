/** Runs: what the frames say, seeds, live parameters, extremes of every control, and the studies. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { notebooksFolder } from '#lib/lab/node.ts';
import { lastFrame } from '#lib/lab/run.ts';
import claims from './claims.ts';
import notebook from './notebook.ts';
import { circleMemories, membersOf } from './plane.ts';
import { distance, dot, rowOf } from './retrieval.ts';
import { describe, simulate, table, type HopfieldFrame, type Params } from './simulation.ts';
import { logMean } from './study-capacity.ts';
import { studyFeatures } from './study-features.ts';
import { coveredQueries, PIXELS, textures } from './textures.ts';
import { base, labs, run } from './testing.ts';

afterAll(() => labs.release());

group('the plane', () => {
  test('memories stand on the circle, within 0.25 of their twelfth', () => {
    const { X } = circleMemories(labs.lab(7));
    for (let mu = 0; mu < 12; mu++) {
      expect(Math.hypot(X[2 * mu]!, X[2 * mu + 1]!)).toBeCloseTo(1, 12);
      const angle = (2 * Math.PI * mu) / 12;
      expect(Math.hypot(X[2 * mu]! - Math.cos(angle), X[2 * mu + 1]! - Math.sin(angle))).toBeLessThan(0.25);
    }
  });

  test('masks grow: what K keeps, K + 1 keeps too; flips by hand come on top; one pair always stays', () => {
    const lab = labs.lab(0);
    for (let kept = 1; kept < 12; kept++) {
      const members = membersOf(lab, 'mask', kept, []);
      expect(members).toHaveLength(kept);
      expect(membersOf(lab, 'mask', kept + 1, [])).toEqual(expect.arrayContaining(members));
    }
    const all = [...Array(12).keys()];
    expect(membersOf(lab, 'dense', 4, [3])).toEqual(all.filter((mu) => mu !== 3));
    expect(membersOf(lab, 'dense', 4, all)).toHaveLength(1);
    expect(membersOf(lab, 'mask', 4, membersOf(lab, 'mask', 4, []))).toHaveLength(1);
  });

  test('a memory that is taken out loses its well, under every softmax model', async () => {
    for (const model of ['dense', 'top-K'] as const) {
      const whole = await run({ model, inverseTemperature: 30, kept: 3 }, 3);
      const less = await run({ model, inverseTemperature: 30, kept: 3, flipped: [5] }, 3);
      expect([whole.metrics['fixedPoints'], less.metrics['fixedPoints']], model).toEqual([12, 11]);
      expect(less.plane.stored[5]).toBe(false);
    }
  });

  test('the energy of the field is that of the mechanism', async () => {
    for (const model of ['dense', 'mask', 'top-K'] as const) {
      const { landscape } = await run({ model, kept: 3 });
      expect(landscape!.energy).toHaveLength(128 ** 2);
      expect(landscape!.low).toBeLessThan(landscape!.high);
    }
    for (const model of ['linear', 'PRF'] as const)
      expect((await run({ model })).landscape!.energy).toBeNull();
  });

  test('the marble rolls along its path and ends at rest', async () => {
    const frames = simulate({ ...base }, labs.lab(0));
    const rolled: number[] = [];
    let frame: HopfieldFrame;
    do {
      frame = (await frames.next({ ...base })).value as HopfieldFrame;
      rolled.push(frame.rolled);
    } while (!frame.settled);
    expect(rolled[0]).toBe(0);
    expect(rolled.at(-1)).toBe(frame.plane.path.length - 1);
    const [before, after] = frame.plane.path.slice(-2).map((at) => Float64Array.from(at));
    expect(distance(before!, after!)).toBeLessThan(1e-3);
    await frames.return();
  });

  test('bounds hold at the marble, and the sparse one is never larger', async () => {
    for (const at of [
      [0.4, 0.7],
      [-0.9, 0.2],
      [0.1, -1.1],
    ]) {
      const { plane } = await run({ marble: [{ index: 0, at }], kept: 3 });
      const [dense, , top] = plane.comparison;
      expect(dense!.error).toBeLessThanOrEqual(dense!.bound! + 1e-12);
      expect(top!.error).toBeLessThanOrEqual(top!.bound! + 1e-12);
      expect(top!.bound!).toBeLessThanOrEqual(dense!.bound! + 1e-12);
      for (const { p } of plane.comparison) expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });
});

group('runs', () => {
  test('are a function of their seed', async () => {
    for (const change of [{ model: 'PRF' }, { view: 'images' }] as const) {
      const [a, b, c] = [await run(change, 4), await run(change, 4), await run(change, 5)];
      expect(a.metrics).toEqual(b.metrics);
      expect(a.metrics).not.toEqual(c.metrics);
    }
  });

  test('answer live parameters in the next frame', async () => {
    const frames = simulate(base, labs.lab(0));
    const ask = async (change: Partial<Params>) =>
      (await frames.next({ ...base, ...change })).value as HopfieldFrame;
    const first = await ask({});
    expect((await ask({ inverseTemperature: 40 })).beta).toBe(40);
    const moved = await ask({ moved: [{ index: 0, at: [0.5, 0.5] }] });
    expect([...moved.plane.X.slice(0, 2)]).toEqual([0.5, 0.5]);
    expect([...moved.landscape!.energy!]).not.toEqual([...first.landscape!.energy!]);
    expect((await ask({ moved: [{ index: 0, at: [9, 0] }] })).plane.X[0]).toBeCloseTo(1.3, 12);
    expect((await ask({ tube: 0.1 })).regression.zeros).toBeGreaterThan(0);
    expect((await ask({ dimension: 16 })).regression.dimension).toBe(16);
    expect((await ask({ model: 'mask', kept: 6 })).plane.members).toHaveLength(6);
    expect((await ask({ view: 'capacity' })).landscape).toBeNull();
    await frames.return();
  });

  test('give finite numbers, words and a table at the extremes of every control', async () => {
    const extremes: Partial<Params>[] = [
      ...(['dense', 'mask', 'top-K', 'linear', 'PRF'] as const).flatMap((model) => [
        { model, inverseTemperature: 0.25, kept: 1, noise: 0, features: 16, orthogonal: false },
        { model, inverseTemperature: 80, kept: 64, noise: 1.5, tube: 0.3, dimension: 16 as const },
      ]),
      { flipped: [...Array(12).keys()] },
      { moved: Array.from({ length: 12 }, (_, index) => ({ index, at: [0, 0] })), inverseTemperature: 80 },
      { moved: [{ index: 3, at: [1.3, 0] }], inverseTemperature: 80, marble: [{ index: 0, at: [-9, 9] }] },
      { view: 'images', inverseTemperature: 0.25, kept: 1, features: 16, image: 64, noise: 1.5 },
      { view: 'images', inverseTemperature: 80, kept: 64, features: 1024, image: 1, noise: 0 },
      { view: 'capacity', inverseTemperature: 0.25, kept: 1, noise: 1.5 },
    ];
    for (const change of extremes) {
      const frame = await run(change);
      const { plane, regression, landscape } = frame;
      const numbers = [
        ...Object.values(frame.metrics),
        ...plane.path.flat(),
        ...plane.comparison.flatMap(({ p, error, bound }) => [...p, error, bound ?? 0]),
        ...regression.fit.coefficients,
        ...(landscape?.energy ?? []),
        ...(landscape?.arrows ?? []).flatMap(({ dx, dy }) => [dx, dy]),
        ...(frame.images?.restored ?? []).flatMap(({ image, error }) => [...image, error]),
        frame.capacity?.dense.slope ?? 0,
      ];
      expect(numbers.every(Number.isFinite), JSON.stringify(change)).toBe(true);
      expect(describe(frame, { ...base, ...change })).not.toMatch(/NaN|undefined|null/);
      expect(table(frame).rows.length).toBeGreaterThan(0);
    }
  });

  test('say what cannot be shown as asked', async () => {
    expect((await run({ model: 'mask', kept: 40 })).note).toContain('K = 12');
    expect((await run({ model: 'top-K', kept: 12, flipped: [0] })).note).toContain('K = 11');
    expect((await run({ flipped: [...Array(12).keys()] })).note).toContain('needs a pair');
    expect((await run({ inverseTemperature: 0.25 })).note).toContain('not solved');
  });

  test('show in every lecture step what its claim is about', () => {
    for (const { at, claim } of notebook.steps)
      if (claim === 'c5' || claim === 'c3')
        expect(claims.find(({ id }) => id === claim)!.at.view).toBe(at.view);
  });
});

group('the studies', () => {
  test('textures are smooth, of length one, and alike up to 0.75', () => {
    const { X, M } = textures(labs.lab(0));
    let most = -1;
    for (let mu = 0; mu < M; mu++) {
      expect(dot(rowOf(X, mu, PIXELS), rowOf(X, mu, PIXELS))).toBeCloseTo(1, 12);
      for (let nu = 0; nu < mu; nu++) most = Math.max(most, dot(rowOf(X, mu, PIXELS), rowOf(X, nu, PIXELS)));
    }
    expect(most).toBeGreaterThan(0.4);
    expect(most).toBeLessThan(0.75);
    // Neighbouring pixels agree far more often than half of the time.
    const agree = X.filter((value, i) => i % 16 < 15 && value === X[i + 1]).length / ((X.length * 15) / 16);
    expect(agree).toBeGreaterThan(0.75);
    const covered = coveredQueries(labs.lab(0), { X, M, d: PIXELS }, 0);
    covered.forEach((value, i) => expect(value).toBe(i % PIXELS < 128 ? X[i] : 0));
  });

  test('images: the error of top-K rises with K up to that of dense', async () => {
    const { images } = await run({ view: 'images', inverseTemperature: 10, noise: 0 });
    const errors = images!.byKept.map(({ error }) => error);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(errors.at(-1)).toBeCloseTo(images!.restored[0]!.mean, 6);
    expect(images!.attentionGap).toBeLessThan(1e-5);
  });

  test('capacity: M* is bracketed, and top-M would be dense', async () => {
    const { capacity } = await run({ view: 'capacity', inverseTemperature: 10, kept: 64, noise: 0 });
    for (const { dense, topK } of capacity!.rows.slice(0, 3)) expect(topK).toEqual(dense);
    expect(logMean([1, 4, 16])).toBeCloseTo(Math.log(4), 12);
  });

  test('random features: error one over the root of their number at β = 0.5, hardly any gain at β = 10', () => {
    const { curves } = [...studyFeatures(labs.lab(0), { ...base, inverseTemperature: 10 })].at(-1)!;
    expect(curves.map(({ beta }) => beta)).toEqual([0.5, 10]);
    expect(curves[0]!.slope).toBeGreaterThan(-0.6);
    expect(curves[0]!.slope).toBeLessThan(-0.4);
    expect(curves[1]!.slope).toBeGreaterThan(-0.25);
    expect(curves[1]!.slope).toBeLessThan(-0.05);
  });
});

test('claims quote the abstract word for word', async () => {
  const abstract = await readFile(join(notebooksFolder, 'nonparametric-hopfield', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
});

test('a run that is given up early leaves nothing behind', async () => {
  const frames = simulate({ ...base, view: 'cost' }, labs.lab(0));
  expect((await frames.next({ ...base, view: 'cost' })).value?.settled).toBe(false);
  await frames.return();
  expect(
    await lastFrame(
      (async function* () {
        yield 1;
      })(),
    ),
  ).toBe(1);
});
