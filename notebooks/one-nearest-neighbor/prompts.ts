/**
 * Prompts: N labelled points and a query. In training all are uniform on the sphere S^{d−1} (normalised Gaussians) and
 * the labels are fair coins; the shifted test set is normalised N(2e_d, I) with the labels sign(x₁).
 */
import type { Lab, Random } from '#lib/notebook/types.ts';

export const TRAINING_PROMPTS = 2000;
export const TEST_PROMPTS = 20_000;
/** The query's index among dragged points, the same for every N. */
export const QUERY = 30;

export interface Prompts {
  readonly count: number;
  readonly dimension: number;
  readonly points: number;
  /** count × N × d. */
  readonly x: Float32Array;
  /** count × N, ±1. */
  readonly y: Float32Array;
  /** count × d. */
  readonly query: Float32Array;
}

/** One direction, written to `out` from `at` on; `shift` moves the last coordinate before normalising. */
function drawDirection(random: Random, out: Float32Array, at: number, d: number, shift = 0): void {
  let square = 0;
  for (let k = 0; k < d; k++) {
    const value = random.normal() + (k === d - 1 ? shift : 0);
    out[at + k] = value;
    square += value * value;
  }
  const scale = 1 / Math.sqrt(square);
  for (let k = 0; k < d; k++) out[at + k] = (out[at + k] as number) * scale;
}

export type Source = 'uniform' | 'shifted';

export function drawPrompts(random: Random, d: number, N: number, count: number, source: Source): Prompts {
  const shift = source === 'shifted' ? 2 : 0;
  const x = new Float32Array(count * N * d);
  const y = new Float32Array(count * N);
  const query = new Float32Array(count * d);
  for (let p = 0; p < count; p++) {
    drawDirection(random, query, p * d, d, shift);
    for (let i = p * N; i < (p + 1) * N; i++) {
      drawDirection(random, x, i * d, d, shift);
      const up = source === 'shifted' ? (x[i * d] as number) > 0 : random.bits() >= 0x80000000;
      y[i] = up ? 1 : -1;
    }
  }
  return { count, dimension: d, points: N, x, y, query };
}

/** Cosines between points and query, count × N. */
export function cosines({ count, dimension: d, points: N, x, query }: Prompts): Float32Array<ArrayBuffer> {
  const out = new Float32Array(count * N);
  for (let i = 0; i < count * N; i++) {
    const q = Math.floor(i / N) * d;
    let sum = 0;
    for (let k = 0; k < d; k++) sum += (x[i * d + k] as number) * (query[q + k] as number);
    out[i] = sum;
  }
  return out;
}

/** The cosines of the prompts that stand for the expectation in the loss; drawn once. */
export const trainingCosines = (lab: Lab, d: number, N: number): Float32Array<ArrayBuffer> =>
  cosines(drawPrompts(lab.random('training prompts'), d, N, TRAINING_PROMPTS, 'uniform'));

/** Fresh prompts for evaluation: 20,000, or fewer where these would be more than 1.5 million numbers. */
export const testPrompts = (lab: Lab, d: number, N: number, source: Source): Prompts =>
  drawPrompts(
    lab.random(`${source} test prompts`),
    d,
    N,
    Math.min(TEST_PROMPTS, Math.floor(1.5e6 / (N * d))),
    source,
  );

/** Position of the largest of `length` numbers from `from` on, counted from `from`. */
export function largest(values: ArrayLike<number>, from: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++)
    if ((values[from + i] as number) > (values[from + best] as number)) best = i;
  return best;
}
