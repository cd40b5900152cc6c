/**
 * Exact minimisers of the cross-entropy by damped Fisher scoring from W*: W ← W − t F⁻¹∇, with F the Fisher information of
 * the model at the data's inputs, and t halved until the loss does not rise. Many data sets at once: gradients and
 * informations of all come from one call of scoring.onnx, the 8 × 8 systems are solved here.
 */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Lab, Tensor } from '#lib/notebook/types.ts';
import type { Data } from './data.ts';
import { solveIfDefinite } from './linear.ts';
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
  let going = walks;
  let packed = pack(sets);
  for (let k = 0; k < ITERATIONS && going.length > 0; k++) {
    const tried = going.map(({ W, step, length }) => W.map((w, i) => w + length * (step[i] as number)));
    const results = await score(lab, tried, packed);
    going.forEach((walk, i) => take(walk, tried[i] as Float64Array, results[i] as Score));
    const left = going.filter(({ done }) => !done);
    if (left.length < going.length) packed = pack(left.map(({ data }) => data));
    going = left;
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

/** −(F + ridge)⁻¹∇: the ridge grows where rounding has left F without a positive eigenvalue in some direction. */
export function scoringStep(gradient: ArrayLike<number>, fisher: ArrayLike<number>): Float64Array {
  let mean = 0;
  for (let i = 0; i < SIZE; i++) mean += (fisher[i * (SIZE + 1)] as number) / SIZE;
  for (let ridge = RIDGE; ridge < 1; ridge *= 10) {
    const F = Float64Array.from(fisher);
    for (let i = 0; i < SIZE; i++) F[i * (SIZE + 1)] = (F[i * (SIZE + 1)] as number) + ridge * mean;
    const step = solveIfDefinite(F, gradient);
    if (step) return step.map((value) => -value);
  }
  // No information at all: the loss is flat as far as 32-bit floats can tell.
  return new Float64Array(SIZE);
}

interface Packed {
  readonly X: Tensor;
  readonly y: Tensor;
}

/** Data sets of equal n as one batch: X [R, n, D] and y [R, n]. */
function pack(sets: readonly Data[]): Packed {
  const R = sets.length;
  const n = sets[0]?.n ?? 0;
  const X = new Float32Array(R * n * D);
  const y = new Float32Array(R * n);
  sets.forEach((set, r) => {
    X.set(set.X, r * n * D);
    y.set(set.y, r * n);
  });
  return { X: float32(X, [R, n, D]), y: float32(y, [R, n]) };
}

async function score(lab: Lab, networks: readonly Float64Array[], { X, y }: Packed): Promise<Score[]> {
  const R = networks.length;
  const W = new Float32Array(R * SIZE);
  networks.forEach((network, r) => W.set(network, r * SIZE));
  const model = await lab.model('scoring');
  const { grad, fisher, loss } = await model.run({ W: float32(W, [R, D, K]), X, y });
  const [gradients, informations, losses] = [floats(grad), floats(fisher), floats(loss)];
  return networks.map((_, r) => ({
    gradient: gradients.subarray(r * SIZE, (r + 1) * SIZE),
    fisher: informations.subarray(r * SIZE * SIZE, (r + 1) * SIZE * SIZE),
    loss: losses[r] as number,
  }));
}
