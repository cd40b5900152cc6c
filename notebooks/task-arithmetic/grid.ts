/** The grid of shipped fine-tunings, and how their weights lie in one row: W then V. */
import { TENTHS } from './axes.ts';
import { NEURONS } from './graphs.ts';
import type { Weights } from './training.ts';
import { D } from './world.ts';

/** Task 1, then task 2 at every α. */
export const TASKS = 1 + TENTHS.length;
export const ROW = D * D + NEURONS * D;

export function flat({ W, V }: Weights): Float32Array<ArrayBuffer> {
  const row = new Float32Array(ROW);
  row.set(W);
  row.set(V, D * D);
  return row;
}

export const unflat = (row: Float32Array): Weights => ({
  W: Float64Array.from(row.subarray(0, D * D)),
  V: Float64Array.from(row.subarray(D * D, ROW)),
});
