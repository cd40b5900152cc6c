/**
 * Exact minimisers of the cross-entropy by damped Fisher scoring from W*: W ← W − t F⁻¹∇, with F the Fisher information of
 * the model at the data's inputs, and t halved until the loss does not rise. Many data sets at once: gradients and
 * informations of all come from one call of scoring.onnx, the 8 × 8 systems are solved here.
 */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Data } from './data.ts';
import { solve } from './linear.ts';
import { D, ITERATIONS, K, SIZE } from './settings.ts';
import { TEACHER } from './teacher.ts';

export interface Fit {
  readonly W: Float64Array;
  /** False when ITERATIONS were not enough: with little information the minimiser is far away, or nowhere. */
  readonly settled: boolean;
}

/**
 * A fit is done when ∇ᵀF⁻¹∇, the square of the step in the units of the loss, is this part of dK/n, its size for the
 * statistical error itself: then the error is known to a tenth of a per cent.
 */
const TIGHT = 1e-6;
/** Losses are means in 32-bit floats: smaller rises are rounding. */
const ROUNDING = 1e-6;
/** Added to F, times its mean diagonal, so that data without information in some direction have a step at all. */
const RIDGE = 1e-7;

interface Walk {
  readonly data: Data;
  W: Float64Array;
  loss: number;
  step: Float64Array;
  length: number;
  settled: boolean;
  done: boolean;
}

/** One fit per data set; all sets have the same n. */
export async function fitAll(lab: Lab, sets: readonly Data[], start: Float64Array = TEACHER): Promise<Fit[]> {
  const walks = sets.map((data): Walk => {
    const step = new Float64Array(SIZE);
    return { data, W: start, loss: Infinity, step, length: 1, settled: false, done: false };
  });
  for (let k = 0; k < ITERATIONS; k++) {
    const going = walks.filter(({ done }) => !done);
    if (going.length === 0) break;
    const tried = going.map(({ W, step, length }) => W.map((w, i) => w + length * (step[i] as number)));
    const results = await score(
      lab,
      tried,
      going.map(({ data }) => data),
    );
    going.forEach((walk, i) => take(walk, tried[i] as Float64Array, results[i] as Score));
  }
  return walks.map(({ W, settled }) => ({ W, settled }));
}

interface Score {
  readonly gradient: Float32Array;
  readonly fisher: Float32Array;
  readonly loss: number;
}

/** Accepts what was tried, and prepares the next step; or halves the step. */
function take(walk: Walk, W: Float64Array, { gradient, fisher, loss }: Score): void {
  if (!(loss <= walk.loss + ROUNDING)) {
    walk.length /= 2;
    return;
  }
  Object.assign(walk, { W, loss, length: 1 });
  walk.step = scoringStep(gradient, fisher);
  const decrement = -walk.step.reduce((sum, s, i) => sum + s * (gradient[i] as number), 0);
  if (decrement > (TIGHT * SIZE) / walk.data.n) return;
  walk.W = W.map((w, i) => w + (walk.step[i] as number));
  walk.settled = walk.done = true;
}

/** −F⁻¹∇. */
export function scoringStep(gradient: ArrayLike<number>, fisher: ArrayLike<number>): Float64Array {
  const F = Float64Array.from(fisher);
  let mean = 0;
  for (let i = 0; i < SIZE; i++) mean += (F[i * (SIZE + 1)] as number) / SIZE;
  // Without any information there is no direction; the floor keeps the system solvable.
  for (let i = 0; i < SIZE; i++) F[i * (SIZE + 1)] = (F[i * (SIZE + 1)] as number) + RIDGE * mean + 1e-30;
  return solve(F, gradient).map((value) => -value);
}

async function score(lab: Lab, networks: readonly Float64Array[], sets: readonly Data[]): Promise<Score[]> {
  const R = sets.length;
  const n = (sets[0] as Data).n;
  const X = new Float32Array(R * n * D);
  const y = new Float32Array(R * n);
  const W = new Float32Array(R * SIZE);
  sets.forEach((set, r) => {
    X.set(set.X, r * n * D);
    y.set(set.y, r * n);
    W.set(networks[r] as Float64Array, r * SIZE);
  });
  const model = await lab.model('scoring');
  const { grad, fisher, loss } = await model.run({
    W: float32(W, [R, D, K]),
    X: float32(X, [R, n, D]),
    y: float32(y, [R, n]),
  });
  const [gradients, informations, losses] = [floats(grad), floats(fisher), floats(loss)];
  return sets.map((_, r) => ({
    gradient: gradients.subarray(r * SIZE, (r + 1) * SIZE),
    fisher: informations.subarray(r * SIZE * SIZE, (r + 1) * SIZE * SIZE),
    loss: losses[r] as number,
  }));
}
