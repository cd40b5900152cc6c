/** Phrases of the abstract, measured on the layer as it is trained and painted here. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim } from '#lib/notebook/types.ts';
import type { NearestFrame, Params } from './frame.ts';
import { trainingCosines } from './prompts.ts';
import { lossAt } from './scape.ts';
import { linearLoss, logSlope, meanLargestCosine } from './theory.ts';

/** Where the slopes begin. */
const LATE = 200;
/** At the default d = 3, N = 10, where E max c = 9/11. */
const LINEAR_LOSS = linearLoss(meanLargestCosine(3, 10), 3, 10);

/** Where only the state is needed, not its outcome. */
async function firstFrame<F>(frames: AsyncIterable<F>): Promise<F> {
  for await (const frame of frames) return frame;
  throw new Error('The run has no frame.');
}

const claims: Claim<Params, NearestFrame>[] = [
  {
    id: 'c1',
    says: 'the loss function is nonconvex',
    at: { step: 2000 },
    method:
      'The lowest eigenvalue of the Hessian on a 26 × 26 grid over ξ ∈ [−10, 40]², and the loss half-way between (−20, 3) and (−2, 3) minus the mean of the ends.',
    checks: [
      {
        metric: 'share of the grid with negative curvature',
        unit: '',
        expect: [0.3, 1],
        theory: 'a convex loss would have no negative eigenvalue',
      },
      {
        metric: 'midpoint of the chord above its ends',
        unit: '',
        expect: [0.03, Infinity],
        theory: 'at most 0 if the loss were convex',
      },
    ],
    async measure(run, lab) {
      const { dimension, points } = await firstFrame(run());
      const cosines = trainingCosines(lab, dimension, points);
      const side = Array.from({ length: 26 }, (_, i) => -10 + 2 * i);
      const grid = side.flatMap((xi2) => side.map((xi1) => [xi1, xi2] as const));
      const { lowest } = await lossAt(lab, cosines, grid);
      const { loss } = await lossAt(lab, cosines, [
        [-20, 3],
        [-11, 3],
        [-2, 3],
      ]);
      const [left, middle, right] = loss as unknown as [number, number, number];
      return {
        'share of the grid with negative curvature':
          lowest.filter((value) => value < -1e-6).length / lowest.length,
        'midpoint of the chord above its ends': middle - (left + right) / 2,
      };
    },
  },
  {
    id: 'c2',
    says: 'can successfully learn to behave like a one-nearest neighbor classifier',
    at: { step: 2000, testSet: 'uniform' },
    method:
      'How often the sign of the output equals the label of the nearest neighbour on 20,000 fresh prompts, after training and before it; an output of 0 does not count.',
    checks: [
      { metric: 'agreement with 1-NN', unit: '', expect: [0.99, 1], theory: '1 as ξ₁ grows' },
      {
        metric: 'agreement before training',
        unit: '',
        expect: [0.47, 0.53],
        theory: '½: nine fair coins decide, or the vote is tied',
      },
    ],
    async measure(run) {
      const after = await lastFrame(run());
      const before = await lastFrame(run({ step: 0 }));
      return {
        'agreement with 1-NN': after.metrics.agreement as number,
        'agreement before training': before.metrics.agreement as number,
      };
    },
  },
  {
    id: 'c3',
    says: 'trained with gradient descent',
    at: { step: 2000 },
    method:
      'The label-averaged loss at the start and after 2,000 steps, whether any step raised it, and slopes of log L and log ξ₁ over log t from t = 200 on.',
    checks: [
      { metric: 'fall of the loss', unit: '×', expect: [15, Infinity], theory: 'L → 0' },
      {
        metric: 'loss at the start',
        unit: '',
        expect: [0.447, 0.453],
        theory: '½(1 − 1/N), as the query is masked',
      },
      {
        metric: 'steps that raised the loss',
        unit: 'steps',
        expect: [0, 0],
        theory: 'gradient descent descends',
      },
      {
        metric: 'slope of log L over log t',
        unit: '',
        expect: [-1 / 3 - 0.05, -1 / 3 + 0.05],
        theory: 'L ~ t^(−1/3)',
      },
      {
        metric: 'slope of log ξ₁ over log t',
        unit: '',
        expect: [1 / 3 - 0.05, 1 / 3 + 0.05],
        theory: 'ξ₁ ~ t^(1/3)',
      },
    ],
    async measure(run) {
      const { path, rises } = await lastFrame(run());
      const [first, last] = [path.loss[0] as number, path.loss.at(-1) as number];
      return {
        'fall of the loss': first / last,
        'loss at the start': first,
        'steps that raised the loss': rises,
        'slope of log L over log t': logSlope(path.t, path.loss, LATE),
        'slope of log ξ₁ over log t': logSlope(path.t, path.xi1, LATE),
      };
    },
  },
  {
    id: 'c4',
    says: 'sheds light on the role of softmax attention',
    at: { attention: 'linear' },
    method:
      'The loss of attention without softmax at its best scale, averaged over labels, and how often its sign agrees on 20,000 fresh prompts.',
    checks: [
      {
        metric: 'agreement with 1-NN',
        unit: '',
        expect: [0, 0.75],
        theory: 'sums of hemispheres make no tiles',
      },
      {
        metric: 'loss of linear attention',
        unit: '',
        expect: [LINEAR_LOSS - 0.01, LINEAR_LOSS + 0.01],
        theory: '½(1 − (E max c)² d/N)',
      },
    ],
    async measure(run) {
      const { metrics } = await lastFrame(run());
      return {
        'agreement with 1-NN': metrics.agreement as number,
        'loss of linear attention': metrics.loss as number,
      };
    },
  },
  {
    id: 'c5',
    says: 'a single softmax attention layer',
    at: { training: 'full', step: 2000 },
    method:
      'All of W after 600 steps of SGD on fresh prompts with sampled labels: the largest off-diagonal entry of its x-block over the mean diagonal, and its last entry.',
    checks: [
      {
        metric: 'largest off-diagonal over mean diagonal',
        unit: '',
        expect: [0, 0.05],
        theory: 'symmetry: the x-block is ξ₁I',
      },
      {
        metric: 'last entry of W',
        unit: '',
        expect: [-Infinity, -10],
        theory: 'the query is kept from itself',
      },
    ],
    async measure(run) {
      const { metrics, xi } = await lastFrame(run());
      return {
        'largest off-diagonal over mean diagonal': metrics.offDiagonal as number,
        'last entry of W': -xi[1],
      };
    },
  },
  {
    id: 'c6',
    says: 'one of the most classical nonparametric estimators',
    at: { step: 2000, testSet: 'shifted' },
    method:
      'Agreement with the nearest neighbour on 20,000 prompts whose points crowd round a pole and whose labels are given by a hemisphere, neither of which training has seen.',
    checks: [{ metric: 'agreement with 1-NN', unit: '', expect: [0.97, 1], theory: '1 as ξ₁ grows' }],
    async measure(run) {
      return { 'agreement with 1-NN': (await lastFrame(run())).metrics.agreement as number };
    },
  },
];

export default claims;
