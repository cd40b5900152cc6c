/** Phrases of the abstract, each measured on the demo's own frames. */
import type { Claim, Run } from '#lib/notebook/types.ts';
import { edit } from './claim-edit.ts';
import { frameOf, pointHere } from './claim-tools.ts';
import type { DistanceFrame, ErrorPoint } from './frame.ts';
import type { DistanceParams } from './notebook.ts';
import { rawBias, rawBound } from './theory.ts';

type Params = DistanceParams;

/** The error at the demo's own ε: the curve measures it first, so the rest of the curve need not be waited for. */
async function practice(
  frames: AsyncIterable<DistanceFrame>,
): Promise<{ point: ErrorPoint; frame: DistanceFrame }> {
  const frame = await frameOf(frames, ({ error }) => (error?.points.length ?? 0) > 1);
  const point = pointHere(frame);
  if (!point) throw new Error('The error panel has no point at the ε of the demo.');
  return { point, frame };
}

const privacy: Claim<Params, DistanceFrame> = {
  id: 'c1',
  says: 'our data structure is $\\epsilon$-DP against any sequence of queries',
  at: { panel: 'audit', privacyBudget: 2, promise: 4, buckets: 8, length: 1024 },
  method:
    'An attacker compares 100,000 fake releases of a string and of its neighbour on the four bits that differ; then one question is asked 1,000 times.',
  checks: [
    {
      metric: 'measured ε',
      unit: '',
      expect: [1.9, 2.1],
      theory: 'With no collision the bound is tight: TPR/FPR = ((1 − q)/q)^(2M₁) = e^ε; within 5%',
    },
    {
      metric: 'proven ε (lower 95% limit)',
      unit: '',
      expect: [0, 2],
      theory: 'ε-DP: no attack proves more than ε = 2',
    },
    {
      metric: 'different answers to 1,000 questions',
      unit: '',
      expect: [1, 1],
      theory: 'Answers are post-processing of one release',
    },
    {
      metric: 'proven ε of a mutant without the factor 2',
      unit: '',
      expect: [2, Infinity],
      theory: 'A broken mechanism must be caught: q = 1/(1 + e^(ε/M₁)) spends 2ε = 4',
    },
  ],
  async measure(run) {
    const { audit } = await frameOf(run());
    const mutant = (await frameOf(run({ audited: 'mutant' }))).audit;
    const asked = await frameOf(run({ panel: 'sketch', questions: 1000 }));
    return {
      'measured ε': audit?.measured ?? NaN,
      'proven ε (lower 95% limit)': audit?.low ?? NaN,
      'different answers to 1,000 questions': asked.distinct,
      'proven ε of a mutant without the factor 2': mutant?.low ?? NaN,
    };
  },
};

const biasRatio = async (run: Run<Params, DistanceFrame>, change: Partial<Params>) => {
  const { point, frame } = await practice(run(change));
  return { raw: point.raw, exact: rawBias(frame.q, frame), bound: rawBound(frame.q, frame) };
};

const hammingError: Claim<Params, DistanceFrame> = {
  id: 'c2',
  says: 'each estimate deviates from the true distance by at most $\\widetilde O(k/e^{\\epsilon/\\log k})$',
  at: { panel: 'error', privacyBudget: 32, decoder: 'paper' },
  method: "Mean error of the paper's decoder at true distance 0, over at least 300 practice answers.",
  checks: [
    {
      metric: 'mean error over exact',
      unit: '',
      expect: [0.97, 1.03],
      theory: 'k·E max_{i ≤ M₁} Bin(M₃, q) = 13.18 at k = 16, ε = 32; within 3%',
    },
    {
      metric: 'mean error',
      unit: 'bits',
      expect: [0, 18.4],
      theory: 'Below the bound k·M₁·M₃·q = 18.4',
    },
    {
      metric: 'mean error over exact, k = 64',
      unit: '',
      expect: [0.97, 1.03],
      theory: 'The same formula gives 65.5 at k = 64, ε = 48; within 3%',
    },
    {
      metric: 'mean error, k = 64',
      unit: 'bits',
      expect: [0, 110.5],
      theory: 'Below the bound k·M₁·M₃·q = 110.5',
    },
  ],
  async measure(run) {
    const small = await biasRatio(run, {});
    const large = await biasRatio(run, { promise: 64, privacyBudget: 48 });
    return {
      'mean error over exact': small.raw / small.exact,
      'mean error': small.raw,
      'mean error over exact, k = 64': large.raw / large.exact,
      'mean error, k = 64': large.raw,
    };
  },
};

const randomizedResponse: Claim<Params, DistanceFrame> = {
  id: 'c3',
  says: 'a novel adaptation of the randomized response technique',
  at: { panel: 'error', decoder: 'debiased' },
  method: 'Error of the debiased decoder over the distances 0 … 16 at ε = 16, 160 practice releases.',
  checks: [
    {
      metric: 'root mean square error',
      unit: 'bits',
      expect: [2.4, 2.7],
      theory: 'Predicted sd 2.41 at d = 0, growing to 2.7 at d = 16, and about 0.2 from collisions',
    },
    {
      metric: 'mean error',
      unit: 'bits',
      expect: [-0.8, 0.8],
      theory: 'The number of odd buckets is counted without bias',
    },
  ],
  async measure(run) {
    const { point } = await practice(run());
    return { 'root mean square error': point.error, 'mean error': point.mean };
  },
};

const LENGTHS = [1024, 4096, 16384, 65536] as const;

const cost: Claim<Params, DistanceFrame> = {
  id: 'c4',
  says: 'sublinear query operations',
  at: { panel: 'cost', length: 65536 },
  method: 'Additions of one query over bits that a scan reads, and the error at n = 1,024 … 65,536.',
  checks: [
    {
      metric: 'operations over scan, 17 strings',
      unit: '',
      expect: [0.26, 0.28],
      theory: '(nM₁ + mM₁M)/(mn) = 0.27 at m = 17',
    },
    {
      metric: 'operations over scan, 1,000 strings',
      unit: '',
      expect: [0.034, 0.036],
      theory: '(nM₁ + mM₁M)/(mn) = 0.035 at m = 1,000',
    },
    {
      metric: 'smallest error over mean',
      unit: '',
      expect: [0.9, 1.1],
      theory: 'The error does not depend on n: within 10% of its mean over four lengths',
    },
    {
      metric: 'largest error over mean',
      unit: '',
      expect: [0.9, 1.1],
      theory: 'The error does not depend on n: within 10% of its mean over four lengths',
    },
  ],
  async measure(run) {
    const shown = await frameOf(run());
    const errors: number[] = [];
    for (const length of LENGTHS) errors.push((await practice(run({ length, panel: 'error' }))).point.error);
    const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
    const [few, many] = shown.cost.map(({ sketch, scan }) => sketch / scan);
    return {
      'operations over scan, 17 strings': few ?? NaN,
      'operations over scan, 1,000 strings': many ?? NaN,
      'smallest error over mean': Math.min(...errors) / mean,
      'largest error over mean': Math.max(...errors) / mean,
    };
  },
};

const FAR = Array.from({ length: 256 }, (_, i) => i);
const RUNS = 12;

const promise: Claim<Params, DistanceFrame> = {
  id: 'c5',
  says: 'for any query $B$ such that the maximum distance to any string in the database is at most $k$',
  at: { privacyBudget: 32, decoder: 'paper', flips: FAR },
  method: `The paper's answer for a string at distance 256 = 16k, and for one at distance k, over ${RUNS} databases.`,
  checks: [
    {
      metric: 'answer at d = 256',
      unit: 'bits',
      expect: [132, 152],
      theory: 'The sketch has M₂ = 2k groups and saturates: 142 ± 10',
    },
    {
      metric: 'error at d = k = 16',
      unit: 'bits',
      expect: [0, 18.4],
      theory: 'Within the promise the error is upward and below k·M₁·M₃·q = 18.4',
    },
  ],
  async measure(run, lab) {
    let far = 0;
    let near = 0;
    for (let i = 0; i < RUNS; i++) {
      // Databases of their own, so that neighbouring seeds share none.
      const seed = (Math.imul(lab.seed, 1009) + i) >>> 0;
      far += (await frameOf(run({}, seed))).answers[0]?.raw ?? NaN;
      const last = (await frameOf(run({ flips: [] }, seed))).answers.at(-1);
      near += (last?.raw ?? NaN) - (last?.truth ?? NaN);
    }
    return { 'answer at d = 256': far / RUNS, 'error at d = k = 16': near / RUNS };
  },
};

const claims: readonly Claim<Params, DistanceFrame>[] = [
  privacy,
  hammingError,
  randomizedResponse,
  cost,
  promise,
  edit,
];
export default claims;
