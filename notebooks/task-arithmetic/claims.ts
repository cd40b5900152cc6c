/** Phrases of the abstract, measured on the frames of the same simulation: edited weights, then a real forward pass. */
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { Params, TaskFrame } from './frame.ts';

/** The first frame whose model is made and judged on all sequences; the rest of the map is not waited for. */
async function judged(frames: AsyncIterable<TaskFrame>): Promise<Record<string, number>> {
  for await (const frame of frames) if (frame.ready) return { ...frame.metrics };
  throw new Error('The run ended before its model was judged.');
}
const measureAt = (run: Run<Params, TaskFrame>, change: Partial<Params>) => judged(run(change));
const number = (metrics: Record<string, number>, name: string): number => {
  const value = metrics[name];
  if (value === undefined) throw new Error(`The frame has no metric ${name}.`);
  return value;
};

const claims: Claim<Params, TaskFrame>[] = [
  {
    id: 'c1',
    says: 'task addition in simultaneously learning a set of irrelevant or aligned tasks',
    at: { tab: 'pair', correlation: 0, coefficient: 1, rank: 32 },
    method:
      'The larger hinge loss of the two tasks on 2,000 fresh sequences each at λ = 1 − α, and the smallest λ at which loss 2 is at most 0.05, over 1 − α.',
    checks: [
      { metric: 'larger loss, α = 0, λ = 1', unit: '', expect: [0, 0.05], theory: 'λ ≥ 1 − α + β' },
      { metric: 'larger loss, α = 0.5, λ = 0.5', unit: '', expect: [0, 0.05], theory: 'λ ≥ 1 − α + β' },
      { metric: 'smallest λ / (1 − α), α = 0', unit: '', expect: [0.5, 1], theory: 'at most 1: sufficient' },
      {
        metric: 'smallest λ / (1 − α), α = 0.5',
        unit: '',
        expect: [0.5, 1],
        theory: 'at most 1: sufficient',
      },
    ],
    async measure(run) {
      const apart = await measureAt(run, {});
      const aligned = await measureAt(run, { correlation: 0.5, coefficient: 0.5 });
      const larger = (m: Record<string, number>) => Math.max(number(m, 'loss1'), number(m, 'loss2'));
      return {
        'larger loss, α = 0, λ = 1': larger(apart),
        'larger loss, α = 0.5, λ = 0.5': larger(aligned),
        'smallest λ / (1 − α), α = 0': number(apart, 'threshold'),
        'smallest λ / (1 − α), α = 0.5': number(aligned, 'threshold') / 0.5,
      };
    },
  },
  {
    id: 'c2',
    says: 'task negation in unlearning one task from irrelevant or contradictory tasks',
    at: { tab: 'pair', correlation: 0, coefficient: -0.5, rank: 32, map: 'unlearning' },
    method:
      'Losses and accuracies of both tasks on 2,000 fresh sequences each at λ = −0.5, for α = 0 and −0.4.',
    checks: ['0', '−0.4'].flatMap((alpha) => [
      {
        metric: `loss 2, α = ${alpha}`,
        unit: '',
        expect: [1, Infinity] as const,
        theory: 'task 2 is unlearned',
      },
      {
        metric: `accuracy 2, α = ${alpha}`,
        unit: '',
        expect: [0, 0.05] as const,
        theory: 'task 2 is unlearned',
      },
      { metric: `accuracy 1, α = ${alpha}`, unit: '', expect: [0.99, 1] as const, theory: 'task 1 survives' },
    ]),
    async measure(run) {
      const result: Record<string, number> = {};
      for (const [alpha, correlation] of [
        ['0', 0],
        ['−0.4', -0.4],
      ] as const) {
        const metrics = await measureAt(run, { correlation });
        result[`loss 2, α = ${alpha}`] = number(metrics, 'loss2');
        result[`accuracy 2, α = ${alpha}`] = number(metrics, 'accuracy2');
        result[`accuracy 1, α = ${alpha}`] = number(metrics, 'accuracy1');
      }
      return result;
    },
  },
  {
    id: 'c3',
    says: 'the proper selection of linear coefficients for task arithmetic to achieve guaranteed generalization to out-of-domain tasks',
    at: { tab: 'unseen', gamma1: 0.8, gamma2: 0.5, lambda1: 1, lambda2: 1, rank: 32 },
    method:
      'The hinge loss of an unseen task on 2,000 fresh sequences, for two choices of γ and five choices of (λ₁, λ₂).',
    checks: [
      {
        metric: 'γ = (0.8, 0.5), λ = (1, 1)',
        unit: '',
        expect: [0, 0.05],
        theory: 'λ·γ = 1.3, all positive',
      },
      { metric: 'γ = (0.8, 0.5), λ = (0, −1)', unit: '', expect: [0.95, Infinity], theory: 'λ·γ = −0.5' },
      { metric: 'γ = (0.6, −0.6), λ = (1.5, −1)', unit: '', expect: [0, 0.05], theory: 'λ·γ = 1.5' },
      { metric: 'γ = (0.6, −0.6), λ = (1, −1)', unit: '', expect: [0.3, 0.5], theory: 'λ·γ = 1.2, Σλγ² = 0' },
      { metric: 'γ = (0.6, −0.6), λ = (0.5, 1.5)', unit: '', expect: [0.95, Infinity], theory: 'λ·γ = −0.6' },
    ],
    async measure(run) {
      const loss = async (gamma1: number, gamma2: number, lambda1: number, lambda2: number) =>
        number(await measureAt(run, { gamma1, gamma2, lambda1, lambda2 }), 'lossUnseen');
      return {
        'γ = (0.8, 0.5), λ = (1, 1)': await loss(0.8, 0.5, 1, 1),
        'γ = (0.8, 0.5), λ = (0, −1)': await loss(0.8, 0.5, 0, -1),
        'γ = (0.6, −0.6), λ = (1.5, −1)': await loss(0.6, -0.6, 1.5, -1),
        'γ = (0.6, −0.6), λ = (1, −1)': await loss(0.6, -0.6, 1, -1),
        'γ = (0.6, −0.6), λ = (0.5, 1.5)': await loss(0.6, -0.6, 0.5, 1.5),
      };
    },
  },
  {
    id: 'c4',
    says: 'All of our theoretical results hold for both dense-weight parameters and their low-rank approximations',
    at: { tab: 'pair', correlation: 0, coefficient: 1, rank: 2 },
    method:
      'The largest difference that keeping two singular values of each update makes to the losses of both tasks, at λ = 1 and λ = −1; and the model of rank 1 at λ = 1.',
    checks: [
      {
        metric: 'change of loss at rank 2, λ = 1',
        unit: '',
        expect: [0, 0.01],
        theory: 'low rank inherits the result',
      },
      {
        metric: 'change of loss at rank 2, λ = −1',
        unit: '',
        expect: [0, 0.01],
        theory: 'low rank inherits the result',
      },
      { metric: 'smaller accuracy at rank 1', unit: '', expect: [0.99, 1], theory: 'signs survive' },
      {
        metric: 'larger loss at rank 1',
        unit: '',
        expect: [0.28, 0.38],
        theory: 'near 1/3: ΔV has two directions',
      },
    ],
    async measure(run) {
      const change = async (coefficient: number) => {
        const low = await measureAt(run, { coefficient, rank: 2 });
        const all = await measureAt(run, { coefficient, rank: 32 });
        const gap = (name: string) => Math.abs(number(low, name) - number(all, name));
        return Math.max(gap('loss1'), gap('loss2'));
      };
      const one = await measureAt(run, { coefficient: 1, rank: 1 });
      return {
        'change of loss at rank 2, λ = 1': await change(1),
        'change of loss at rank 2, λ = −1': await change(-1),
        'smaller accuracy at rank 1': Math.min(number(one, 'accuracy1'), number(one, 'accuracy2')),
        'larger loss at rank 1': Math.max(number(one, 'loss1'), number(one, 'loss2')),
      };
    },
  },
  {
    id: 'c5',
    says: 'each task is a binary classification problem based on a discriminative pattern',
    at: { tab: 'pair', correlation: 0, coefficient: 1, rank: 32 },
    method:
      'Accuracy on task 2 plus accuracy on the same sequences with its pattern flipped (labels kept), and the latter.',
    checks: [
      {
        metric: 'sum of the two accuracies',
        unit: '',
        expect: [0.999, 1.001],
        theory: '1: the pattern decides',
      },
      { metric: 'accuracy with the pattern flipped', unit: '', expect: [0, 0.001], theory: '0' },
    ],
    async measure(run) {
      const metrics = await measureAt(run, {});
      const flipped = number(metrics, 'accuracyOpposite');
      return {
        'sum of the two accuracies': number(metrics, 'accuracy2') + flipped,
        'accuracy with the pattern flipped': flipped,
      };
    },
  },
];

export default claims;
