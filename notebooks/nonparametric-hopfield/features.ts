/**
 * Kernels as products of features: p_μ(x) ∝ ⟨φ(x), φ(ξ_μ)⟩, so that with Φ (M×D_f, rows φ(ξ_μ))
 *
 *   T(x) = φ(x)ᵀ[ΦᵀΞ] / (φ(x)ᵀ[Φᵀ1])
 *
 * costs D_f·d per query once the brackets are known, whatever M is: no L×M matrix. Two maps, by their logarithm:
 *
 *   linear  φ(x) = elu(√β x) + 1 (Katharopoulos et al. 2020)
 *   PRF     φ(x) = exp(√β Ωx − β‖x‖²/2), ⟨φ(u), φ(v)⟩ ≈ D_f e^{β⟨u,v⟩} for Ω standard normal (Choromanski et al. 2021)
 *
 * Exponents reach hundreds. Per feature the largest over the memories is taken out, B_f = max_μ log φ_f(ξ_μ), and per
 * query the largest of log φ_f(x) + B_f: one summand is then exactly 1, and no sum can underflow to 0.
 */
import type { Random } from '#lib/notebook/types.ts';
import type { Memories, Tally } from './retrieval.ts';

export type FeatureKind = 'linear' | 'PRF';

export interface FeatureMap {
  retrieve(x: Float64Array, out: Float64Array): void;
  weights(x: Float64Array): Float64Array;
}

/** log φ(x), written to `out`. */
function logFeatures(
  x: Float64Array,
  kind: FeatureKind,
  beta: number,
  omega: Float64Array,
  out: Float64Array,
): void {
  const root = Math.sqrt(beta);
  const d = x.length;
  if (kind === 'linear') {
    for (let i = 0; i < d; i++) {
      const u = root * (x[i] as number);
      out[i] = u > 0 ? Math.log1p(u) : u;
    }
    return;
  }
  let norm = 0;
  for (let i = 0; i < d; i++) norm += (x[i] as number) ** 2;
  for (let f = 0; f < out.length; f++) {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += (omega[f * d + i] as number) * (x[i] as number);
    out[f] = root * sum - (beta * norm) / 2;
  }
}

export function featureMap(
  { X, M, d }: Memories,
  kind: FeatureKind,
  beta: number,
  omega: Float64Array,
  tally?: Tally,
): FeatureMap {
  const F = kind === 'linear' ? d : omega.length / d;
  const projection = kind === 'linear' ? 0 : F * d;
  const Phi = new Float64Array(M * F);
  for (let mu = 0; mu < M; mu++)
    logFeatures(X.subarray(mu * d, (mu + 1) * d), kind, beta, omega, Phi.subarray(mu * F, (mu + 1) * F));
  const B = takeOutLargest(Phi, M, F);
  const { S, s } = sums(Phi, X, M, F, d);
  if (tally) tally.products += M * projection + M * F * d;

  const scaled = new Float64Array(F);
  const query = (x: Float64Array): void => {
    logFeatures(x, kind, beta, omega, scaled);
    let top = -Infinity;
    for (let f = 0; f < F; f++) top = Math.max(top, (scaled[f] = (scaled[f] as number) + (B[f] as number)));
    for (let f = 0; f < F; f++) scaled[f] = Math.exp((scaled[f] as number) - top);
    if (tally) tally.products += projection + F * d + F;
  };
  return {
    retrieve(x, out) {
      query(x);
      out.fill(0);
      let total = 0;
      for (let f = 0; f < F; f++) {
        const weight = scaled[f] as number;
        total += weight * (s[f] as number);
        for (let i = 0; i < d; i++) out[i] = (out[i] as number) + weight * (S[f * d + i] as number);
      }
      for (let i = 0; i < d; i++) out[i] = (out[i] as number) / total;
    },
    weights(x) {
      query(x);
      const p = new Float64Array(M);
      let total = 0;
      for (let mu = 0; mu < M; mu++) {
        let sum = 0;
        for (let f = 0; f < F; f++) sum += (scaled[f] as number) * (Phi[mu * F + f] as number);
        p[mu] = sum;
        total += sum;
      }
      return p.map((weight) => weight / total);
    },
  };
}

/** log Φ → Φ with the largest of each feature scaled to 1; returns the logarithms that were taken out. */
function takeOutLargest(Phi: Float64Array, M: number, F: number): Float64Array {
  const B = new Float64Array(F).fill(-Infinity);
  for (let mu = 0; mu < M; mu++)
    for (let f = 0; f < F; f++) B[f] = Math.max(B[f] as number, Phi[mu * F + f] as number);
  for (let i = 0; i < Phi.length; i++) Phi[i] = Math.exp((Phi[i] as number) - (B[i % F] as number));
  return B;
}

/** S = ΦᵀΞ (D_f×d) and s = Φᵀ1. */
function sums(Phi: Float64Array, X: Float64Array, M: number, F: number, d: number) {
  const S = new Float64Array(F * d);
  const s = new Float64Array(F);
  for (let mu = 0; mu < M; mu++)
    for (let f = 0; f < F; f++) {
      const weight = Phi[mu * F + f] as number;
      s[f] = (s[f] as number) + weight;
      for (let i = 0; i < d; i++)
        S[f * d + i] = (S[f * d + i] as number) + weight * (X[mu * d + i] as number);
    }
  return { S, s };
}

/**
 * Ω, row-major D_f×d, standard normal. With `orthogonal`, rows within each block of d are made orthogonal and keep the
 * lengths of independent normal rows: each row alone is still standard normal, and the estimate varies less.
 */
export function drawOmega(random: Random, F: number, d: number, orthogonal: boolean): Float64Array {
  const omega = Float64Array.from({ length: F * d }, () => random.normal());
  if (!orthogonal) return omega;
  for (let block = 0; block < F; block += d) orthogonalize(omega, block, Math.min(F, block + d), d);
  return omega;
}

/** Gram–Schmidt on rows from…to−1; every row gets its old length back. */
function orthogonalize(rows: Float64Array, from: number, to: number, d: number): void {
  const row = (i: number) => rows.subarray(i * d, (i + 1) * d);
  for (let i = from; i < to; i++) {
    const now = row(i);
    const length = Math.sqrt(product(now, now));
    for (let j = from; j < i; j++) {
      const before = row(j);
      const share = product(now, before) / product(before, before);
      for (let k = 0; k < d; k++) now[k] = (now[k] as number) - share * (before[k] as number);
    }
    const left = Math.sqrt(product(now, now));
    for (let k = 0; k < d; k++) now[k] = ((now[k] as number) * length) / left;
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
