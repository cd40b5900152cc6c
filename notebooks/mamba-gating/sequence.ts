/**
 * Labelled sequences of noisy patterns, in the paper's two regimes. Pattern 0 is o₊, 1 is o₋, the other 14 say nothing
 * about the label; pattern k is the unit vector e_k of ℝ¹⁶, and a token is its pattern plus τ·N(0, I)/√16.
 *
 * Every draw is balanced by mirroring: a half has label +1, the other half is its copy with o₊ and o₋ exchanged, label
 * −1 and noise of its own. Otherwise one class may win by luck.
 */
import type { Lab, Random } from '#lib/notebook/types.ts';

/** Dimension of a token, and number of patterns. */
export const D = 16;
export const [PLUS, MINUS] = [0, 1] as const;

/** How many tokens of each kind a sequence of label +1 has, or how far apart its two pairs stand. */
export type Regime =
  | { readonly kind: 'majority'; readonly relevant: number; readonly confusing: number }
  | { readonly kind: 'locality'; readonly near: number; readonly far: number };

export const lengthOf = ({ kind }: Regime): number => (kind === 'majority' ? 20 : 12);

/** What is drawn: `patterns` is row-major [count, L], `X` is [count, L, 16], labels are ±1. */
export interface Sequences {
  readonly count: number;
  readonly L: number;
  readonly patterns: Uint8Array;
  readonly labels: Float32Array<ArrayBuffer>;
  readonly X: Float32Array<ArrayBuffer>;
}

/** Patterns and noise from streams of their own, so that the noise level never reshuffles the tokens. */
export interface Source {
  readonly patterns: Random;
  readonly noise: Random;
}
export const sourceOf = (lab: Lab, name: string): Source => ({
  patterns: lab.random(`patterns of ${name}`),
  noise: lab.random(`noise of ${name}`),
});

/** `count` sequences (even): the first half has label +1, the second half mirrors it. */
export function drawSequences(source: Source, regime: Regime, tau: number, count: number): Sequences {
  const L = lengthOf(regime);
  const half = count / 2;
  if (!Number.isInteger(half))
    throw new RangeError(`A mirrored draw needs an even number of sequences, not ${count}.`);
  const patterns = new Uint8Array(count * L);
  for (let i = 0; i < half; i++) patterns.set(drawPatterns(source.patterns, regime), i * L);
  patterns.set(patterns.subarray(0, half * L).map(mirror), half * L);
  const labels = Float32Array.from({ length: count }, (_, i) => (i < half ? 1 : -1));
  return { count, L, patterns, labels, X: embed(patterns, drawNoise(source.noise, patterns.length), tau) };
}

/** The pattern with o₊ and o₋ exchanged. */
export const mirror = (pattern: number): number => (pattern < 2 ? 1 - pattern : pattern);

/** Patterns of one sequence of label +1. */
export function drawPatterns(random: Random, regime: Regime): Uint8Array {
  const L = lengthOf(regime);
  const out = Uint8Array.from({ length: L }, () => 2 + random.integer(D - 2));
  if (regime.kind === 'majority') {
    const places = shuffled(random, L);
    const [relevant, confusing] = [Math.round(regime.relevant * L), Math.round(regime.confusing * L)];
    places.slice(0, relevant).forEach((at) => (out[at] = PLUS));
    places.slice(relevant, relevant + confusing).forEach((at) => (out[at] = MINUS));
    return out;
  }
  const pair = (distance: number) => {
    const start = random.integer(L - distance);
    return [start, start + distance] as const;
  };
  for (;;) {
    const [plus, minus] = [pair(regime.near), pair(regime.far)];
    if (plus.some((at) => minus.includes(at))) continue;
    plus.forEach((at) => (out[at] = PLUS));
    minus.forEach((at) => (out[at] = MINUS));
    return out;
  }
}

/** Standard normals over √16, a token's worth for each of `tokens`. A plain loop: a training step draws 64,000. */
export function drawNoise(random: Random, tokens: number): Float32Array {
  const noise = new Float32Array(tokens * D);
  const scale = 1 / Math.sqrt(D);
  for (let i = 0; i < noise.length; i++) noise[i] = scale * random.normal();
  return noise;
}

/** e_pattern + τ·noise for every token: [tokens, 16]. */
export function embed(patterns: Uint8Array, noise: Float32Array, tau: number): Float32Array<ArrayBuffer> {
  const X = new Float32Array(noise.length);
  for (let i = 0; i < X.length; i++) X[i] = tau * (noise[i] as number);
  patterns.forEach((pattern, at) => (X[at * D + pattern] = (X[at * D + pattern] as number) + 1));
  return X;
}

/** A random permutation of 0 … n−1 (Fisher–Yates). */
function shuffled(random: Random, n: number): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  return all;
}
