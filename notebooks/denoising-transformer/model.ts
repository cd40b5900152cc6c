/** The notebook's graphs as ONNX, for any number of sequences and tokens. */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import { graphRecipe, type GraphRecipe, type Recipe, type Workshop } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { DenoisingFrame } from './frame.ts';
import { baselines, forward, trainStep } from './layer.ts';
import { LENGTH, LEVELS, sampled, samplerWorld } from './sampler.ts';
import { openTraining } from './training.ts';
import { D, drawBatch, makeWorld, oneHot, SIGMA } from './world.ts';

const goldenBatch = (lab: Lab) => drawBatch(lab.random('golden'), makeWorld(lab, 3, 0.5), 2, 3);

function goldenWeights(lab: Lab) {
  const random = lab.random('golden weights');
  const draw = () =>
    float32(
      normals(random, D * D).map((x) => 0.2 * x),
      [D, D],
    );
  return { A: draw(), Wv: draw(), Wkq: draw() };
}

const W: GraphRecipe['inputs'] = { A: [D, D], Wv: [D, D], Wkq: [D, D] };
const BATCH = ['B', 'N', D] as const;

export const recipes: Recipe[] = [
  graphRecipe({
    file: 'forward',
    computes: 'Predicted noise and attention of the layer.',
    graph: (jax, ...inputs) => forward(jax, ...(inputs as [JaxArray, JaxArray, JaxArray, JaxArray])),
    inputs: { w: BATCH, ...W },
    outputs: ['eps', 'att'],
    golden: (lab) => ({ w: float32(goldenBatch(lab).w, [2, 3, D]), ...goldenWeights(lab) }),
  }),
  graphRecipe({
    file: 'train_step',
    computes: 'One step of SGD: the loss of the batch (summed over coordinates) and the updated weights.',
    graph: (jax, ...inputs) => {
      const [w, eps, A, Wv, Wkq, lr] = inputs as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray, JaxArray];
      return trainStep(jax, w, eps, [A, Wv, Wkq], lr);
    },
    inputs: { w: BATCH, eps: BATCH, ...W, lr: [] },
    outputs: ['loss', 'A_next', 'Wv_next', 'Wkq_next'],
    golden(lab) {
      const { w, eps } = goldenBatch(lab);
      return {
        ...{ w: float32(w, [2, 3, D]), eps: float32(eps, [2, 3, D]) },
        ...{ ...goldenWeights(lab), lr: scalar(0.02) },
      };
    },
  }),
  graphRecipe({
    file: 'baselines',
    computes: 'Oracle, Bayes on all tokens, Bayes on one token, and the plain mean denoiser.',
    graph: (jax, ...inputs) =>
      baselines(jax, ...(inputs as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray])),
    inputs: { w: BATCH, mu: ['K', D], z: ['B', 'K'], abar: [], sigma: [] },
    outputs: ['oracle', 'bayes', 'single', 'mean'],
    golden(lab) {
      const { w, z } = goldenBatch(lab);
      return {
        ...{ w: float32(w, [2, 3, D]), mu: float32(makeWorld(lab, 3, 0.5).means, [3, D]) },
        ...{ z: float32(oneHot(z, 3), [2, 3]), abar: scalar(0.5), sigma: scalar(SIGMA) },
      };
    },
  }),
  {
    file: 'denoiser',
    computes: 'The layer trained for 3,000 steps at the default state, its weights baked in.',
    seed: 0,
    tolerance: 1e-4,
    golden: (lab) => ({ w: float32(goldenBatch(lab).w, [2, 3, D]) }),
    async build(workshop) {
      const { lab } = workshop;
      const training = await openTraining(lab, makeWorld(lab, 4, 0.5), {
        ...{ N: 16, steps: 3000, initialScale: 0.1, stepSize: 0.02 },
      });
      await training.advance(3000);
      const recent = training.loss.slice(-100);
      const loss = recent.reduce((sum, one) => sum + one, 0) / recent.length;
      return { bytes: bake(workshop, training.layer(3000), 'denoiser', {}), steps: 3000, loss };
    },
  },
  {
    file: 'sampler',
    computes:
      'Predicted noise at one of 20 noise levels (a row of the identity), each with a layer of its own, trained for 1,000 steps.',
    seed: 0,
    tolerance: 1e-4,
    golden: (lab) => ({
      w: float32(goldenBatch(lab).w, [2, 3, D]),
      level: float32(
        Float32Array.from({ length: LEVELS }, (_, i) => (i === 9 ? 1 : 0)),
        [LEVELS],
      ),
    }),
    build: buildSampler,
  },
];

async function buildSampler({ lab, jax, onnx }: Workshop) {
  const size = 3 * D * D;
  const weights = new Float32Array(LEVELS * size);
  let loss = 0;
  for (let t = 1; t <= LEVELS; t++) {
    const settings = { N: LENGTH, steps: 1000, initialScale: 0.1, stepSize: 0.02 };
    const training = await openTraining(lab, samplerWorld(t), settings);
    await training.advance(1000);
    const { A, Wv, Wkq } = training.layer(1000);
    [A, Wv, Wkq].forEach((one, i) => weights.set(one, (t - 1) * size + i * D * D));
    loss += training.loss.slice(-100).reduce((sum, one) => sum + one, 0) / 100 / LEVELS;
  }
  const W = jax.numpy.array(weights).reshape([LEVELS, size]);
  const bytes = onnx.exportModel((w, level) => [sampled(jax, w as JaxArray, level as JaxArray, W.ref)], {
    name: 'sampler',
    description: 'Diffused tokens and a noise level to predicted noise, with trained weights.',
    inputs: [
      { name: 'w', shape: BATCH },
      { name: 'level', shape: [LEVELS] },
    ],
    outputs: ['eps'],
  });
  W.dispose();
  return { bytes, steps: 1000 * LEVELS, loss };
}

function bake(
  { jax, onnx }: Workshop,
  layer: Record<'A' | 'Wv' | 'Wkq', ArrayLike<number>>,
  name: string,
  metadata: Record<string, string>,
): Uint8Array {
  const [A, Wv, Wkq] = (['A', 'Wv', 'Wkq'] as const).map((key) =>
    jax.numpy.array(Float32Array.from(layer[key])).reshape([D, D]),
  ) as [JaxArray, JaxArray, JaxArray];
  const bytes = onnx.exportModel((w) => forward(jax, w as JaxArray, A.ref, Wv.ref, Wkq.ref), {
    name,
    description: 'Diffused tokens to predicted noise and attention, with trained weights.',
    inputs: [{ name: 'w', shape: BATCH }],
    outputs: ['eps', 'att'],
    metadata,
  });
  for (const one of [A, Wv, Wkq]) one.dispose();
  return bytes;
}

/** The layer that the page shows, its weights baked in. */
export async function exportTrained(
  frame: DenoisingFrame,
  workshop: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const facts = { tokens: String(frame.N), step: String(frame.shown), signal_level: String(frame.abar) };
  return { file: 'trained_denoiser', bytes: bake(workshop, frame.raw, 'trained_denoiser', facts) };
}
