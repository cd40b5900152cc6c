/**
 * The data of Li, Min and Vidal (2026): a sequence of N tokens that share one hidden mean, diffused to one noise level.
 *
 *   z ∈ {1…K},   x_i = μ_z + σξ_i ∈ R^d,   w_i = √ᾱ x_i + s ε_i,   s² = 1 − ᾱ.
 *
 * The K means are drawn, centred, and each is then scaled to norm 3; their span has r = min(K − 1, d) dimensions.
 */
import type { Lab, Random } from '#lib/notebook/types.ts';
import { symmetricEigen } from './eigen.ts';

export const D = 8;
export const SIGMA = 0.5;
export const NORM = 3;

export interface World {
  readonly K: number;
  readonly abar: number;
  /** s = √(1 − ᾱ), and the variance v = ᾱσ² + s² of a diffused token around √ᾱμ_z. */
  readonly s: number;
  readonly v: number;
  /** Row-major K × d. */
  readonly means: Float32Array<ArrayBuffer>;
  /** Variances τ² of √ᾱμ_z along its principal directions, largest first; d of them, r above zero. */
  readonly spectrum: readonly number[];
  /** The principal directions, one unit vector per row; the picture is drawn in the first two. */
  readonly axes: readonly (readonly number[])[];
}

export const makeWorld = (lab: Lab, K: number, abar: number): World => worldOf(lab.random('means'), K, abar);

/** The world whose means are drawn from `random`. */
export function worldOf(random: Random, K: number, abar: number): World {
  const means = drawMeans(random, K);
  const moment = Array.from({ length: D }, (_, i) =>
    Array.from({ length: D }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += (means[k * D + i] as number) * (means[k * D + j] as number);
      return (abar * sum) / K;
    }),
  );
  const { values, vectors } = symmetricEigen(moment);
  const s2 = 1 - abar;
  return {
    K,
    abar,
    s: Math.sqrt(s2),
    v: abar * SIGMA ** 2 + s2,
    means,
    // Rounding leaves directions without means at some 10⁻⁸ of either sign.
    spectrum: values.map((value, i) => (i < K - 1 ? Math.max(0, value) : 0)),
    axes: vectors,
  };
}

function drawMeans(random: Random, K: number): Float32Array<ArrayBuffer> {
  const raw = Float64Array.from({ length: K * D }, () => random.normal());
  for (let i = 0; i < D; i++) {
    let mean = 0;
    for (let k = 0; k < K; k++) mean += (raw[k * D + i] as number) / K;
    for (let k = 0; k < K; k++) raw[k * D + i] = (raw[k * D + i] as number) - mean;
  }
  return Float32Array.from(raw, (value, at) => {
    const row = raw.subarray(D * Math.floor(at / D), D * Math.floor(at / D) + D);
    return (NORM * value) / Math.hypot(...row);
  });
}

/** Diffused sequences, the noise in them, and which mean each has. */
export interface Batch {
  readonly B: number;
  readonly N: number;
  /** Row-major B × N × d. */
  readonly w: Float32Array<ArrayBuffer>;
  readonly eps: Float32Array<ArrayBuffer>;
  readonly z: Int32Array;
}

/** `shared: false` is the mutant in which every token has a mean of its own, so that the others say nothing. */
export function drawBatch(random: Random, world: World, B: number, N: number, shared = true): Batch {
  const w = new Float32Array(B * N * D);
  const eps = new Float32Array(B * N * D);
  const z = new Int32Array(B);
  const root = Math.sqrt(world.abar);
  for (let b = 0; b < B; b++) {
    let mean = random.integer(world.K);
    z[b] = mean;
    for (let i = 0; i < N; i++) {
      if (!shared) mean = random.integer(world.K);
      for (let k = 0; k < D; k++) {
        const at = (b * N + i) * D + k;
        const noise = random.normal();
        const x = (world.means[mean * D + k] as number) + SIGMA * random.normal();
        eps[at] = noise;
        w[at] = root * x + world.s * noise;
      }
    }
  }
  return { B, N, w, eps, z };
}

/** z as rows of an identity matrix: B × K. */
export function oneHot(z: ArrayLike<number>, K: number): Float32Array {
  const rows = new Float32Array(z.length * K);
  for (let b = 0; b < z.length; b++) rows[b * K + (z[b] as number)] = 1;
  return rows;
}
