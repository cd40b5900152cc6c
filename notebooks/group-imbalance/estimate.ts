/** A mean with its uncertainty. */

export interface Estimate {
  readonly mean: number;
  /** Half-width of the 95% interval of the mean. */
  readonly interval: number;
  readonly count: number;
}

/** Two-sided 95% quantile of Student's t with 23 degrees of freedom, for 24 replicates. */
const STUDENT = 2.069;

export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  return { mean, interval: STUDENT * Math.sqrt(variance / count), count };
}
