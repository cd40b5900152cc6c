/** A view as readers see it: deform and splat on onnxruntime, projection and sorting between them. */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Pose } from './camera.ts';
import type { Modules, Placed } from './field.ts';
import { PARTS, type Gaussians } from './gaussians.ts';
import { GAUSSIANS as N, HEIGHT, PIXELS, WIDTH } from './settings.ts';
import { pixelCenters, project, skyOf, type Splat } from './splat.ts';

/** Pixels per call of the graph: short calls keep the page answering. */
export const CHUNK = 768;

export interface Rendered {
  /** [HEIGHT, WIDTH, 3]. */
  readonly rgb: Float32Array;
  /** α-weighted mean depth of the splats (m) where they cover at least half of a pixel, else NaN: [HEIGHT, WIDTH]. */
  readonly depth: Float32Array;
  readonly splats: readonly Splat[];
}

const FIELD_INPUTS = ['x', 's', 'o', 'd', 'move', 'dem', 'oem'] as const;
const SHAPES = Object.fromEntries(PARTS.map(({ name, shape }) => [name, shape]));

/** x′ and o′ at time t by the graph deform. */
export async function place(
  lab: Lab,
  g: Gaussians,
  t: number,
  { moves, enhanced }: Modules,
): Promise<Placed> {
  const graph = await lab.model('deform');
  const out = await graph.run({
    ...Object.fromEntries(
      FIELD_INPUTS.map((name) => [name, float32(g[name], SHAPES[name] as readonly number[])]),
    ),
    t: scalar(t),
    moves: scalar(Number(moves)),
    enhanced: scalar(Number(enhanced)),
  });
  return { x: Float64Array.from(floats(out.x_next)), o: Float64Array.from(floats(out.o_next)) };
}

/** Sorted splats as inputs of the graph splat, filled up to N with ones that have no opacity. */
export function splatInputs(splats: readonly Splat[]) {
  const mean = new Float32Array(2 * N);
  const conic = new Float32Array(3 * N);
  const alpha = new Float32Array(N);
  const colour = new Float32Array(3 * N);
  const depth = new Float32Array(N);
  for (let i = 0; i < N; i++) conic.set([1, 0, 1], 3 * i);
  splats.forEach((splat, i) => {
    const [a, b, c] = splat.covariance;
    const det = a * c - b * b;
    mean.set(splat.mean, 2 * i);
    conic.set([c / det, -b / det, a / det], 3 * i);
    alpha[i] = splat.opacity;
    colour.set(splat.colour, 3 * i);
    depth[i] = splat.depth;
  });
  return {
    mean: float32(mean, [N, 2]),
    conic: float32(conic, [N, 3]),
    alpha: float32(alpha, [N]),
    colour: float32(colour, [N, 3]),
    depth: float32(depth, [N]),
  };
}

/** The view of a camera at `pose`. */
export async function render(lab: Lab, g: Gaussians, placed: Placed, pose: Pose): Promise<Rendered> {
  const splats = project(g, placed, pose);
  const graph = await lab.model('splat');
  const inputs = splatInputs(splats);
  const pixels = pixelCenters();
  const rgb = new Float32Array(3 * PIXELS);
  const depth = new Float32Array(PIXELS);
  for (let from = 0; from < PIXELS; from += CHUNK) {
    const pix = float32(pixels.subarray(2 * from, 2 * (from + CHUNK)), [CHUNK, 2]);
    const out = await graph.run({ ...inputs, pix });
    const [front, far, T] = [floats(out.rgb), floats(out.depth_sum), floats(out.T)];
    for (let i = 0; i < CHUNK; i++) {
      const pixel = from + i;
      const left = T[i] as number;
      const sky = skyOf(g, Math.floor(pixel / WIDTH) + 0.5);
      for (let k = 0; k < 3; k++)
        rgb[3 * pixel + k] = (front[3 * i + k] as number) + left * (sky[k] as number);
      depth[pixel] = left < 0.5 ? (far[i] as number) / (1 - left) : NaN;
    }
  }
  return { rgb, depth, splats };
}

/** The state d of the Gaussians, blended as their colours are; NaN where they cover less than half of a pixel. */
export async function blendState(lab: Lab, g: Gaussians, splats: readonly Splat[]): Promise<Float32Array> {
  const graph = await lab.model('splat');
  const inputs = splatInputs(
    splats.map((one) => ({ ...one, colour: [g.d[one.index] as number, 0, 0] as const })),
  );
  const pixels = pixelCenters();
  const state = new Float32Array(PIXELS);
  for (let from = 0; from < PIXELS; from += CHUNK) {
    const pix = float32(pixels.subarray(2 * from, 2 * (from + CHUNK)), [CHUNK, 2]);
    const out = await graph.run({ ...inputs, pix });
    const [sums, T] = [floats(out.rgb), floats(out.T)];
    for (let i = 0; i < CHUNK; i++) {
      const left = T[i] as number;
      state[from + i] = left < 0.5 ? (sums[3 * i] as number) / (1 - left) : NaN;
    }
  }
  return state;
}

/** Mean squared difference of two images over the pixels that `of` picks; NaN where it picks none. */
export function squaredError(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  of: (pixel: number) => boolean,
): number {
  let [sum, count] = [0, 0];
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
    if (!of(pixel)) continue;
    for (let k = 3 * pixel; k < 3 * pixel + 3; k++) sum += ((a[k] as number) - (b[k] as number)) ** 2;
    count += 3;
  }
  return sum / count;
}

/** Peak signal-to-noise ratio in dB of colours in [0, 1]. */
export const psnr = (squared: number): number => -10 * Math.log10(squared);
