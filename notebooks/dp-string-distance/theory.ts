/**
 * What the answers should be. The debiased decoder and its standard deviation follow from unbiased counting of odd
 * buckets; the collision term is derived here and not in the paper. The paper's decoder is biased upward by exactly
 * k·E max_{i ≤ M₁} Bin(M₃, q) at distance 0, and by at most k·M₁·M₃·q.
 */
import { bucketsInRow, type Layout } from './hash.ts';

/** ½ ln(1 − 2X/M)/ln(1 − 2/M): the distance whose mean number of odd buckets is X, X clipped below M/2. */
export function distanceFromOdd(odd: number, buckets: number): number {
  const clipped = Math.min(odd, 0.4995 * buckets);
  return (0.5 * Math.log1p((-2 * clipped) / buckets)) / Math.log1p(-2 / buckets);
}

/** Standard deviation of the debiased answer at distance d from the flips alone. */
export function noiseSd(d: number, q: number, layout: Layout): number {
  const m = bucketsInRow(layout);
  const shrink = (1 - 2 / m) ** (2 * d);
  return Math.sqrt((m * q * (1 - q)) / layout.rows) / (2 * (1 - 2 * q) * shrink);
}

/** Standard deviation from items that share a bucket: 2d items, pairs that meet in h meet in every row's group. */
export function collisionSd(d: number, layout: Layout): number {
  const { rows, groups, buckets } = layout;
  const pairs = d * (2 * d - 1);
  const m = groups * buckets;
  const variance = (1 / m) * (1 - 1 / m) * (1 / rows);
  const shared = ((rows - 1) / rows) * (1 / (groups * buckets * buckets)) * (1 - 1 / groups);
  return Math.sqrt(pairs * (variance + shared));
}

export const predictedSd = (d: number, q: number, layout: Layout): number =>
  Math.hypot(noiseSd(d, q, layout), collisionSd(d, layout));

/** Root mean square of the predicted error over the distances 0 … last. */
export function predictedRmse(last: number, q: number, layout: Layout): number {
  let sum = 0;
  for (let d = 0; d <= last; d++) sum += predictedSd(d, q, layout) ** 2;
  return Math.sqrt(sum / (last + 1));
}

/** E max of `rows` independent Bin(n, q), as Σ_t 1 − P(Bin ≤ t)^rows. */
export function expectedMaximum(rows: number, n: number, q: number): number {
  let log = n * Math.log1p(-q);
  const step = Math.log(q) - Math.log1p(-q);
  let below = 0;
  let mean = 0;
  for (let t = 0; t < n; t++) {
    below = Math.min(1, below + Math.exp(log));
    mean += 1 - below ** rows;
    log += Math.log((n - t) / (t + 1)) + step;
  }
  return mean;
}

/** Mean upward error of the paper's decoder at distance 0. */
export const rawBias = (q: number, { rows, groups, buckets }: Layout): number =>
  (groups / 2) * expectedMaximum(rows, buckets, q);

/** The paper's bound on that error: a maximum of M₁ counts is at most their sum. */
export const rawBound = (q: number, { rows, groups, buckets }: Layout): number =>
  (groups / 2) * rows * buckets * q;

/** Standard deviation of a distance from randomised response on the n raw bits: what the sketch is compared with. */
export const rawBitSd = (n: number, q: number): number => Math.sqrt(n * q * (1 - q)) / (1 - 2 * q);
