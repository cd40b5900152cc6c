// Runs end when they settle; claims are measured per seed, and one seed out of the interval is enough to fail.
import { describe, expect, it } from 'vitest';
import type { AnyClaim, Frame, Lab } from '../notebook/types.ts';
import { range } from '../notebook/controls.ts';
import { lastFrame, measureClaim, runToEnd, type AnySimulation } from './run.ts';
import { seededRandom } from './random.ts';

const lab = (seed: number): Lab => ({
  seed,
  engine: 'wasm',
  random: (purpose) => seededRandom(seed, purpose),
  entropy: () => seededRandom(0, 'unused'),
  model: () => Promise.reject(new Error('no models here')),
  jax: () => Promise.reject(new Error('no jax here')),
  time: () => Promise.resolve(0),
  newer: () => Promise.resolve(undefined),
});

const count: AnySimulation = async function* (params, { seed }) {
  for (let t = 1; ; t++) yield { settled: t === params.steps, metrics: { t, seed } };
};

describe('runs', () => {
  it('end with the settled frame', async () => {
    const frame = await lastFrame(runToEnd(count, { steps: 5 }, lab(0)));
    expect(frame).toEqual({ settled: true, metrics: { t: 5, seed: 0 } });
  });

  it('catch what is not a number where it arises', async () => {
    const broken: AnySimulation = async function* () {
      yield { settled: true, metrics: { loss: NaN } };
    };
    await expect(lastFrame(runToEnd(broken, {}, lab(0)))).rejects.toThrow(
      'The metric loss of frame 0 is not a number.',
    );
  });

  it('let others in between two frames', async () => {
    let breaths = 0;
    await lastFrame(runToEnd(count, { steps: 4 }, lab(0), async () => void breaths++));
    expect(breaths).toBe(3);
  });
});

describe('claims', () => {
  const claim = (expected: [number, number]): AnyClaim => ({
    id: 'c1',
    says: '',
    at: { steps: 3 },
    method: '',
    checks: [{ metric: 'sum', unit: '', expect: expected, theory: '' }],
    async measure(run) {
      const frame: Frame = await lastFrame(run());
      return { sum: frame.metrics.t! + frame.metrics.seed! };
    },
  });
  const context = {
    simulate: count,
    controls: { steps: range({ label: 'steps', help: '', min: 1, max: 9, initial: 1 }) },
    lab,
  };

  it('are measured at their state, once per seed', async () => {
    const [row] = await measureClaim(claim([3, 5]), context, [0, 1, 2]);
    expect(row).toMatchObject({ values: [3, 4, 5], measured: 4, holds: true });
    // Student's t with two degrees of freedom: 4.303 · s / √3 with s = 1.
    expect(row!.interval).toBeCloseTo(4.303 / Math.sqrt(3), 6);
  });

  it('do not hold when one seed is out', async () => {
    const [row] = await measureClaim(claim([3, 4.5]), context, [0, 1, 2]);
    expect(row!.holds).toBe(false);
  });

  it('must measure every check', async () => {
    const careless = { ...claim([0, 1]), measure: async () => ({}) };
    await expect(measureClaim(careless, context, [0])).rejects.toThrow('Claim c1 did not measure sum.');
  });
});
