/**
 * The three graphs as ONNX, for any number of points and networks, and the trained student. The page runs scoring.onnx and
 * fisher.onnx; it takes the steps of gd.onnx in jax-js, and that file is for download and for the tests.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import { graphRecipe, type Recipe, type Workshop } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { GroupFrame } from './frame.ts';
import { crossEntropy, descent, fisher, probability, scoring } from './graphs.ts';
import { CHUNK, D, K, SIZE } from './settings.ts';

/** Normal numbers rounded to sixteenths: golden inputs that are short to write down. */
function drawn(lab: Lab, purpose: string, shape: readonly number[]) {
  const count = shape.reduce((product, size) => product * size, 1);
  return float32(
    normals(lab.random(purpose), count).map((value) => Math.round(16 * value) / 16),
    shape,
  );
}

export const recipes: Recipe[] = [
  {
    file: 'gd',
    computes: `${CHUNK} steps of gradient descent on the mean cross-entropy: W after the last, W after every step, and the loss before it.`,
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({ bytes: exportDescent(jax, onnx) }),
    golden: (lab) => ({
      W: drawn(lab, 'golden W', [D, K]),
      X: drawn(lab, 'golden X', [6, D]),
      y: float32([0, 1, 1, 0, 1, 0], [6]),
      eta: scalar(0.5),
    }),
  },
  graphRecipe({
    file: 'scoring',
    computes:
      'Gradient, Fisher information and mean loss of R networks, each at its own n points: what one step of Fisher scoring needs.',
    graph: (jax, W, X, y) => scoring(jax, W as JaxArray, X as JaxArray, y as JaxArray),
    inputs: { W: ['R', D, K], X: ['R', 'n', D], y: ['R', 'n'] },
    outputs: ['grad', 'fisher', 'loss'],
    golden: (lab) => ({
      W: drawn(lab, 'golden W', [2, D, K]),
      X: drawn(lab, 'golden X', [2, 5, D]),
      y: float32([0, 1, 1, 0, 1, 1, 0, 1, 0, 0], [2, 5]),
    }),
  }),
  graphRecipe({
    file: 'fisher',
    computes: 'The Fisher information of the network W in a group N(μ, σ²1), from S standard normal draws Z.',
    graph: (jax, W, Z, sigma, mu) => [
      fisher(jax, W as JaxArray, Z as JaxArray, sigma as JaxArray, mu as JaxArray),
    ],
    inputs: { W: [D, K], Z: ['S', D], sigma: [], mu: [D] },
    outputs: ['I'],
    golden: (lab) => ({
      W: drawn(lab, 'golden W', [D, K]),
      Z: drawn(lab, 'golden Z', [6, D]),
      sigma: scalar(1.5),
      mu: float32([0.5, 0.5, 0.5, 0.5], [D]),
    }),
  }),
];

/** The step, iterated: one ONNX Loop that collects what it passes through. */
function exportDescent(jax: Workshop['jax'], onnx: Workshop['onnx']): Uint8Array {
  return onnx.exportLoop({
    name: 'gd',
    inputs: [
      { name: 'W', shape: [D, K] },
      { name: 'X', shape: ['n', D] },
      { name: 'y', shape: ['n'] },
      { name: 'eta', shape: [] },
    ],
    steps: CHUNK,
    start: ({ W }) => ({ W }),
    step: ({ W }, { X, y, eta }) => {
      const loss = crossEntropy(jax, W.ref, X.ref, y.ref);
      const next = descent(jax, W, X, y, eta);
      return { W: next.ref, path: next.reshape([SIZE]), loss };
    },
    finish: ({ W, path, loss }) => [W, path, loss],
    outputs: ['W_next', 'path', 'loss'],
  });
}

/** The student as gradient descent has left it, its weights baked in: points in, probabilities of the label 1 out. */
export async function exportTrained(
  frame: GroupFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const W = jax.numpy.array(Float32Array.from(frame.student.W)).reshape([D, K]);
  const bytes = onnx.exportModel((X) => probability(jax, W.ref, X as JaxArray), {
    name: 'student',
    description: 'H(W, x), the probability of the label 1, of the student that was trained in the page.',
    inputs: [{ name: 'X', shape: ['n', D] }],
    outputs: ['H'],
    metadata: {
      lambda: String(frame.setting.lambda),
      sigma: `${frame.setting.sigma1} ${frame.setting.sigma2}`,
      steps: String(frame.student.distances.length - 1),
    },
  });
  W.dispose();
  return { file: 'student', bytes };
}
