/** Phrases of the abstract, measured on fits of the student beside what the teacher's Fisher information predicts. */
import type { Claim } from '#lib/notebook/types.ts';
import { frameWhen, panels, rates, ratio, type Runs } from './measures.ts';
import type { GroupFrame, Params } from './frame.ts';

type Checks = Claim<Params, GroupFrame>['checks'];

/** `value` within a share `tolerance` of itself. */
const around = (value: number, tolerance: number): readonly [number, number] => [
  value * (1 - tolerance),
  value * (1 + tolerance),
];
const both = (spread: number): Partial<Params> => ({ minoritySpread: spread, majoritySpread: spread });

const TRACES = [
  [0.3, 61_896],
  [3, 336],
  [8, 523],
] as const;
const DECADES = [
  [0.3, 502],
  [1, 68],
  [5, 1504],
] as const;

/** The squared length of the error has a standard deviation about as large as its mean: 96 data sets know it to 10%. */
const spread: Claim<Params, GroupFrame> = {
  id: 'c1',
  says: 'all group-level co-variance is in the medium regime',
  at: { minorityFraction: 0.2, commonMeanShift: 0, ...both(3) },
  method:
    'With one spread for both groups: tr I⁻¹ and ln 10/(η λ_min) from the teacher and 60,000 independent draws; and n times the squared error of exact fits, measured, on 4 × 24 data sets of 8,000 points at σ = 3 and 24 at σ = 0.3.',
  checks: [
    {
      metric: 'n × squared error at σ = 0.3 ÷ at σ = 3, measured',
      unit: '',
      expect: [20, Infinity],
      theory: '61,896/336 = 184: little spread says little',
    },
    {
      metric: 'n × squared error at σ = 3, measured',
      unit: '',
      expect: around(336, 0.4),
      theory: 'tr I⁻¹ = 336, and four standard errors of 96 data sets',
    },
    ...TRACES.map(([sigma, value]) => ({
      metric: `tr I⁻¹, σ = ${sigma}`,
      unit: '',
      expect: around(value, 0.05),
      theory: `${value}: a U over σ`,
    })),
    ...DECADES.map(([sigma, value]) => ({
      metric: `steps per decade, σ = ${sigma}`,
      unit: '',
      expect: around(value, 0.05),
      theory: `ln 10/(η λ_min) = ${value}: a U over σ`,
    })),
  ],
  async measure(run, { seed }) {
    const values: Record<string, number> = {};
    for (const sigma of new Set([...TRACES, ...DECADES].map(([sigma]) => sigma))) {
      const { theory } = await frameWhen(run(both(sigma)), () => true);
      values[`tr I⁻¹, σ = ${sigma}`] = theory.trace;
      values[`steps per decade, σ = ${sigma}`] = theory.perDecade;
    }
    const error = ({ metrics }: GroupFrame) => metrics.error as number;
    const small = await panels(run, seed, 1, { samples: 8000, ...both(0.3) }, error);
    const medium = await panels(run, seed, 4, { samples: 8000, ...both(3) }, error);
    values['n × squared error at σ = 0.3 ÷ at σ = 3, measured'] = small / medium;
    values['n × squared error at σ = 3, measured'] = medium;
    return values;
  },
};

/** ρ = 1 − η λ_min(I), to 0.006, and below 1: standing still is no contraction. */
const contraction = (name: string, value: number) => ({
  metric: `contraction per step, ${name}`,
  unit: '',
  expect: [value - 0.006, Math.min(value + 0.006, 0.9999)] as const,
  theory: `1 − η λ_min(I) = ${value}`,
});

/** A ratio of speeds, to a factor of two: 0.006 is little beside a contraction of 0.966 and much beside one of 0.9985. */
const faster = (metric: string, value: number) => ({
  metric,
  unit: '',
  expect: [value / 2, 2 * value] as const,
  theory: `${value.toFixed(0)}, from the smallest eigenvalues of ηI`,
});

/**
 * Data sets differ in their smallest eigenvalue: one of 8,000 points by 0.004 (one standard deviation) at σ = 1, m = 0,
 * and by less than 0.001 where the rate is slower. Eight and one are averaged.
 */
const MANY = 8;
const ONE = 1;

const fast: Claim<Params, GroupFrame> = {
  id: 'c2',
  says: 'a fast training rate',
  at: { minorityFraction: 0.2, commonMeanShift: 0, samples: 8000, ...both(1) },
  method:
    'Full-batch gradient descent with η = 8/(‖μ‖ + σ)²: the factor by which ‖W − Ŵ‖ shrinks per step, fitted over the second half of the steps above rounding; the mean over 8 data sets at σ = 1, and one at σ = 5.',
  checks: [
    contraction('σ = 1', 0.966),
    contraction('σ = 5', 0.9985),
    faster('steps per decade, σ = 5 ÷ σ = 1, measured', 1504 / 68),
  ],
  async measure(run, { seed }) {
    const medium = await rates(run, seed, MANY, {});
    const large = await rates(run, seed, ONE, both(5));
    return {
      'contraction per step, σ = 1': medium,
      'contraction per step, σ = 5': large,
      'steps per decade, σ = 5 ÷ σ = 1, measured': Math.log(medium) / Math.log(large),
    };
  },
};

const SHIFTS = [
  [0, 0.966, MANY],
  [1, 0.9884, ONE],
  [2, 0.9958, ONE],
  [3, 0.9986, ONE],
] as const;

const means: Claim<Params, GroupFrame> = {
  id: 'c3',
  says: 'all mean are close to zero',
  at: { minorityFraction: 0.2, samples: 8000, commonMeanShift: 3, ...both(1) },
  method: 'The same factor at σ = 1 for both means moved by m = 0, 1, 2 and 3.',
  checks: [
    faster('steps per decade, m = 3 ÷ m = 0, measured', Math.log(0.966) / Math.log(0.9986)),
    ...[...SHIFTS].reverse().map(([m, value]) => contraction(`m = ${m}`, value)),
  ],
  async measure(run, { seed }) {
    const values: Record<string, number> = {};
    for (const [m, , count] of SHIFTS)
      values[`contraction per step, m = ${m}`] = await rates(run, seed, count, { commonMeanShift: m });
    const speed = (m: number) => Math.log(values[`contraction per step, m = ${m}`] as number);
    values['steps per decade, m = 3 ÷ m = 0, measured'] = speed(0) / speed(3);
    return values;
  },
};

/** 2n × minority risk by σ₁ and λ: tr(I₁I⁻¹). */
const RISKS = [
  [0.5, 0.05, 2.64],
  [0.5, 0.9, 5.56],
  [4, 0.05, 43.3],
  [4, 0.9, 8.48],
] as const;
const riskName = (sigma: number, lambda: number) => `2n × minority risk, σ₁ = ${sigma}, λ = ${lambda}`;

const promote: Claim<Params, GroupFrame> = {
  id: 'c4',
  says: 'increasing the fraction of the minority group in the training data does not necessarily improve the generalization performance of the minority group',
  at: { minoritySpread: 0.5, majoritySpread: 1, commonMeanShift: 0, minorityFraction: 0.9, samples: 8000 },
  method:
    'Excess risk of the minority (KL to the teacher on fresh points) of exact fits, 4 × 24 data sets of 8,000 points, for λ = 0.05 and 0.9; with σ₁ = 0.5 and, in contrast, σ₁ = 4.',
  checks: [
    {
      metric: 'minority risk at λ = 0.9 ÷ at λ = 0.05, σ₁ = 0.5',
      unit: '',
      // Both risks within 25%.
      expect: ratio(around(5.56, 0.25), around(2.64, 0.25)),
      theory: '5.56/2.64 = 2.1: more minority data hurts',
    },
    {
      metric: 'minority risk at λ = 0.9 ÷ at λ = 0.05, σ₁ = 4',
      unit: '',
      expect: ratio(around(8.48, 0.25), around(43.3, 0.25)),
      theory: '8.48/43.3 = 0.2: more minority data helps',
    },
    ...RISKS.map(([sigma, lambda, value]) => ({
      metric: riskName(sigma, lambda),
      unit: '',
      expect: around(value, 0.25),
      theory: `tr(I₁I⁻¹) = ${value}`,
    })),
  ] satisfies Checks,
  async measure(run, { seed }) {
    const values: Record<string, number> = {};
    for (const [sigma, lambda] of RISKS) {
      const change = { minoritySpread: sigma, minorityFraction: lambda };
      values[riskName(sigma, lambda)] = await panels(
        run,
        seed,
        4,
        change,
        ({ metrics }) => metrics.risk1 as number,
      );
    }
    for (const sigma of [0.5, 4])
      values[`minority risk at λ = 0.9 ÷ at λ = 0.05, σ₁ = ${sigma}`] =
        (values[riskName(sigma, 0.9)] as number) / (values[riskName(sigma, 0.05)] as number);
    return values;
  },
};

const hidden: Claim<Params, GroupFrame> = {
  id: 'c5',
  says: 'the achieved high average accuracy is accompanied by low accuracy in a minority group',
  at: { minoritySpread: 4, majoritySpread: 1, commonMeanShift: 0, minorityFraction: 0.05, samples: 8000 },
  method:
    'Excess risks of both groups for a minority of 5% that is spread out (σ₁ = 4), 2 × 24 data sets of 8,000 points; and the labels that differ from the teacher’s, over both groups.',
  checks: [
    {
      metric: 'minority risk ÷ majority risk',
      unit: '',
      expect: [5, Infinity],
      theory: '43.3/6.2 = 7',
    },
    {
      metric: 'average accuracy',
      unit: '',
      expect: [0.95, 1],
      theory: 'high: what the average hides',
    },
  ],
  async measure(run, { seed }) {
    const risks = { minority: 0, majority: 0, wrong: 0 };
    const count = 2;
    for (let k = 0; k < count; k++) {
      const { metrics, setting } = await complete(run, seed, k);
      risks.minority += (metrics.risk1 as number) / count;
      risks.majority += (metrics.risk2 as number) / count;
      const wrong =
        setting.lambda * (metrics.wrong1 as number) + (1 - setting.lambda) * (metrics.wrong2 as number);
      risks.wrong += wrong / count;
    }
    return {
      'minority risk ÷ majority risk': risks.minority / risks.majority,
      'average accuracy': 1 - risks.wrong,
    };
  },
};

const complete = (run: Runs, seed: number, k: number) =>
  frameWhen(run({}, seed + 1000 * k), (frame) => frame.complete);

const accuracy: Claim<Params, GroupFrame> = {
  id: 'c6',
  says: 'average and group-level testing accuracy',
  at: { minorityFraction: 0.2, commonMeanShift: 0, samples: 4000, ...both(1) },
  method:
    'The share of 20,000 fresh points on which fit and teacher are on different sides of ½, for three spreads of both groups; 6 × 24 data sets of 4,000 points at σ = 1 and 8, 24 at σ = 0.3.',
  checks: [
    {
      metric: 'labels that differ, σ = 0.3 ÷ σ = 1',
      unit: '',
      expect: [1, Infinity],
      theory: 'above 1: least in the middle',
    },
    {
      metric: 'labels that differ, σ = 8 ÷ σ = 1',
      unit: '',
      expect: [1, Infinity],
      theory: 'above 1: least in the middle',
    },
  ],
  async measure(run, { seed }) {
    const wrong = (count: number, sigma: number) =>
      panels(run, seed, count, both(sigma), ({ metrics }) => metrics.wrong1 as number);
    const middle = await wrong(6, 1);
    return {
      'labels that differ, σ = 0.3 ÷ σ = 1': (await wrong(1, 0.3)) / middle,
      'labels that differ, σ = 8 ÷ σ = 1': (await wrong(6, 8)) / middle,
    };
  },
};

export default [spread, fast, means, promote, hidden, accuracy];
