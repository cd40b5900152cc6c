/** Runs: learning, seeds, live parameters, extremes of every control. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { notebooksFolder } from '#lib/lab/node.ts';
import claims from './claims.ts';
import { countStored, featureMap, recallAll, rowOf } from './hopfield.ts';
import { letterMatrix } from './letters.ts';
import { describe, simulate, table, type HopfieldFrame, type Params } from './simulation.ts';
import { summarizeRate } from './study-rate.ts';
import { base, labs, run } from './testing.ts';

afterAll(() => labs.release());

group('the simulation', () => {
  test('frames show Φ recomputed from W, with pins dragged or not', async () => {
    const frame = await run({ pins: [{ index: 2, at: [0, 0, 1] }] });
    const again = featureMap(letterMatrix(12), 12, frame.weights, 3).Y;
    expect([...again]).toEqual([...frame.pins]);
    expect([...rowOf(frame.pins, 2, 3)]).toEqual([0, 0, 1].map((x) => expect.closeTo(x, 9)));
  });

  test('learning stores every letter, in the angle of an icosahedron', async () => {
    const frame = await run({ featureMap: 'U-Hop+' });
    expect(frame.metrics['stored']).toBe(12);
    expect(frame.metrics['optimality']).toBeGreaterThan(0.99);
    expect(frame.training?.separations).toHaveLength(5);
    expect(countStored(recallAll({ Y: frame.pins, M: 12, D: 3 }, 10).stored)).toBe(12);
  });

  test('learning reaches the tables of Tammes for few letters, and comes near for many', async () => {
    const reached = async (memories: number, featureDimension: 2 | 3) =>
      (await run({ featureMap: 'U-Hop+', memories, featureDimension })).metrics['optimality'];
    expect(await reached(4, 3)).toBeGreaterThan(0.999);
    expect(await reached(6, 3)).toBeGreaterThan(0.999);
    expect(await reached(24, 3)).toBeGreaterThan(0.95);
    expect(await reached(5, 2)).toBeGreaterThan(0.999);
  });

  test('a run is a function of its seed', async () => {
    const [a, b, c] = [await run({}, 4), await run({}, 4), await run({}, 5)];
    expect(a.metrics).toEqual(b.metrics);
    expect([...a.landscape!.energy]).toEqual([...b.landscape!.energy]);
    expect([...a.pins]).not.toEqual([...c.pins]);
  });

  test('live parameters are answered by the next frame', async () => {
    const frames = simulate(base, labs.lab(0));
    let frame = (await frames.next(base)).value as HopfieldFrame;
    while (!frame.settled) frame = (await frames.next(base)).value as HopfieldFrame;
    const ask = async (change: Partial<Params>) =>
      (await frames.next({ ...base, ...change })).value as HopfieldFrame;
    expect((await ask({ inverseTemperature: 40 })).separation.merging).toBeCloseTo(0.05, 12);
    const turned = await ask({ longitude: -120 });
    expect([...turned.landscape!.energy]).not.toEqual([...frame.landscape!.energy]);
    expect(turned.landscape!.low).toBe(frame.landscape!.low);
    expect((await ask({ pixelNoise: 8 })).query.flips).toHaveLength(8);
    expect((await ask({ drawn: [0, 1] })).query.flips.length).toBeGreaterThan(0);
    expect((await ask({ layer: 'basins' })).basins).not.toBeNull();
    const pinned = await ask({ pins: [{ index: 0, at: [1, 0, 0] }] });
    expect(pinned.pins[0]).toBeCloseTo(1, 9);
    await frames.return();
  });

  test('at β = 3 even the icosahedron keeps nothing; at β = 60 everything', async () => {
    expect((await run({ featureMap: 'exact', inverseTemperature: 2.9 })).metrics['stored']).toBe(0);
    expect((await run({ featureMap: 'exact', inverseTemperature: 60 })).metrics['stored']).toBe(12);
  });

  test('extremes of every control give finite numbers', async () => {
    const extremes: Partial<Params>[] = [
      { memories: 2, featureDimension: 2, inverseTemperature: 1 },
      { memories: 24, featureDimension: 16, inverseTemperature: 60, pixelNoise: 8 },
      { memories: 24, featureDimension: 2, featureMap: 'U-Hop+', tauEnd: 1, layer: 'basins' },
      { memories: 2, featureDimension: 3, featureMap: 'U-Hop+', tauEnd: 0.02, layer: 'flow' },
      { memories: 24, featureDimension: 3, featureMap: 'exact', pixelNoise: 0, query: 'X' },
      { longitude: 180, latitude: -90, query: 'X', drawn: [0, 34] },
      { pins: [{ index: 23, at: [0, 0, 0] }], memories: 24 },
    ];
    for (const change of extremes) {
      const frame = await run(change);
      const numbers = [...Object.values(frame.metrics), ...frame.pins, ...frame.query.p];
      expect(numbers.every(Number.isFinite), JSON.stringify(change)).toBe(true);
      expect(frame.landscape?.energy.every(Number.isFinite) ?? true).toBe(true);
      expect(describe(frame, { ...base, ...change })).toMatch(/of \d+ are stored/);
      expect(table(frame).rows).toHaveLength(frame.memories);
    }
  });

  test('the rate study: a gap of 3/n is bounded by 3, and 1/√n is not bounded by 8', () => {
    const losses = (gap: (n: number) => number) => Array.from({ length: 5000 }, (_, n) => (n ? gap(n) : 1));
    expect(summarizeRate(losses((n) => 3 / n)).bound).toBeLessThan(3.01);
    expect(summarizeRate(losses((n) => 1 / Math.sqrt(n))).bound).toBeGreaterThan(8);
  });
});

test('claims quote the abstract word for word', async () => {
  const abstract = await readFile(join(notebooksFolder, 'hopfield-capacity', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
});
