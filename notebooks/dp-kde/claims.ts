/** Phrases of the abstract, each measured on the demo's own frames. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import { slope, type Curve } from './claim-tools.ts';
import type { ErrorPoint, KdeFrame } from './frame.ts';
import type { Params } from './notebook.ts';

type KdeClaim = Claim<Params, KdeFrame>;

/** The practice of a run, when all its releases are made; `first`: as soon as there is one. */
async function practice(run: Run<Params, KdeFrame>, change: Partial<Params> = {}, first = false) {
  for await (const { error, settled } of run({ panel: 'error', ...change })) {
    if (error && (settled || (first && error.releases > 0))) return error;
  }
  throw new Error('The run ended without a practice.');
}

const at = (curve: { points: readonly ErrorPoint[] }, alpha: number): ErrorPoint => {
  const point = curve.points.find((one) => one.alpha === alpha);
  if (!point) throw new Error(`The practice has no point at α = ${alpha}.`);
  return point;
};

const ratio: KdeClaim = {
  id: 'c1',
  says: 'We improve the approximation ratio from $\\alpha$ to 1.',
  at: { panel: 'error', noiseSource: 'none', points: 10000, dimension: 1 },
  method: 'Mean relative error of 100 random queries without noise, of both structures.',
  checks: [
    {
      metric: 'relative error',
      unit: '',
      expect: [0, 1e-4],
      theory: 'Exact up to the leaf of y: the points of one leaf in 1,024, each off by at most its width',
    },
    ...[0.5, 0.2, 0.1, 0.05].map((alpha) => ({
      metric: `baseline at α = ${alpha}, over α/2`,
      unit: '',
      expect: [0.8, 1.1] as const,
      theory:
        'A ring’s points lie at its outer end instead of its middle: too large by α/(2 + α), near α/2; within the unevenness of the points',
    })),
  ],
  async measure(run) {
    const curve = await practice(run);
    const biased = [0.5, 0.2, 0.1, 0.05].map((alpha) => [
      `baseline at α = ${alpha}, over α/2`,
      at(curve, alpha).ratio / (alpha / 2),
    ]);
    return { 'relative error': curve.own.ratio, ...Object.fromEntries(biased) };
  },
};

const reads: KdeClaim = {
  id: 'c2',
  says: 'We reduce query time by a factor of $\\alpha^{-1} \\log n$.',
  at: { dimension: 1, panel: 'tree' },
  method: 'Nodes that a query reads: of the query shown, and on average over 20 random ones.',
  checks: [
    { metric: 'nodes read', unit: '', expect: [10, 10], theory: 'One sibling per level: L = 10' },
    {
      metric: 'baseline, α = 0.1 over α = 0.5',
      unit: '',
      expect: [1, Infinity],
      theory: 'More rings, more nodes: the number of reads grows as α falls',
    },
    {
      metric: 'baseline, α = 0.01 over α = 0.1',
      unit: '',
      expect: [1, Infinity],
      theory: 'More rings, more nodes: the number of reads grows as α falls',
    },
    {
      metric: 'baseline at α = 0.01, over ours',
      unit: '',
      expect: [1, Infinity],
      theory: 'About 613 to 759 nodes in a prototype, against 10',
    },
  ],
  async measure(run) {
    const { own } = await lastFrame(run());
    const curve = await practice(run, {}, true);
    const count = (alpha: number) => at(curve, alpha).reads;
    return {
      'nodes read': own?.reads ?? NaN,
      'baseline, α = 0.1 over α = 0.5': count(0.1) / count(0.5),
      'baseline, α = 0.01 over α = 0.1': count(0.01) / count(0.1),
      'baseline at α = 0.01, over ours': count(0.01) / (own?.reads ?? NaN),
    };
  },
};

const error: KdeClaim = {
  id: 'c3',
  says: 'We reduce the error dependence by a factor of $\\alpha^{-0.5}$.',
  at: { panel: 'error', dimension: 1 },
  method:
    'Root mean square error over 160 practice releases and 20 random queries; the baseline at its best α of eight.',
  checks: [
    {
      metric: 'error over that of the best baseline',
      unit: '',
      expect: [0, 1],
      theory: 'No bias and no α: below the baseline at every α',
    },
    {
      metric: 'change of the error when α goes from 0.5 to 0.02',
      unit: '',
      expect: [0, 0],
      theory: 'There is no α in the new structure',
    },
  ],
  async measure(run) {
    const coarse = await practice(run, { baselineRatio: 0.5 });
    const fine = await practice(run, { baselineRatio: 0.02 });
    const best = Math.min(...coarse.points.map(({ rmse }) => rmse));
    return {
      'error over that of the best baseline': coarse.own.rmse / best,
      'change of the error when α goes from 0.5 to 0.02': Math.abs(fine.own.rmse - coarse.own.rmse),
    };
  },
};

const privacy: KdeClaim = {
  id: 'c4',
  says: 'in a differentially private fashion',
  at: { panel: 'audit', depth: 1, dimension: 1, budget: 2 },
  method:
    'An attacker compares 200,000 fake releases with a point at x* = 0.999 R and as many without it, by the exact likelihood ratio.',
  checks: [
    {
      metric: 'proven ε (lower 95% limit)',
      unit: '',
      expect: [1.9, 2],
      theory: 'ε-DP: no attack proves more than ε = 2; at L = 1 this one comes near it',
    },
    {
      metric: 'largest likelihood ratio seen',
      unit: '',
      expect: [1.9989, 1.9991],
      theory: 'ε/2 (1 + x*/R) = 1.999',
    },
    {
      metric: 'proven ε of a mutant with noise L/ε',
      unit: '',
      expect: [2, Infinity],
      theory: 'A broken mechanism must be caught: half of the noise spends 2ε = 4',
    },
  ],
  async measure(run) {
    const { audit } = await lastFrame(run());
    const mutant = (await lastFrame(run({ audited: 'mutant' }))).audit;
    return {
      'proven ε (lower 95% limit)': audit?.low ?? NaN,
      'largest likelihood ratio seen': audit?.seen ?? NaN,
      'proven ε of a mutant with noise L/ε': mutant?.low ?? NaN,
    };
  },
};

const scaling: KdeClaim = {
  id: 'c5',
  says: '$\\epsilon^{-1} \\alpha^{-0.5} d^{1.5} R \\log^{1.5} n$',
  at: { panel: 'error', dimension: 1 },
  method:
    'Noise of the new structure, which has no α, over 160 practice releases and 20 random queries, as d, ε, R and L change.',
  checks: [
    { metric: 'slope in d', unit: '', expect: [1.4, 1.6], theory: 'ε/d each, independent: d·√d' },
    { metric: 'slope in ε', unit: '', expect: [-1.01, -0.99], theory: 'Scales are 2L/ε' },
    { metric: 'slope in R', unit: '', expect: [0.99, 1.01], theory: 'y and the noise of sums grow with R' },
    { metric: 'slope in L', unit: '', expect: [1.4, 1.6], theory: 'L terms, each with scale L: √L·L' },
    {
      metric: 'noise over σ(y)',
      unit: '',
      expect: [0.92, 1.08],
      theory: 'σ(y) = √(L(y² + R²))·√2·2L/ε; within 8%',
    },
  ],
  async measure(run) {
    const noise = async (change: Partial<Params>) => (await practice(run, change)).own.noise;
    const curve = async (values: readonly number[], change: (value: number) => Partial<Params>) => {
      const points: Curve = [];
      for (const value of values) points.push([value, await noise(change(value))]);
      return slope(points);
    };
    const { own } = await practice(run);
    return {
      'slope in d': await curve([1, 2, 4, 8, 16], (d) => ({ dimension: d as 1, points: 1000 })),
      'slope in ε': await curve([0.1, 1, 10], (budget) => ({ budget })),
      'slope in R': await curve([0.1, 1, 10], (side) => ({ side })),
      'slope in L': await curve([4, 6, 8, 10, 12], (depth) => ({ depth, points: 1000 })),
      'noise over σ(y)': own.noise / own.sigma,
    };
  },
};

const split: KdeClaim = {
  id: 'c6',
  says: 'splitting the answer into $\\log n$ numbers',
  at: { panel: 'tree', dimension: 1 },
  method: 'How many numbers make up an answer, and how far their sum is from it, at L = 3, 10 and 14.',
  checks: [
    { metric: 'numbers, L = 10', unit: '', expect: [10, 10], theory: 'One sibling per level' },
    { metric: 'numbers, L = 3', unit: '', expect: [3, 3], theory: 'One sibling per level' },
    { metric: 'numbers, L = 14', unit: '', expect: [14, 14], theory: 'One sibling per level' },
    {
      metric: 'largest |sum − answer| over answer',
      unit: '',
      expect: [0, 1e-6],
      theory: 'The answer is their sum',
    },
  ],
  async measure(run) {
    const counts: number[] = [];
    let worst = 0;
    for (const depth of [3, 10, 14]) {
      const { tree, own } = await lastFrame(run({ depth }));
      const sum = tree.parts.reduce((total, { value }) => total + value, 0);
      counts.push(tree.parts.length);
      worst = Math.max(worst, Math.abs(sum / (own?.value ?? NaN) - 1));
    }
    const [three, ten, fourteen] = counts as [number, number, number];
    return {
      'numbers, L = 3': three,
      'numbers, L = 10': ten,
      'numbers, L = 14': fourteen,
      'largest |sum − answer| over answer': worst,
    };
  },
};

const claims: readonly KdeClaim[] = [ratio, reads, error, privacy, scaling, split];
export default claims;
