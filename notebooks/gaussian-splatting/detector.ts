/**
 * A detector of cars in the manner of CenterNet (Zhou et al. 2019): at every second pixel, how likely a car has its
 * centre there, where exactly, and the logarithms of its width and height.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax, Random } from '#lib/notebook/types.ts';
import { area, type Box } from './boxes.ts';
import { keeping } from './keep.ts';
import { HEIGHT, PIXELS, WIDTH } from './settings.ts';

export const STRIDE = 2;
export const ROWS = HEIGHT / STRIDE;
export const COLUMNS = WIDTH / STRIDE;
export const CELLS = ROWS * COLUMNS;
const CHANNELS = 24;
/** Inputs and outputs of the five layers, all 3 × 3; the first has the stride. Input: colour, and the pixel's x and y. */
export const LAYERS = [
  [5, CHANNELS],
  [CHANNELS, CHANNELS],
  [CHANNELS, CHANNELS],
  [CHANNELS, CHANNELS],
  [CHANNELS, 5],
] as const;
const sizeOf = ([inputs, outputs]: readonly [number, number]) => outputs * (9 * inputs + 1);
export const WEIGHTS = LAYERS.reduce((sum, layer) => sum + sizeOf(layer), 0);

/** Heat of a cell at the start: cars are rare, and a detector that knows it need not learn it first. */
export const START_HEAT = -3;
/** Where in the weights the bias of the heat is. */
export const HEAT_BIAS = WEIGHTS - 5;

/** Kernels, then bias, layer by layer; He's size. */
export function startDetector(random: Random): Float32Array {
  const weights = new Float32Array(WEIGHTS);
  let from = 0;
  LAYERS.forEach(([inputs, outputs], k) => {
    const spread = Math.sqrt(2 / (9 * inputs)) * (k === 4 ? 0.1 : 1);
    for (let i = 0; i < 9 * inputs * outputs; i++) weights[from + i] = spread * random.normal();
    from += sizeOf([inputs, outputs]);
  });
  weights[HEAT_BIAS] = START_HEAT;
  return weights;
}

/** Images as the detector reads them: [1, 5, HEIGHT, WIDTH]. */
export function detectorInput(rgb: ArrayLike<number>): Float32Array {
  const input = new Float32Array(5 * PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    for (let k = 0; k < 3; k++) input[k * PIXELS + pixel] = (rgb[3 * pixel + k] as number) - 0.5;
    input[3 * PIXELS + pixel] = (pixel % WIDTH) / WIDTH - 0.5;
    input[4 * PIXELS + pixel] = Math.floor(pixel / WIDTH) / HEIGHT - 0.5;
  }
  return input;
}

/** [B, 5, ROWS, COLUMNS]: heat logit, offsets x and y in cells, log width and log height in pixels. */
export function outputs(jax: Jax, weights: JaxArray, images: JaxArray): JaxArray {
  const k = keeping(jax);
  let from = 0;
  let values = images;
  LAYERS.forEach(([inputs, outs], i) => {
    const kernel = weights.ref.slice([from, from + 9 * inputs * outs]).reshape([outs, inputs, 3, 3]);
    const bias = weights.ref
      .slice([from + 9 * inputs * outs, from + sizeOf([inputs, outs])])
      .reshape([1, outs, 1, 1]);
    from += sizeOf([inputs, outs]);
    const stride = i === 0 ? STRIDE : 1;
    const sums = k.add(
      jax.lax.convGeneralDilated(
        values.ref,
        kernel,
        [stride, stride],
        [
          [1, 1],
          [1, 1],
        ],
      ),
      bias,
    );
    values = i < LAYERS.length - 1 ? k.relu(sums) : sums;
  });
  return values;
}

/** det: heat in (0, 1), offsets, sizes in pixels. */
export function detect(jax: Jax, weights: JaxArray, img: JaxArray): JaxArray[] {
  const k = keeping(jax);
  const all = outputs(jax, weights, img);
  const part = (from: number, to: number) => all.ref.slice([], [from, to]);
  return [k.sigmoid(part(0, 1)), part(1, 3), k.exp(part(3, 5))];
}

/**
 * The loss of a batch: the focal loss of heat against `heat`: [B, 1, ROWS, COLUMNS], and the mean absolute error of the
 * other outputs against `where`: [B, 4, ROWS, COLUMNS] at the centres, `center`: [B, 1, ROWS, COLUMNS].
 */
export function detectorLoss(
  jax: Jax,
  weights: JaxArray,
  images: JaxArray,
  heat: JaxArray,
  where: JaxArray,
  center: JaxArray,
): JaxArray {
  const k = keeping(jax);
  const all = outputs(jax, weights, images);
  // Beyond ±30 nothing is left to learn, and the exponential of the logistic function must not overflow.
  const z = k.max(k.min(all.ref.slice([], [0, 1]), 30), -30);
  const p = k.sigmoid(z);
  const one = k.np.ones([1]);
  // log p and log (1 − p), from the logit: exact where p rounds to 0 or 1.
  const softplus = (a: JaxArray) => k.add(k.relu(a), k.log(k.add(k.exp(k.mul(k.abs(a), -1)), 1)));
  const [logP, logQ] = [k.mul(softplus(k.mul(z, -1)), -1), k.mul(softplus(z), -1)];
  const hit = k.mul(k.mul(center, k.square(k.sub(one, p))), logP);
  const miss = k.mul(
    k.mul(k.mul(k.sub(one, center), k.square(k.square(k.sub(one, heat)))), k.square(p)),
    logQ,
  );
  const count = k.add(k.sum(center), 1);
  const gap = k.mul(k.abs(k.sub(all.ref.slice([], [1, 5]), where)), center);
  return k.div(k.sub(k.sum(gap), k.sum(k.add(hit, miss))), count);
}

export interface Targets {
  readonly heat: Float32Array;
  readonly where: Float32Array;
  readonly center: Float32Array;
}

/** Labels as the loss reads them: a Gaussian of heat around every centre, a sixth of the box wide. */
export function targetsOf(boxes: readonly Box[]): Targets {
  const heat = new Float32Array(CELLS);
  const where = new Float32Array(4 * CELLS);
  const center = new Float32Array(CELLS);
  // The smaller of two boxes that share a cell keeps it.
  for (const box of [...boxes].sort((a, b) => area(b) - area(a))) {
    const [x, y] = [(box.x0 + box.x1) / 2 / STRIDE, (box.y0 + box.y1) / 2 / STRIDE];
    const [i, j] = [Math.min(COLUMNS - 1, Math.floor(x)), Math.min(ROWS - 1, Math.floor(y))];
    const [wide, high] = [box.x1 - box.x0, box.y1 - box.y0];
    const spread = (size: number) => Math.max(0.6, size / STRIDE / 6);
    for (let cell = 0; cell < CELLS; cell++) {
      const dx = ((cell % COLUMNS) - i) / spread(wide);
      const dy = (Math.floor(cell / COLUMNS) - j) / spread(high);
      heat[cell] = Math.max(heat[cell] as number, Math.exp(-0.5 * (dx * dx + dy * dy)));
    }
    const cell = j * COLUMNS + i;
    center[cell] = 1;
    [x - i, y - j, Math.log(wide), Math.log(high)].forEach((value, k) => (where[k * CELLS + cell] = value));
  }
  return { heat, where, center };
}
