/**
 * The conceptual data of Li et al. (2025): a sequence has P tokens, each the task's pattern μ, its opposite −μ, or one of M
 * patterns that say nothing; its label is the sign of whichever of ±μ is there more often. Directions are orthonormal.
 */
import { sample } from '#lib/lab/random.ts';
import type { Lab, Random } from '#lib/notebook/types.ts';

export const D = 32;
export const TOKENS = 20;
export const IRRELEVANT = 10;
/** Tokens yμ and −yμ in a sequence; the others are irrelevant. */
export const FOR = 5;
export const AGAINST = 1;
/** Distinct tokens: μ, −μ and the irrelevant ones. */
export const KINDS = 2 + IRRELEVANT;

/** D orthonormal rows by modified Gram–Schmidt (the QR factor of a Gaussian matrix). */
export function drawBasis(lab: Lab): Float64Array[] {
  const random = lab.random('directions');
  const rows: Float64Array[] = [];
  for (let i = 0; i < D; i++) {
    const row = Float64Array.from({ length: D }, () => random.normal());
    // Twice, so that rounding leaves nothing.
    for (let pass = 0; pass < 2; pass++)
      for (const other of rows) {
        const along = dot(row, other);
        for (let k = 0; k < D; k++) row[k] = (row[k] as number) - along * (other[k] as number);
      }
    const length = Math.sqrt(dot(row, row));
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
};

/** μ = Σ cᵢ qᵢ over the directions named. */
export function combine(basis: readonly Float64Array[], parts: readonly (readonly [number, number])[]) {
  const mu = new Float64Array(D);
  for (const [index, weight] of parts) {
    const q = basis[index] as Float64Array;
    for (let k = 0; k < D; k++) mu[k] = (mu[k] as number) + weight * (q[k] as number);
  }
  return mu;
}

/** μ₁ = q₀. */
export const firstPattern = (basis: readonly Float64Array[]) => combine(basis, [[0, 1]]);
/** μ₂ = αq₀ + √(1−α²) q₁. */
export const secondPattern = (basis: readonly Float64Array[], alpha: number) =>
  combine(basis, [
    [0, alpha],
    [1, Math.sqrt(1 - alpha * alpha)],
  ]);
/** μ′ = γ₁q₀ + γ₂q₁ + κq₁₂ of unit length, κ ≥ 0. */
export const unseenPattern = (basis: readonly Float64Array[], gamma1: number, gamma2: number) =>
  combine(basis, [
    [0, gamma1],
    [1, gamma2],
    [2 + IRRELEVANT, Math.sqrt(Math.max(0, 1 - gamma1 * gamma1 - gamma2 * gamma2))],
  ]);

/** The tokens that sequences of a task are made of: μ, −μ, then the irrelevant patterns q₂ … q₁₁. */
export const kindsOf = (basis: readonly Float64Array[], mu: Float64Array): Float64Array[] => [
  mu,
  mu.map((value) => -value),
  ...basis.slice(2, 2 + IRRELEVANT),
];

/** Sequences as kinds of token, in order, and their labels ±1. */
export interface Sequences {
  readonly count: number;
  /** count × TOKENS, in 0 … KINDS − 1. */
  readonly kinds: Uint8Array;
  readonly labels: Float32Array<ArrayBuffer>;
}

export function drawSequences(random: Random, count: number): Sequences {
  const kinds = new Uint8Array(count * TOKENS);
  const labels = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const y = random.integer(2) === 0 ? 1 : -1;
    labels[i] = y;
    const order = sample(random, TOKENS, TOKENS);
    for (let t = 0; t < TOKENS; t++) {
      const for_ = t < FOR;
      const kind = for_ || t < FOR + AGAINST ? (for_ === y > 0 ? 0 : 1) : 2 + random.integer(IRRELEVANT);
      kinds[i * TOKENS + (order[t] as number)] = kind;
    }
  }
  return { count, kinds, labels };
}

/** X: count × TOKENS × D. */
export function embed({ kinds }: Sequences, patterns: readonly Float64Array[]): Float32Array<ArrayBuffer> {
  const X = new Float32Array(kinds.length * D);
  for (let t = 0; t < kinds.length; t++) X.set(patterns[kinds[t] as number] as Float64Array, t * D);
  return X;
}

/** How often each kind of token occurs: count × KINDS. All that the output depends on. */
export function countKinds({ count, kinds }: Sequences): Uint8Array {
  const counts = new Uint8Array(count * KINDS);
  for (let t = 0; t < kinds.length; t++) {
    const at = Math.floor(t / TOKENS) * KINDS + (kinds[t] as number);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}
