/** Phrases of the abstract, each measured on the demo's own frames. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { Params, ReasoningFrame } from './frame.ts';
import { CLIP } from './sharpen.ts';

type ReasoningClaim = Claim<Params, ReasoningFrame>;

const end = (run: Run<Params, ReasoningFrame>, change: Partial<Params> = {}): Promise<ReasoningFrame> =>
  lastFrame(run({ speed: 64, ...change }));

const timescale: ReasoningClaim = {
  id: 'c1',
  says: 'leading to phase transitions at longer timescales',
  at: { stage: 'walk', epsilon: 0.02 },
  method: 'Exact times between all pairs of clusters, over those that the rates between clusters predict.',
  checks: [
    {
      metric: 'exact over predicted, mean',
      unit: '',
      expect: [0.98, 1.02],
      theory: 'As ε → 0 only the cluster matters: H → θ/ε, with corrections of order ε',
    },
    {
      metric: 'exact over predicted, least pair',
      unit: '',
      expect: [0.95, 1.05],
      theory: 'The same, for each pair',
    },
    {
      metric: 'exact over predicted, largest pair',
      unit: '',
      expect: [0.95, 1.05],
      theory: 'The same, for each pair',
    },
  ],
  async measure(run) {
    const { base, predicted, clusters } = await end(run);
    const ratios = Array.from(base, (time, i) => time / (predicted[i] as number)).filter(
      (_, i) => i % (clusters + 1) !== 0,
    );
    return {
      'exact over predicted, mean': ratios.reduce((a, b) => a + b, 0) / ratios.length,
      'exact over predicted, least pair': Math.min(...ratios),
      'exact over predicted, largest pair': Math.max(...ratios),
    };
  },
};

/** Single graphs differ by 7% (a walk enters a cluster at one statement, not by its stationary law); a mean of 8 by 2.5%. */
const GRAPHS = 8;

const search: ReasoningClaim = {
  id: 'c2',
  says: 'implementing a search protocol that rewards sparse edges improves CoT by decreasing the expected number of steps to reach different clusters',
  at: { stage: 'sharpen', epsilon: 0.02, sharpened: 0.3, rollouts: 400 },
  method: `Mean expected steps to another cluster before and after search and policy gradient, both solved exactly; mean over ${GRAPHS} graphs, the first of which is the one shown.`,
  checks: [
    {
      metric: 'times faster',
      unit: '',
      expect: [13.8, 16.2],
      theory: 'Waiting goes like 1/p: p_max/ε = 15',
    },
    {
      metric: 'rare edges found, of 15',
      unit: '',
      expect: [15, 15],
      theory: 'About K M/ε steps find them all, up to logarithms',
    },
    {
      metric: 'false edges',
      unit: '',
      expect: [0, 1],
      theory: 'Chance hardly ever rewards the same ordinary step four times',
    },
  ],
  async measure(run, lab) {
    const { metrics } = await end(run);
    let sum = metrics['speedup'] ?? NaN;
    for (let i = 1; i < GRAPHS; i++) {
      const other = await lastFrame(run({ speed: 64 }, lab.seed + 1000 * i));
      sum += other.metrics['speedup'] ?? NaN;
    }
    return {
      'times faster': sum / GRAPHS,
      'rare edges found, of 15': metrics['found'] ?? NaN,
      'false edges': metrics['wrong'] ?? NaN,
    };
  },
};

const local: ReasoningClaim = {
  id: 'c3',
  says: 'we establish a limit on reasoning capability when the model is restricted to local information of the pretrained graph',
  at: { stage: 'walk', localRadius: 4 },
  method:
    'Accuracy on 2,000 new tasks of a table fitted to 2,000, when it sees 4 and when it sees 5 of 5 links.',
  checks: [
    {
      metric: 'accuracy, r = 4',
      unit: '',
      expect: [0.47, 0.53],
      theory: 'An unseen fair bit makes the XOR a fair coin; ± 2.7 standard errors of 2,000 tasks',
    },
    { metric: 'accuracy, r = 5', unit: '', expect: [1, 1], theory: 'All 32 cases are in the table' },
  ],
  async measure(run) {
    const { local: scores } = await end(run);
    const at = (r: number) => scores.find(({ radius }) => radius === r)?.accuracy ?? NaN;
    return { 'accuracy, r = 4': at(4), 'accuracy, r = 5': at(5) };
  },
};

const policy: ReasoningClaim = {
  id: 'c4',
  says: 'the pretrained model can be directly finetuned to favor sparse edges via policy gradient methods',
  at: { stage: 'sharpen', epsilon: 0.02, sharpened: 0.3, rollouts: 400 },
  method:
    'Outer steps of PPO-Clip until every rewarded step has p_max, and the growth of the rare ones per step.',
  checks: [
    {
      metric: 'growth per outer step',
      unit: '',
      expect: [1.18, 1.22],
      theory: `The objective is flat above the factor 1 + c = ${1 + CLIP}`,
    },
    {
      metric: 'outer steps',
      unit: '',
      expect: [14, 16],
      theory: '⌈ln(p_max/ε)/ln(1 + c)⌉ = 15',
    },
  ],
  async measure(run) {
    const { metrics } = await end(run);
    return {
      'growth per outer step': metrics['growth'] ?? NaN,
      'outer steps': metrics['outer'] ?? NaN,
    };
  },
};

const student: ReasoningClaim = {
  id: 'c5',
  says: 'can be distilled into a smaller, more efficient model',
  at: { stage: 'distil', epsilon: 0.02, rollouts: 400 },
  method:
    'Times between clusters and jump probabilities of the 36-number student against the exact chain of 2,304.',
  checks: [
    {
      metric: 'median error of 30 times',
      unit: '',
      expect: [0, 0.06],
      theory: 'Sampling error of visit shares from 13,600 explored steps, and corrections of order ε',
    },
    {
      metric: 'mean total variation of jumps',
      unit: '',
      expect: [0, 0.03],
      theory: 'The same sampling error',
    },
  ],
  async measure(run) {
    const { agreement } = await end(run);
    return {
      'median error of 30 times': agreement?.timeError ?? NaN,
      'mean total variation of jumps': agreement?.jumpDistance ?? NaN,
    };
  },
};

export default [timescale, search, local, policy, student] satisfies readonly ReasoningClaim[];
