/** The notebook's graphs as ONNX: a training step, a view, the detector, and what was trained ahead under seed 0. */
import type { Array as JaxArray } from '@jax-js/jax';
import { graphRecipe, type Recipe, type Workshop } from '#lib/lab/recipe.ts';
import { float32, int32 } from '#lib/lab/tensor.ts';
import type { Lab, Tensor } from '#lib/notebook/types.ts';
import { COLUMNS, detect, detectorInput, ROWS, targetsOf, WEIGHTS } from './detector.ts';
import { DETECTOR_STEPS } from './detector-training.ts';
import { openDetectors, PLANS } from './detectors.ts';
import type { FieldInputs } from './field-graph.ts';
import type { GaussianFrame } from './frame.ts';
import { PARTS, partsOf, ROW } from './gaussians.ts';
import { goldenDeform, goldenDetector, goldenGrad, goldenSplat } from './golden.ts';
import { deform, detectorLossAndGradient, lossAndGradients, splat } from './graphs.ts';
import { beginTraining, openScenes, SETS, SHIPPED, stepsOf } from './scenes.ts';
import { GAUSSIANS as N, HEIGHT, modulesOf, WIDTH } from './settings.ts';
import { openClip } from './world.ts';

const shapesOf = Object.fromEntries(PARTS.map(({ name, shape }) => [name, shape]));
const FIELD = ['x', 's', 'o', 'd', 't', 'move', 'dem', 'oem', 'moves', 'enhanced'] as const;
const fieldShapes = Object.fromEntries(FIELD.map((name) => [name, shapesOf[name] ?? []]));
const SHOT = {
  t: [],
  R: [3, 3],
  origin: [3],
  pix: ['P', 2],
  target: ['P', 3],
  moves: [],
  enhanced: [],
} as const;
const named = <T extends string>(names: readonly T[], arrays: readonly JaxArray[]) =>
  Object.fromEntries(names.map((name, i) => [name, arrays[i]])) as Record<T, JaxArray>;

/** A table of numbers as a graph: entries in, values out, so that a golden input need not be all of it. */
const tableGraph = ({ jax, onnx }: Workshop, name: string, computes: string, values: Float32Array) => {
  const table = jax.numpy.array(values as Float32Array<ArrayBuffer>);
  const bytes = onnx.exportModel((entry) => jax.numpy.take(table.ref, entry, 0), {
    name,
    description: computes,
    inputs: [{ name: 'entry', shape: ['L'], dtype: 'int32' }],
    outputs: ['values'],
  });
  table.dispose();
  return bytes;
};
/** Forty entries, evenly over all. */
const spread = (size: number): Record<string, Tensor> => ({
  entry: int32(
    Array.from({ length: 40 }, (_, i) => Math.floor(((i + 0.5) / 40) * size)),
    [40],
  ),
});
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Trains the nine sets of Gaussians. The loss is the mean of the last 50 steps of the last set. */
async function trainScenes(lab: Lab) {
  const clip = openClip(lab);
  const values = new Float32Array(SETS.length * ROW);
  let [steps, last] = [0, 0];
  for (const [i, key] of SETS.entries()) {
    const training = await beginTraining(lab, clip, key);
    while (training.loss.length < stepsOf(key)) await training.step();
    values.set(training.row, i * ROW);
    steps += stepsOf(key);
    last = mean(training.loss.slice(-50));
  }
  return { values, steps, loss: last };
}

async function trainDetectors(lab: Lab) {
  const scenes = await openScenes(lab, openClip(lab));
  const detectors = await openDetectors(lab, scenes, true);
  while (!PLANS.every((plan) => detectors.weights(plan))) await detectors.more();
  return Float32Array.from(PLANS.flatMap((plan) => [...(detectors.weights(plan) as Float32Array)]));
}

const scenesSay =
  'Nine trained sets of 600 Gaussians with their networks, one after the other: 3D GS, deformable, + DEM/OEM, three groups, three groups of 3D GS.';
const detectorsSay =
  'Weights of two trained detectors: from six key frames, and from those and 72 synthesised views.';

export const recipes: Recipe[] = [
  graphRecipe({
    file: 'splat_grad',
    computes:
      'The loss of P pixels of one frame, and its gradient in every parameter of 600 Gaussians and their networks.',
    graph: (jax, ...arrays) =>
      lossAndGradients(
        jax,
        arrays.slice(0, PARTS.length),
        named(Object.keys(SHOT) as (keyof typeof SHOT)[], arrays.slice(PARTS.length)),
      ),
    inputs: { ...shapesOf, ...SHOT },
    outputs: ['loss', ...PARTS.map(({ name }) => `d_${name}`)],
    golden: goldenGrad,
  }),
  graphRecipe({
    file: 'deform',
    computes: 'Positions and opacity logits of 600 Gaussians at time t: deformation, DEM and OEM.',
    graph: (jax, ...arrays) => deform(jax, named(FIELD, arrays) as FieldInputs),
    inputs: fieldShapes,
    outputs: ['x_next', 'o_next'],
    golden: goldenDeform,
  }),
  graphRecipe({
    file: 'splat',
    computes: 'Colour, depth and transmittance of 600 sorted splats at P pixels.',
    graph: (jax, ...arrays) =>
      splat(jax, ...(arrays as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray, JaxArray])),
    inputs: { mean: [N, 2], conic: [N, 3], alpha: [N], colour: [N, 3], depth: [N], pix: ['P', 2] },
    outputs: ['rgb', 'depth_sum', 'T'],
    golden: goldenSplat,
  }),
  graphRecipe({
    file: 'det_step',
    computes: 'The loss of the detector on B labelled images, and its gradient in the weights.',
    graph: (jax, ...arrays) =>
      detectorLossAndGradient(jax, ...(arrays as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray])),
    inputs: {
      weights: [WEIGHTS],
      images: ['B', 5, HEIGHT, WIDTH],
      heat: ['B', 1, ROWS, COLUMNS],
      where: ['B', 4, ROWS, COLUMNS],
      center: ['B', 1, ROWS, COLUMNS],
    },
    outputs: ['loss', 'gradient'],
    golden: goldenStep,
  }),
  graphRecipe({
    file: 'det',
    computes: 'Heat of car centres, offsets of centres, widths and heights in pixels, at every second pixel.',
    graph: (jax, weights, img) => detect(jax, weights as JaxArray, img as JaxArray),
    inputs: { weights: [WEIGHTS], img: [1, 5, HEIGHT, WIDTH] },
    outputs: ['heat', 'offsets', 'sizes'],
    golden(lab) {
      const { weights, rgb } = goldenDetector(lab);
      return { weights, img: float32(goldenInput(rgb), [1, 5, HEIGHT, WIDTH]) };
    },
  }),
  {
    file: 'scenes',
    computes: scenesSay,
    seed: SHIPPED,
    tolerance: 1e-4,
    async build(workshop) {
      const { values, steps, loss } = await trainScenes(workshop.lab);
      return { bytes: tableGraph(workshop, 'scenes', scenesSay, values), steps, loss };
    },
    golden: () => spread(SETS.length * ROW),
  },
  {
    file: 'detectors',
    computes: detectorsSay,
    seed: SHIPPED,
    tolerance: 1e-4,
    async build(workshop) {
      const values = await trainDetectors(workshop.lab);
      return { bytes: tableGraph(workshop, 'detectors', detectorsSay, values), steps: 2 * DETECTOR_STEPS };
    },
    golden: () => spread(PLANS.length * WEIGHTS),
  },
];

/** The colours of an image in eighths, and nothing for the places of its pixels: short to write down. */
const goldenInput = (rgb: Float32Array) =>
  detectorInput(rgb).map((value, i) => (i < 3 * WIDTH * HEIGHT ? value : 0));

function goldenStep(lab: Lab): Record<string, Tensor> {
  const { weights, rgb } = goldenDetector(lab);
  const image = goldenInput(rgb);
  const targets = targetsOf([{ x0: 20, y0: 14, x1: 34, y1: 24 }]);
  const heat = targets.heat.map((value) => Math.round(16 * value) / 16);
  // One image has a car, the other is empty.
  const two = (one: Float32Array, shape: number[]) =>
    float32(
      Float32Array.from({ length: 2 * one.length }, (_, i) => one[i] ?? 0),
      [2, ...shape],
    );
  return {
    weights,
    images: two(image, [5, HEIGHT, WIDTH]),
    heat: two(heat, [1, ROWS, COLUMNS]),
    where: two(targets.where, [4, ROWS, COLUMNS]),
    center: two(targets.center, [1, ROWS, COLUMNS]),
  };
}

/** The networks of the set in sight, as they are now, baked into the graph deform. */
export function exportTrained(
  { row, model, group }: GaussianFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  if (!row) throw new Error('The scene is still being trained.');
  const { moves, enhanced } = modulesOf(model);
  const baked = partsOf(row);
  const array = (values: Float32Array) => jax.numpy.array(values.slice());
  const fixed = {
    move: array(baked.move),
    dem: array(baked.dem),
    oem: array(baked.oem),
    moves: jax.numpy.array(Number(moves)),
    enhanced: jax.numpy.array(Number(enhanced)),
  };
  const names = ['x', 's', 'o', 'd', 't'] as const;
  const bytes = onnx.exportModel(
    (...arrays) => deform(jax, { ...fixed, ...named(names, arrays as JaxArray[]) }),
    {
      name: `deform_${model}`,
      description: `Positions and opacity logits at time t of the Gaussians of ${model}, group ${group + 1}, as trained in the page.`,
      inputs: names.map((name) => ({ name, shape: [...(fieldShapes[name] as readonly number[])] })),
      outputs: ['x_next', 'o_next'],
    },
  );
  for (const one of Object.values(fixed)) one.dispose();
  return Promise.resolve({ file: `deform_${model}`, bytes });
}
