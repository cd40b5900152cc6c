/** How fast a distance shrinks: the contraction per step, fitted where gradient descent has settled into it. */

export interface Rate {
  /** Factor per step. */
  readonly rho: number;
  /** Steps from and to which the line is fitted. */
  readonly from: number;
  readonly to: number;
  /** The line's value at `from`. */
  readonly at: number;
}

/** Distances below this part of the first are rounding of 32-bit floats. */
export const ROUNDING = 1e-3;
const FEWEST = 20;

/**
 * Least squares of log distance over the second half of the steps that are above the rounding, when there are enough.
 * The faster directions have died out by then.
 */
export function rateOf(distances: readonly number[]): Rate | null {
  const first = distances[0] ?? 0;
  const reached = distances.findIndex((distance) => !(distance > ROUNDING * first));
  const to = (reached < 0 ? distances.length : reached) - 1;
  const from = Math.floor(to / 2);
  const count = to - from + 1;
  if (count < FEWEST) return null;
  const logs = distances.slice(from, to + 1).map(Math.log);
  const middle = (count - 1) / 2;
  const mean = logs.reduce((sum, value) => sum + value, 0) / count;
  let [over, under] = [0, 0];
  logs.forEach((value, t) => {
    over += (t - middle) * (value - mean);
    under += (t - middle) ** 2;
  });
  const slope = over / under;
  return { rho: Math.exp(slope), from, to, at: Math.exp(mean - slope * middle) };
}
