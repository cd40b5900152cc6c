/** Claims about growth: of the cost with the number of memories, of the capacity with the dimension. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim } from '#lib/notebook/types.ts';
import type { HopfieldFrame, Params } from './frame.ts';
import type { CapacityStudy } from './study-capacity.ts';
import type { CostStudy } from './study-cost.ts';

/** A study of the last frame of a run. @throws Error when it did not come to an end. */
export function finished<T extends { done: boolean }>(study: T | null): T {
  if (!study?.done) throw new Error('The study did not come to an end.');
  return study;
}

export const cost: Claim<Params, HopfieldFrame> = {
  id: 'c3',
  says: 'with sub-quadratic complexity',
  at: { view: 'cost', inverseTemperature: 10 },
  method:
    'Slope of the counted multiplications of one step over L = M = 256 … 4,096 (d = 32, K = 32, D_f = 64), on logarithmic axes.',
  checks: [
    { metric: 'exponent, random mask', unit: '', expect: [0.999, 1.001], theory: '2LKd: 1' },
    { metric: 'exponent, dense', unit: '', expect: [1.999, 2.001], theory: '2LMd: 2' },
    { metric: 'exponent, linear', unit: '', expect: [0.999, 1.001], theory: 'Md² + L(d² + d): 1' },
    {
      metric: 'exponent, random features',
      unit: '',
      expect: [0.999, 1.001],
      theory: '2MD_f d + L(2d + 1)D_f: 1',
    },
    {
      metric: 'executed less counted, L = 256',
      unit: '',
      expect: [0, 0],
      theory: 'the formulas count what is executed',
    },
  ],
  async measure(run) {
    const { slopes, miscount } = finished<CostStudy>((await lastFrame(run())).cost);
    return {
      'exponent, random mask': slopes.mask.counted,
      'exponent, dense': slopes.dense.counted,
      'exponent, linear': slopes.linear.counted,
      'exponent, random features': slopes.PRF.counted,
      'executed less counted, L = 256': miscount,
    };
  },
};

export const capacity: Claim<Params, HopfieldFrame> = {
  id: 'c5',
  says: 'exponential memory capacity',
  at: { view: 'capacity', inverseTemperature: 10, kept: 8, noise: 0 },
  method:
    'The largest number of random memories of which 95% are stored (15 steps from the pattern), d = 4 … 16: slope of its logarithm in d.',
  checks: [
    {
      metric: 'slope of ln M*, dense',
      unit: '',
      expect: [0.2, Infinity],
      theory: 'exponential growth: > 0.2',
    },
    {
      metric: 'slope of ln M*, top-8',
      unit: '',
      expect: [0.2, Infinity],
      theory: 'exponential growth: > 0.2',
    },
    {
      metric: 'slope, top-8 less dense',
      unit: '',
      expect: [0, Infinity],
      theory: 'the bound of the sparse model is never larger',
    },
  ],
  async measure(run) {
    const { dense, topK } = finished<CapacityStudy>((await lastFrame(run())).capacity);
    return {
      'slope of ln M*, dense': dense.slope,
      'slope of ln M*, top-8': topK.slope,
      'slope, top-8 less dense': topK.slope - dense.slope,
    };
  },
};
