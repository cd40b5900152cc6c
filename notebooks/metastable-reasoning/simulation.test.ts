// Frames: stages follow each other and can be gone back, and every extreme gives a picture or a sentence.
import { afterAll, expect, test } from 'vitest';
import { steer } from '#lib/lab/run.ts';
import { describe as inWords, simulate, table } from './simulation.ts';
import { base, labs, run } from './testing.ts';

afterAll(() => labs.release());

test('search, sharpen and distil follow each other; going back shows the pretrained chain again', async () => {
  const next = steer(simulate, base, labs.lab(0));
  const walked = await next();
  expect(walked.search).toBeNull();
  expect(walked.metrics).not.toHaveProperty('after');
  expect(walked.sweep).toHaveLength(9);
  const found = await next({ stage: 'search' });
  expect(found.metrics).toMatchObject({ found: 15, wrong: 0 });
  const sharp = await next({ stage: 'sharpen' });
  expect(sharp.sharpMean! * 10).toBeLessThan(sharp.baseMean);
  expect(sharp.walk.stay).toBeLessThan(0.2 * walked.walk.stay);
  const distilled = await next({ stage: 'distil' });
  expect(distilled.student?.clusters).toBe(6);
  const back = await next({ stage: 'walk' });
  expect(back.edges).toEqual(walked.edges);
  expect(back.walk).toEqual(walked.walk);
  expect((await run({ stage: 'distil' })).metrics).toEqual(distilled.metrics);
});

test('hitting times fall towards the target, along the route that is chosen', async () => {
  const next = steer(simulate, base, labs.lab(0));
  const far = await next({ from: 0, to: 3 });
  const inside = await next({ from: 0, to: 0 });
  expect(inside.route.base).toBe(0);
  expect(far.route.base).toBeGreaterThan(100);
  // Beyond the graph: the nearest statement and cluster.
  expect((await next({ from: 159, to: 9 })).route).toMatchObject({ from: 47, to: 5 });
});

test('every combination of extremes gives a picture without a number that is none', async () => {
  for (const [clusters, clusterSize] of [
    [3, 4],
    [10, 4],
    [3, 16],
  ] as const) {
    for (const [epsilon, sharpened, rollouts] of [
      [0.001, 0.6, 25],
      [0.1, 0.05, 25],
      [0.1, 0.6, 800],
    ] as const) {
      const params = {
        ...base,
        stage: 'distil' as const,
        clusters,
        clusterSize,
        epsilon,
        sharpened,
        rollouts,
      };
      const frame = await run(params, 4);
      expect(Object.values(frame.metrics).some(Number.isNaN)).toBe(false);
      expect(inWords(frame, params)).not.toMatch(/NaN|undefined/);
      expect(table(frame).rows).toHaveLength(clusters * (clusters - 1));
      expect(frame.base.every(Number.isFinite)).toBe(true);
      if (sharpened <= epsilon) expect(frame.note).toContain('nothing to sharpen');
      if (frame.agreement === null) expect(frame.note).toMatch(/clusters where there are/);
    }
  }
});

test('the largest graph with the rarest steps is solved and sharpened, too', async () => {
  const frame = await run({ clusters: 10, clusterSize: 16, epsilon: 0.001, stage: 'sharpen', rollouts: 50 });
  expect(frame.sharpMean).toBeLessThan(frame.baseMean);
  expect(frame.note).toContain('missed');
});
