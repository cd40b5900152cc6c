/** Numbers of a run: deliveries, scores, and what a blind timetable should get wrong. */
import { COUNTED_FROM, TIMEOUT } from './airport.ts';
import { scoreOf, type Order } from './orders.ts';
import type { OrderStatistics } from './frame.ts';
import type { Execution } from './clock.ts';

/** Width of a bin of the histogram of ages, minutes. */
export const BIN = 2.5;
const BINS = TIMEOUT / 60 / BIN;

/** Deliveries since counting began, per hour, and the standard error from blocks of five minutes. */
export function rateOf(
  orders: readonly Order[],
  now: number,
): { rate: number; error: number; count: number } {
  const span = now - COUNTED_FROM;
  const blocks = Math.floor(span / 300);
  const counts = new Array<number>(blocks).fill(0);
  let count = 0;
  for (const { delivered } of orders) {
    if (delivered === null || delivered < COUNTED_FROM || delivered > now) continue;
    count++;
    const block = Math.floor((delivered - COUNTED_FROM) / 300);
    if (block < blocks) counts[block] = (counts[block] as number) + 1;
  }
  const mean = counts.reduce((a, b) => a + b, 0) / blocks;
  const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (blocks - 1);
  return { rate: (3600 * count) / span, error: 12 * Math.sqrt(variance / blocks), count };
}

/**
 * Scores of the orders whose fate was decided since counting began: delivered, or given up as hopeless. Like deliveries
 * per hour, this leaves out the start, when nobody had to wait yet.
 */
export function orderStatistics(orders: readonly Order[], now: number): OrderStatistics {
  const ages = new Array<number>(BINS).fill(0);
  let [sum, known, delivered, late, lost, pending] = [0, 0, 0, 0, 0, 0];
  for (const { placed, taken, delivered: at, givenUp } of orders) {
    if (placed > now) break;
    if (taken === null && givenUp === null) pending++;
    const decided = at ?? givenUp;
    if (decided === null || decided < COUNTED_FROM) continue;
    known++;
    const score = at === null ? 0 : scoreOf(at - placed);
    sum += score;
    if (score === 0) lost++;
    if (at === null) continue;
    delivered++;
    if (score < 100) late++;
    const bin = Math.min(BINS - 1, Math.floor((at - placed) / 60 / BIN));
    ages[bin] = (ages[bin] as number) + 1;
  }
  return { score: known > 0 ? sum / known : 0, known, delivered, late, lost, pending, ages };
}

/** Share of commands that a blind timetable issues too early: 1 − Φ((ln(1 + p) + c²/2)/c). */
export function predictedEarly({ blind, variability: c, padding }: Execution): number {
  if (!blind || c === 0) return 0;
  return 1 - normalCdf((Math.log1p(padding) + (c * c) / 2) / c);
}

/** Φ(x) by Marsaglia’s series φ(x)(x + x³/3 + x⁵/15 + …) + 1/2; exact to rounding for |x| < 8. */
export function normalCdf(x: number): number {
  if (x > 8) return 1;
  if (x < -8) return 0;
  let [sum, term] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
