/**
 * Multiplications of one retrieval step for L queries and M memories in d dimensions, in dot products and weighted sums
 * (the tests count them where they are made). K memories are kept; F features stand for a kernel.
 */
import type { ModelName } from './retrieval.ts';

export interface Sizes {
  readonly L: number;
  readonly M: number;
  readonly d: number;
  readonly K: number;
  readonly F: number;
}

export const COUNTS: Readonly<Record<ModelName, (sizes: Sizes) => number>> = {
  dense: ({ L, M, d }) => 2 * L * M * d,
  mask: ({ L, d, K }) => 2 * L * K * d,
  // All M are scored before K are chosen.
  'top-K': ({ L, M, d, K }) => L * M * d + L * K * d,
  linear: ({ L, M, d }) => M * d * d + L * (d * d + d),
  PRF: ({ L, M, d, F }) => M * 2 * F * d + L * (2 * F * d + F),
};

/** Least-squares slope of y over x. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): { slope: number; r2: number } {
  const n = points.length;
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const of = (value: (x: number, y: number) => number) =>
    points.reduce((sum, [x, y]) => sum + value(x - mx, y - my), 0);
  const [xx, xy, yy] = [of((x) => x * x), of((x, y) => x * y), of((_, y) => y * y)];
  return { slope: xy / xx, r2: yy > 0 ? xy ** 2 / (xx * yy) : 1 };
}
