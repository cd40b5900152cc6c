/**
 * Randomised response and its exact price. One secret bit removes one item and adds one, so it changes at most 2M₁
 * sketch bits; a sketch bit that is flipped with probability q costs ln((1 − q)/q) when it changes. With
 * q = 1/(1 + exp(ε/(2M₁))) the release is ε-differentially private, with equality when no collision cancels.
 */
import type { Random } from '#lib/notebook/types.ts';

/** q for a budget ε that is shared by `touched` sketch bits; no overflow, however large ε is. */
export function flipRate(epsilon: number, touched: number): number {
  const small = Math.exp(-epsilon / touched);
  return small / (1 + small);
}

const WORD = 2 ** 32;

/**
 * The flip rate that 32 random bits and 32-bit floats can realise: the least float32 multiple of 2⁻³² that is at least
 * q. Rounding up only makes the release noisier, so that it never spends more than it says.
 */
export function realizableRate(q: number): number {
  const wanted = Math.max(1, Math.ceil(q * WORD));
  const dropped = 2 ** Math.max(0, Math.ceil(Math.log2(wanted + 1)) - 24);
  return (Math.ceil(wanted / dropped) * dropped) / WORD;
}

/** What a release with flip rate q costs when `touched` of its bits change: exactly. */
export const priceOf = (q: number, touched: number): number => touched * Math.log((1 - q) / q);

/**
 * Uniform numbers as float32, cut (not rounded) from 32 random bits. A realisable q is itself such a number, so that
 * u < q happens with probability exactly q.
 */
export function uniforms(random: Random, count: number): Float32Array {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const bits = random.bits() >>> 0;
    const extra = Math.max(0, 8 - Math.clz32(bits));
    numbers[i] = (((bits >>> extra) << extra) >>> 0) / WORD;
  }
  return numbers;
}

/** Everything that decides a release; two equal settings are one release. */
export interface Settings {
  readonly epsilon: number;
  readonly rows: number;
  readonly groups: number;
  readonly buckets: number;
  /** Sketch bits that one secret bit can change. */
  readonly touched: number;
}

/** Flip rate and true price of a release with these settings. */
export function termsOf({ epsilon, touched }: Settings): { q: number; price: number } {
  const q = realizableRate(flipRate(epsilon, touched));
  return { q, price: priceOf(q, touched) };
}

export const nameOf = (s: Settings): string =>
  `release ε=${s.epsilon} M=${s.rows}×${s.groups}×${s.buckets} touched=${s.touched}`;
