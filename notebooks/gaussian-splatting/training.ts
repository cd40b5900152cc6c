/** Training of one set of Gaussians: Adam on the graph splat_grad, 600 random pixels of one random frame per step. */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Random } from '#lib/notebook/types.ts';
import type { Pose } from './camera.ts';
import type { Modules } from './field.ts';
import { PARTS, partsOf, ROW } from './gaussians.ts';
import { BATCH, PIXELS, WIDTH } from './settings.ts';

/** All that training is given of a frame: an image, its time, and the pose of its camera. */
export interface View {
  readonly rgb: Float32Array;
  readonly pose: Pose;
  readonly t: number;
}

const BETA = [0.9, 0.999] as const;
const EPSILON = 1e-8;

export interface Training {
  /**
   * ROW numbers, changed in place: a running mean over about the last 30 steps. Step sizes are constant, so that the
   * last step alone would be a noisy pick around where training has come to.
   */
  readonly row: Float32Array;
  readonly loss: number[];
  /** One step. @throws Error when the loss is not a number. */
  step(): Promise<void>;
}

/** Goes on from `row` (a copy is made). */
export async function openTraining(
  lab: Lab,
  start: Float32Array,
  views: readonly View[],
  modules: Modules,
  random: Random,
): Promise<Training> {
  const graph = await lab.model('splat_grad');
  const row = start.slice();
  const averaged = start.slice();
  const parts = partsOf(row);
  const adam = createAdam();
  const loss: number[] = [];
  return {
    row: averaged,
    loss,
    async step() {
      const view = views[random.integer(views.length)] as View;
      const out = await graph.run({
        ...Object.fromEntries(PARTS.map(({ name, shape }) => [name, float32(parts[name], shape)])),
        ...shotOf(view, drawPixels(random), modules),
      });
      const value = floats(out.loss)[0] as number;
      if (!Number.isFinite(value)) throw new Error(`The loss of step ${loss.length + 1} is not a number.`);
      loss.push(value);
      adam(
        row,
        PARTS.map(({ name }) => floats(out[`d_${name}`])),
      );
      average(averaged, row, loss.length);
    },
  };
}

const drawPixels = (random: Random): number[] => Array.from({ length: BATCH }, () => random.integer(PIXELS));

/** The inputs of splat_grad that are not learned. */
export function shotOf({ rgb, pose, t }: View, pixels: readonly number[], { moves, enhanced }: Modules) {
  return {
    t: scalar(t),
    R: float32(pose.R, [3, 3]),
    origin: float32(pose.o, [3]),
    pix: float32(
      pixels.flatMap((i) => [(i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5]),
      [pixels.length, 2],
    ),
    target: float32(
      pixels.flatMap((i) => [rgb[3 * i] as number, rgb[3 * i + 1] as number, rgb[3 * i + 2] as number]),
      [pixels.length, 3],
    ),
    moves: scalar(Number(moves)),
    enhanced: scalar(Number(enhanced)),
  };
}

/** Weight of the mean so far, once training has gone on for a while (Polyak and Juditsky 1992, exponential). */
const MEMORY = 0.97;
function average(mean: Float32Array, row: Float32Array, steps: number): void {
  const kept = Math.min(MEMORY, (steps - 1) / (steps + 9));
  row.forEach((value, i) => (mean[i] = kept * (mean[i] as number) + (1 - kept) * value));
}

/** Adam (Kingma and Ba 2015) with a step size per part of the row. */
function createAdam(): (row: Float32Array, gradients: readonly Float32Array[]) => void {
  const first = new Float64Array(ROW);
  const second = new Float64Array(ROW);
  let steps = 0;
  return (row, gradients) => {
    steps++;
    const [corrected, squared] = [1 - BETA[0] ** steps, 1 - BETA[1] ** steps];
    let at = 0;
    PARTS.forEach(({ rate }, i) => {
      for (const g of gradients[i] as Float32Array) {
        const m = (first[at] = BETA[0] * (first[at] as number) + (1 - BETA[0]) * g);
        const v = (second[at] = BETA[1] * (second[at] as number) + (1 - BETA[1]) * g * g);
        row[at] = (row[at] as number) - (rate * (m / corrected)) / (Math.sqrt(v / squared) + EPSILON);
        at++;
      }
    });
  };
}
