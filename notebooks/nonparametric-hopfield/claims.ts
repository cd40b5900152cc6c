/** Phrases of the abstract, each measured on frames of the same simulation that the page shows. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { HopfieldFrame, Params } from './frame.ts';
import { slopeOf } from './counts.ts';
import type { CapacityStudy } from './study-capacity.ts';
import type { CostStudy } from './study-cost.ts';
import { TEXTURES } from './textures.ts';
import type { ImagesStudy } from './study-images.ts';

type Runs = Run<Params, HopfieldFrame>;

const SHARPNESS = [5, 10, 20, 40, 80] as const;

/** A study of the last frame of a run. @throws Error when it did not come to an end. */
function finished<T extends { done: boolean }>(study: T | null): T {
  if (!study?.done) throw new Error('The study did not come to an end.');
  return study;
}

async function regressions(run: Runs, change: Partial<Params>, betas: readonly number[] = SHARPNESS) {
  const results = [];
  for (const inverseTemperature of betas)
    results.push((await firstFrame(run({ ...change, inverseTemperature }))).regression);
  return results;
}

/** The regression is in the first frame; nobody need wait for the survey. */
async function firstFrame(frames: AsyncIterable<HopfieldFrame>): Promise<HopfieldFrame> {
  for await (const frame of frames) return frame;
  throw new Error('The run ended without a frame.');
}

const regression: Claim<Params, HopfieldFrame> = {
  id: 'c1',
  says: 'a nonparametric regression problem subject to a set of query-memory pairs',
  at: { view: 'plane', model: 'dense', inverseTemperature: 20, tube: 0.1 },
  method:
    'The regression is solved for the twelve pairs of the plane and for twelve in 16 dimensions, β = 5, 10, 20, 40 and 80, with tube 0 and 0.1.',
  checks: [
    { metric: 'largest residual, ε = 0', unit: '', expect: [0, 1e-8], theory: 'all pairs are met exactly' },
    {
      metric: 'largest residual, ε = 0.1',
      unit: '',
      expect: [0.09995, 0.10005],
      theory: 'the tube is tight, and respected',
    },
    {
      metric: 'least of the largest residuals, ε = 0.1',
      unit: '',
      expect: [0.09995, 0.10005],
      theory: 'tight in every case',
    },
    {
      metric: 'least share of zero multipliers, plane',
      unit: '',
      expect: [1 / 24, 1],
      theory: 'some coordinates lie inside the tube',
    },
    {
      metric: 'least share of zero multipliers, d = 16',
      unit: '',
      expect: [1 / 192, 1],
      theory: 'some coordinates lie inside the tube',
    },
  ],
  async measure(run) {
    const exact = [
      ...(await regressions(run, { tube: 0, dimension: 2 })),
      ...(await regressions(run, { tube: 0, dimension: 16 })),
    ];
    const plane = await regressions(run, { tube: 0.1, dimension: 2 });
    const space = await regressions(run, { tube: 0.1, dimension: 16 });
    const residuals = [...plane, ...space].map(({ residual }) => residual);
    return {
      'largest residual, ε = 0': Math.max(...exact.map(({ residual }) => residual)),
      'largest residual, ε = 0.1': Math.max(...residuals),
      'least of the largest residuals, ε = 0.1': Math.min(...residuals),
      'least share of zero multipliers, plane': Math.min(...plane.map(({ zeros }) => zeros)),
      'least share of zero multipliers, d = 16': Math.min(...space.map(({ zeros }) => zeros)),
    };
  },
};

const dense: Claim<Params, HopfieldFrame> = {
  id: 'c2',
  says: 'recovers the known results from the original dense modern Hopfield model',
  at: { view: 'plane', model: 'dense', inverseTemperature: 20, tube: 0, dimension: 16 },
  method:
    'Coefficients of the regression against the memories, and the fitted model against the dense update, for twelve memories in 16 dimensions, β = 5, 10, 20 and 40.',
  checks: [
    {
      metric: 'decay of ‖c − ξ‖ with β ÷ Δ',
      unit: '',
      expect: [0.8, 1.25],
      theory: 'e^{−βΔ}, Δ of the closest pair: 1',
    },
    {
      metric: 'least ‖c − ξ‖/‖ξ‖ ÷ ‖P − I‖',
      unit: '',
      expect: [0.1, 10],
      theory: 'the same order: c = P⁻¹ξ',
    },
    {
      metric: 'largest ‖c − ξ‖/‖ξ‖ ÷ ‖P − I‖',
      unit: '',
      expect: [0.1, 10],
      theory: 'the same order: c = P⁻¹ξ',
    },
    {
      metric: '‖f − dense update‖ ÷ largest ‖c_μ − ξ_μ‖',
      unit: '',
      expect: [0, 1.000001],
      theory: 'f − T is a weighted mean of c_μ − ξ_μ: ≤ 1',
    },
  ],
  async measure(run) {
    const betas = [5, 10, 20, 40];
    const fits = await regressions(run, {}, betas);
    const points = fits
      .map(({ coefficientError }, i) => [betas[i] as number, Math.log(coefficientError)] as const)
      .slice(1);
    const orders = fits.map(({ coefficientError, mixing }) => coefficientError / mixing);
    return {
      'decay of ‖c − ξ‖ with β ÷ Δ': -slopeOf(points).slope / (fits[0]?.separation ?? 0),
      'least ‖c − ξ‖/‖ξ‖ ÷ ‖P − I‖': Math.min(...orders),
      'largest ‖c − ξ‖/‖ξ‖ ÷ ‖P − I‖': Math.max(...orders),
      '‖f − dense update‖ ÷ largest ‖c_μ − ξ_μ‖': Math.max(
        ...fits.map(({ denseGap, largestShift }) => denseGap / largestShift),
      ),
    };
  },
};

const cost: Claim<Params, HopfieldFrame> = {
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

const convergence: Claim<Params, HopfieldFrame> = {
  id: 'c4',
  says: 'even without knowing details of the Hopfield energy function',
  at: { view: 'plane', model: 'top-K', kept: 3, inverseTemperature: 30 },
  method:
    'Dense, top-3, a random mask of 6, linear and 256 random features at β = 30 from 400 starts, 300 steps each; dense and mask again at β = 60.',
  checks: [
    { metric: 'largest last step', unit: '', expect: [0, 1e-6], theory: 'every start comes to rest' },
    {
      metric: 'largest rise of the energy',
      unit: '',
      expect: [-Infinity, 1e-9],
      theory: 'T is a concave–convex step: E never rises',
    },
    {
      metric: 'fixed points less wells expected, dense',
      unit: '',
      expect: [0, 0],
      theory: '12 less the pairs with βΔ < 2',
    },
    {
      metric: 'fixed points less wells expected, top-3',
      unit: '',
      expect: [0, 0],
      theory: '12 less the pairs with βΔ < 2',
    },
    {
      metric: 'fixed points less wells expected, mask',
      unit: '',
      expect: [0, 0],
      theory: '6 less the pairs with βΔ < 2',
    },
    { metric: 'fixed points, linear', unit: '', expect: [1, 1], theory: 'a contraction: 1' },
    {
      metric: 'fixed points, dense, β = 60',
      unit: '',
      expect: [12, 12],
      theory: 'no pair is that close: 12',
    },
    {
      metric: 'fixed points, mask of 6, β = 60',
      unit: '',
      expect: [6, 6],
      theory: 'no pair is that close: 6',
    },
  ],
  async measure(run) {
    const at = async (change: Partial<Params>) =>
      (await lastFrame(run(change))).metrics as Record<string, number>;
    const all = {
      dense: await at({ model: 'dense' }),
      top: await at({}),
      mask: await at({ model: 'mask', kept: 6 }),
      linear: await at({ model: 'linear' }),
      features: await at({ model: 'PRF', features: 256, orthogonal: true }),
    };
    const sharp = { inverseTemperature: 60 };
    const surplus = ({ fixedPoints = NaN, expectedWells = NaN }: Record<string, number>) =>
      fixedPoints - expectedWells;
    const largest = (name: string) =>
      Math.max(...Object.values(all).map((metrics) => metrics[name] ?? -Infinity));
    return {
      'largest last step': largest('lastStep'),
      'largest rise of the energy': largest('energyRise'),
      'fixed points less wells expected, dense': surplus(all.dense),
      'fixed points less wells expected, top-3': surplus(all.top),
      'fixed points less wells expected, mask': surplus(all.mask),
      'fixed points, linear': all.linear['fixedPoints'] ?? NaN,
      'fixed points, dense, β = 60': (await at({ ...sharp, model: 'dense' }))['fixedPoints'] ?? NaN,
      'fixed points, mask of 6, β = 60':
        (await at({ ...sharp, model: 'mask', kept: 6 }))['fixedPoints'] ?? NaN,
    };
  },
};

const capacity: Claim<Params, HopfieldFrame> = {
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

const family: Claim<Params, HopfieldFrame> = {
  id: 'c6',
  says: 'linear, random masked, top-$K$ and positive random feature modern Hopfield models',
  at: { view: 'images', inverseTemperature: 10, kept: 4, noise: 0, features: 1024 },
  method:
    'Mean distance from the memory after one step, over 64 textures with their lower half covered; and what a random mask recalls of 64 vectors in 32 dimensions (noise σ = 0.5).',
  checks: [
    {
      metric: 'least rise of the error from K to 2K',
      unit: '',
      expect: [1e-6, 1],
      theory: 'every further memory disturbs',
    },
    { metric: 'error, top-1', unit: '', expect: [0, 1e-6], theory: 'the visible half says which: 0' },
    { metric: 'error, top-64 less dense', unit: '', expect: [-1e-6, 1e-6], theory: 'top-M is dense: 0' },
    {
      metric: 'share stored under a mask less K/M, largest',
      unit: '',
      expect: [0, 0],
      theory: 'what is kept is stored: K/M',
    },
    { metric: 'error, linear', unit: '', expect: [0.9, 1.1], theory: 'far off: as far as nothing, 1' },
    {
      metric: 'error, 1,024 random features',
      unit: '',
      expect: [0.41, 0.98],
      theory: 'between dense and linear',
    },
    { metric: 'difference from attention', unit: '', expect: [0, 1e-5], theory: '0, in 32-bit numbers' },
  ],
  async measure(run) {
    const study = async (change: Partial<Params>) =>
      finished<ImagesStudy>((await lastFrame(run(change))).images);
    const covered = await study({});
    const noisy = await study({ noise: 0.5 });
    const errors = covered.byKept.map(({ error }) => error);
    const mean = (model: string) => covered.restored.find((one) => one.model === model)?.mean ?? NaN;
    return {
      'least rise of the error from K to 2K': Math.min(
        ...errors.slice(1).map((error, i) => error - (errors[i] as number)),
      ),
      'error, top-1': errors[0] ?? NaN,
      'error, top-64 less dense': (errors.at(-1) ?? NaN) - mean('dense'),
      'share stored under a mask less K/M, largest': Math.max(
        ...noisy.byMask.map(({ kept, share }) => Math.abs(share - kept / TEXTURES)),
      ),
      'error, linear': mean('linear'),
      'error, 1,024 random features': mean('PRF'),
      'difference from attention': covered.attentionGap,
    };
  },
};

export default [regression, dense, cost, convergence, capacity, family];
