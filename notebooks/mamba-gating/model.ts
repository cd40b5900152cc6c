/** The notebook's graphs as ONNX, for any number of sequences of any length; and the block as the page trained it. */
import type { Array as JaxArray } from '@jax-js/jax';
import { graphRecipe, type GraphRecipe, type Recipe, type Workshop } from '#lib/lab/recipe.ts';
import { float32 } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { forward, NEURONS, step } from './block.ts';
import type { GatingFrame } from './frame.ts';
import { D, drawSequences, sourceOf } from './sequence.ts';
import { split, startWeights } from './training.ts';

const SEQUENCES = ['B', 'L', D] as const;
const WEIGHTS: GraphRecipe['inputs'] = { w: [D], W: [NEURONS, D] };

/** Four sequences, and a gate and a head that are not at their start. */
function golden(lab: Lab) {
  const { X, labels, L } = drawSequences(
    sourceOf(lab, 'golden'),
    { kind: 'locality', near: 1, far: 3 },
    0.5,
    4,
  );
  const random = lab.random('golden weights');
  const w = Float32Array.from({ length: D }, () => random.normal());
  const W = split(startWeights(lab)).W.map((value) => 10 * value);
  return {
    labels: float32(labels, [4]),
    forward: { X: float32(X, [4, L, D]), w: float32(w, [D]), W: float32(W, [NEURONS, D]) },
  };
}

export const recipes: Recipe[] = [
  graphRecipe({
    file: 'fwd',
    computes: 'Score F, gates g and memory weights K of the block.',
    graph: (jax, ...inputs) => forward(jax, ...(inputs as [JaxArray, JaxArray, JaxArray])),
    inputs: { X: SEQUENCES, ...WEIGHTS },
    outputs: ['F', 'g', 'K'],
    golden: (lab) => golden(lab).forward,
  }),
  graphRecipe({
    file: 'step',
    computes:
      'One step of gradient descent on the hinge loss: the updated w and W, and the loss before the step.',
    graph: (jax, ...inputs) =>
      step(jax, ...(inputs as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray, JaxArray])),
    inputs: { X: SEQUENCES, y: ['B'], ...WEIGHTS, eta_w: [1], eta_W: [1] },
    outputs: ['w_next', 'W_next', 'loss'],
    golden(lab) {
      const { labels, forward: inputs } = golden(lab);
      return { ...inputs, y: labels, eta_w: float32([2], [1]), eta_W: float32([2], [1]) };
    },
  }),
];

/** The block that the page shows, its weights baked in. */
export async function exportTrained(
  frame: GatingFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const { numpy: np } = jax;
  const w = np.array(Float32Array.from(frame.w));
  const W = np.array(Float32Array.from(frame.W)).reshape([NEURONS, D]);
  const bytes = onnx.exportModel((X) => forward(jax, X as JaxArray, w.ref, W.ref), {
    name: 'trained_block',
    description: 'Token sequences to score, gates and memory weights, with trained weights.',
    inputs: [{ name: 'X', shape: SEQUENCES }],
    outputs: ['F', 'g', 'K'],
    metadata: { regime: frame.regime.kind, step: String(frame.shown) },
  });
  w.dispose();
  W.dispose();
  return { file: 'trained_block', bytes };
}
