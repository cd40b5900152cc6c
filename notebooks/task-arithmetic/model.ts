/** The notebook's graphs as ONNX: a training step, the scores, and the shipped fine-tunings as one editable model. */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import type { Recipe, Workshop } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { TaskFrame } from './frame.ts';
import { NEURONS, scores, step } from './graphs.ts';
import { TENTHS } from './axes.ts';
import { flat, ROW, TASKS } from './grid.ts';
import { batchesOf, fineTune, startWeights, STEPS } from './training.ts';
import { D, drawBasis, drawSequences, embed, firstPattern, kindsOf, secondPattern, TOKENS } from './world.ts';

/** Round numbers, and unit vectors for directions, so that the golden inputs are short to write down. */
const golden = (lab: Lab, N: number) => {
  const basis = Array.from({ length: D }, (_, i) =>
    Float64Array.from({ length: D }, (_, k) => (k === i ? 1 : 0)),
  );
  const drawn = drawSequences(lab.random('golden'), N);
  const big = (purpose: string, rows: number) =>
    float32(
      normals(lab.random(purpose), rows * D).map((value) => Math.round(5 * value) / 16),
      [rows, D],
    );
  return {
    W: big('golden W', D),
    V: big('golden V', NEURONS),
    X: float32(embed(drawn, kindsOf(basis, firstPattern(basis))), [N, TOKENS, D]),
    y: float32(drawn.labels, [N]),
  };
};

const WEIGHTS = [
  { name: 'W', shape: [D, D] },
  { name: 'V', shape: [NEURONS, D] },
] as const;

/** Trains all twenty tasks from the same start. */
async function trainGrid(lab: Lab) {
  const basis = drawBasis(lab);
  const start = startWeights(lab);
  const deltas = new Float32Array(TASKS * ROW);
  const first = flat(start);
  let loss = 0;
  for (let task = 0; task < TASKS; task++) {
    const mu = task === 0 ? firstPattern(basis) : secondPattern(basis, (TENTHS[task - 1] as number) / 10);
    const tuning = await fineTune(lab, start, kindsOf(basis, mu), batchesOf(lab, task === 0 ? 1 : 2));
    await tuning.advance(STEPS);
    deltas.set(
      flat(await tuning.weights()).map((value, i) => value - (first[i] as number)),
      task * ROW,
    );
    loss = Math.max(loss, tuning.loss.at(-1) as number);
    tuning.dispose();
  }
  return { first, deltas, loss };
}

export const recipes: Recipe[] = [
  {
    file: 'ta_step',
    computes: 'One step of SGD on the hinge loss: the updated W and V, and the loss of the batch before it.',
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel(
        (W, V, X, y, eta) =>
          step(jax, W as JaxArray, V as JaxArray, X as JaxArray, y as JaxArray, eta as JaxArray),
        {
          name: 'ta_step',
          inputs: [
            ...WEIGHTS,
            { name: 'X', shape: ['B', TOKENS, D] },
            { name: 'y', shape: ['B'] },
            { name: 'eta', shape: [] },
          ],
          outputs: ['W_next', 'V_next', 'loss'],
        },
      ),
    }),
    golden: (lab) => ({ ...golden(lab, 2), eta: scalar(1) }),
  },
  {
    file: 'ta_eval',
    computes: 'The scores f(X) of N sequences under W and V.',
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel((W, V, X) => scores(jax, W as JaxArray, V as JaxArray, X as JaxArray), {
        name: 'ta_eval',
        inputs: [...WEIGHTS, { name: 'X', shape: ['N', TOKENS, D] }],
        outputs: ['f'],
      }),
    }),
    golden(lab) {
      const { W, V, X } = golden(lab, 2);
      return { W, V, X };
    },
  },
  {
    file: 'ta_grid',
    computes:
      'Weights Ψ₀ + Σ λᵢΔᵢ, W then V in a row, for K choices of λ over twenty fine-tunings: task 1, and task 2 at α = −0.9 … 0.9.',
    seed: 0,
    tolerance: 1e-4,
    async build({ lab, jax, onnx }) {
      const { first, deltas, loss } = await trainGrid(lab);
      const start = jax.numpy.array(first).reshape([1, ROW]);
      const all = jax.numpy.array(deltas).reshape([TASKS, ROW]);
      const bytes = onnx.exportModel(
        (lambda) => jax.numpy.matmul(lambda as JaxArray, all.ref).add(start.ref),
        { name: 'ta_grid', inputs: [{ name: 'lambda', shape: ['K', TASKS] }], outputs: ['weights'] },
      );
      start.dispose();
      all.dispose();
      return { bytes, steps: STEPS * TASKS, loss };
    },
    golden: () => ({
      lambda: float32(
        [...Array.from({ length: TASKS }, (_, i) => (i === 0 ? 1 : i === 10 ? -0.5 : 0))],
        [1, TASKS],
      ),
    }),
  },
];

/** The edited model that the page shows, its weights baked in: sequences in, scores out. */
export async function exportTrained(
  frame: TaskFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const W = jax.numpy.array(Float32Array.from(frame.weights.W)).reshape([D, D]);
  const V = jax.numpy.array(Float32Array.from(frame.weights.V)).reshape([NEURONS, D]);
  const bytes = onnx.exportModel((X) => scores(jax, W.ref, V.ref, X as JaxArray), {
    name: 'edited_model',
    description: 'f(X) of the transformer edited in the page: Ψ₀ + λ₁Δ₁ + λ₂Δ₂.',
    inputs: [{ name: 'X', shape: ['N', TOKENS, D] }],
    outputs: ['f'],
    metadata: {
      alpha: String(frame.alpha),
      lambda: frame.lambda.join(' '),
      rank: String(frame.rank),
    },
  });
  W.dispose();
  V.dispose();
  return { file: 'edited_model', bytes };
}
