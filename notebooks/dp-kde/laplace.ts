/**
 * Laplace noise and its price. A number of sensitivity Δ that is released as x + Lap(b) costs Δ/b. A point lies in one
 * node of each of the L levels, so it changes L counts by 1 and L sums by at most R: with b = 2L/ε for counts and
 * 2LR/ε for sums each half of the tree costs ε/2. In d coordinates each one gets ε/d.
 */
import type { Random } from '#lib/notebook/types.ts';

/** Uniform on (−½, ½), on a grid of 2⁻⁵³: −½ itself is drawn again, since its logarithm is infinite. */
export function centered(random: Random): number {
  for (;;) {
    const u = random.uniform() - 0.5;
    if (u > -0.5) return u;
  }
}

export function centeredUniforms(random: Random, count: number): Float64Array {
  const numbers = new Float64Array(count);
  fillCentered(numbers, random);
  return numbers;
}

export function fillCentered(numbers: Float64Array, random: Random): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] = centered(random);
}

/** Lap(1) by the inverse of its distribution function. */
export const laplace = (u: number): number => -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));

/** Standard deviation of Lap(b) over b. */
export const LAPLACE_SD = Math.SQRT2;

/** Sizes that decide a release: ε in total, L levels, d coordinates on [0, R). */
export interface Terms {
  readonly epsilon: number;
  readonly depth: number;
  readonly dimension: number;
  readonly side: number;
}

/** Scale of the noise on a count, in one coordinate. */
export const countScale = ({ epsilon, depth, dimension }: Terms): number => (2 * depth * dimension) / epsilon;

/** Scale of the noise on a sum; with local offsets a point moves all L sums together by less than R. */
export const sumScale = (terms: Terms, local: boolean): number =>
  local ? (2 * terms.side * terms.dimension) / terms.epsilon : terms.side * countScale(terms);

/** Scale of the noise on a count of the baseline: L + 1 levels and no sums. */
export const baselineScale = ({ epsilon, depth, dimension }: Terms): number =>
  ((depth + 1) * dimension) / epsilon;

/** σ(y) in one coordinate: each of the L terms y·c − s carries the noise of a count, times y, and of a sum. */
export const sigma = (y: number, terms: Terms): number =>
  Math.sqrt(terms.depth * (y * y + terms.side ** 2)) * LAPLACE_SD * countScale(terms);

/** Worst privacy loss that a point at x can cause: ε/2 (1 + x/R). */
export const worstLoss = (epsilon: number, x: number, side: number): number => (epsilon / 2) * (1 + x / side);

/** What a private release is rounded to: the low bits of a floating-point sum would tell about the noise. */
export const GRID = 2 ** -10;

export function roundToGrid(values: Float64Array, grid: number): Float64Array {
  return values.map((value) => Math.round(value / grid) * grid);
}
