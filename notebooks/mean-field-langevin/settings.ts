/** The fixed sizes of the miniature, and its data. */
import type { MovedPoint } from '#lib/notebook/types.ts';

/** R: a neuron's output is R tanh(wz + b). */
export const RADIUS = 4;
/** λ′, the weight of E‖x‖² in F. */
export const RIDGE = 0.02;
/** n, the number of data points. */
export const POINTS = 16;
/** Times t = ηk between which a cloud counts as stationary and is measured. */
export const REST = 60;
export const END = 120;
/** Outputs are recorded every so many steps. */
export const RECORD = 10;
/** Neurons of the reference network that stands in for the infinite one while both still learn. */
export const REFERENCE = 4096;
/** How far a data point may be dragged. */
export const REACH = 1.3;

/** z_j evenly on [−1, 1], y = 0.8 sin 3z + 0.15; dragged points keep their z. */
export interface Data {
  readonly z: Float64Array;
  readonly y: Float64Array;
}

export function dataOf(dragged: readonly MovedPoint[]): Data {
  const z = Float64Array.from({ length: POINTS }, (_, j) => -1 + (2 * j) / (POINTS - 1));
  const y = z.map((at) => 0.8 * Math.sin(3 * at) + 0.15);
  for (const { index, at } of dragged) {
    if (index < POINTS) y[index] = Math.min(REACH, Math.max(-REACH, at[0] ?? 0));
  }
  return { z, y };
}

/** h(x, z) for x = (w, b). */
export const neuron = (w: number, b: number, z: number): number => RADIUS * Math.tanh(w * z + b);
