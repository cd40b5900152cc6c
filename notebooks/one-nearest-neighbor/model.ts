/** The notebook's graphs as ONNX, each for any number of points, prompts, queries and dimensions. */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import { graphRecipe, type Recipe, type Workshop } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { fullStep, landscape, linear, paint, reducedStep } from './graphs.ts';
import type { NearestFrame } from './frame.ts';
import { cosines, drawPrompts } from './prompts.ts';
import { batch, diagonal } from './training.ts';

const goldenPrompts = (lab: Lab) => drawPrompts(lab.random('golden'), 3, 5, 6, 'uniform');
const goldenCosines = (lab: Lab) => float32(cosines(goldenPrompts(lab)), [6, 5]);

/** Tokens of five labelled points and four queries in three dimensions. */
function goldenTokens(lab: Lab) {
  const { x, y, query } = goldenPrompts(lab);
  const row = (from: ArrayLike<number>, i: number) => [0, 1, 2].map((k) => from[3 * i + k] as number);
  const H = [0, 1, 2, 3, 4].flatMap((i) => [...row(x, i), y[i] as number, 0]);
  const Q = [0, 1, 2, 3].flatMap((i) => [...row(query, i), 0, 1]);
  return { H: float32(H, [5, 5]), Q: float32(Q, [4, 5]) };
}

export const recipes: Recipe[] = [
  graphRecipe({
    file: 'nn_step',
    computes:
      'One step of gradient descent on (ξ₁, ξ₂): the label-averaged loss, its gradient, the updated ξ.',
    graph: (jax, C, xi, eta) => reducedStep(jax, C as JaxArray, xi as JaxArray, eta as JaxArray),
    inputs: { C: ['B', 'N'], xi: [2], eta: [] },
    outputs: ['xi_next', 'loss', 'grad'],
    golden: (lab) => ({ C: goldenCosines(lab), xi: float32([4, 3], [2]), eta: scalar(20) }),
  }),
  graphRecipe({
    file: 'nn_landscape',
    computes: 'The label-averaged loss and the lowest eigenvalue of its Hessian at the points of a grid.',
    graph: (jax, C, grid) => landscape(jax, C as JaxArray, grid as JaxArray),
    inputs: { C: ['B', 'N'], grid: ['G', 2] },
    outputs: ['loss', 'lowest'],
    golden: (lab) => ({ C: goldenCosines(lab), grid: float32([0, 3, 10, 8, -6, -10, 60, 40], [4, 2]) }),
  }),
  graphRecipe({
    file: 'nn_fullstep',
    computes: 'One step of SGD on all of W: the loss of the batch and the updated W.',
    graph: (jax, H, target, W, eta) =>
      fullStep(jax, H as JaxArray, target as JaxArray, W as JaxArray, eta as JaxArray),
    inputs: { H: ['B', 'T', 'E'], target: ['B'], W: ['E', 'E'], eta: [] },
    outputs: ['W_next', 'loss'],
    golden(lab) {
      const { tokens, target } = batch(goldenPrompts(lab));
      const W = normals(lab.random('golden weights'), 25);
      return {
        H: float32(tokens, [6, 6, 5]),
        target: float32(target, [6]),
        W: float32(W, [5, 5]),
        eta: scalar(20),
      };
    },
  }),
  graphRecipe({
    file: 'nn_paint',
    computes:
      'Output and attention of the layer at many queries, for one prompt; the own token of a query last.',
    graph: (jax, H, Q, W) => paint(jax, H as JaxArray, Q as JaxArray, W as JaxArray),
    inputs: { H: ['N', 'E'], Q: ['M', 'E'], W: ['E', 'E'] },
    outputs: ['yhat', 'attn'],
    golden: (lab) => ({ ...goldenTokens(lab), W: float32(diagonal(3, 8, 5), [5, 5]) }),
  }),
  graphRecipe({
    file: 'nn_linear',
    computes:
      'The ablation: output of linear attention at many queries, and the weights that it gives the points.',
    graph: (jax, H, Q, alpha) => linear(jax, H as JaxArray, Q as JaxArray, alpha as JaxArray),
    inputs: { H: ['N', 'E'], Q: ['M', 'E'], alpha: [] },
    outputs: ['yhat', 'weights'],
    golden: (lab) => ({ ...goldenTokens(lab), alpha: scalar(0.25) }),
  }),
];

/** The layer that the page shows, its W baked in: prompt and queries in, output and attention out. */
export async function exportTrained(
  frame: NearestFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const E = frame.dimension + 2;
  const W = jax.numpy.array(Float32Array.from(frame.weights)).reshape([E, E]);
  const bytes = onnx.exportModel((H, Q) => paint(jax, H as JaxArray, Q as JaxArray, W.ref), {
    name: 'nearest_neighbor_layer',
    description:
      'Point tokens (x; y; 0) and query tokens (x; 0; 1) to outputs and attention, W trained in the page.',
    inputs: [
      { name: 'H', shape: ['N', E] },
      { name: 'Q', shape: ['M', E] },
    ],
    outputs: ['yhat', 'attn'],
    metadata: { dimension: String(frame.dimension), step: String(frame.shown), training: frame.mode },
  });
  W.dispose();
  return { file: 'nearest_neighbor_layer', bytes };
}
