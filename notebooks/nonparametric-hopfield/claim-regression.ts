/** Claims about recall as regression: the fit itself, and its limit, dense retrieval. */
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { HopfieldFrame, Params } from './frame.ts';
import { slopeOf } from './counts.ts';

type Runs = Run<Params, HopfieldFrame>;

const SHARPNESS = [5, 10, 20, 40, 80] as const;

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

export const regression: Claim<Params, HopfieldFrame> = {
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

export const dense: Claim<Params, HopfieldFrame> = {
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
      theory: 'exp(−βΔ), Δ of the closest pair: 1',
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
