/**
 * Recall as regression: soft-margin support vector regression of the memories on the queries (Hu et al. 2025),
 *
 *   min ½‖W‖² + C Σ (η + η̃)   subject to   |ξ_μ − f(x_μ)| ≤ ε + slack per coordinate,   f(x) = W φ(x)/h(x),
 *
 * with ⟨φ(u), φ(v)⟩ = κ(u, v) = e^{β⟨u,v⟩} and h(x) = Σ_ν κ(x_ν, x). Its solution is f(x) = Σ_μ c_μ κ(x_μ, x)/h(x) with
 * c_μ = a_μ/h(x_μ), where a = α − α̃ maximises the dual. The dual is solved here by coordinate descent, one coordinate of
 * the memories at a time, in float64:
 *
 *   a_μ ← clip(soft(a_μ − g_μ/κ̃_μμ, ε/κ̃_μμ), ±C),   g = κ̃a − ξ,   κ̃_μν = κ(x_μ, x_ν)/(h_μ h_ν).
 *
 * Nothing sets c to ξ: that they agree for large β is what the demo finds.
 */
import { dot, rowOf, type Memories } from './retrieval.ts';

export const COST = 1e6;
/** Sweeps stop when no fitted value moves by more than this. */
export const TOLERANCE = 1e-9;
/** Sweeps at most; only crowded pairs at small β need more than a hundred. */
export const MOST_SWEEPS = 3000;

export interface Fit {
  /** Row-major M×d: c_μ. */
  readonly coefficients: Float64Array;
  /** a = α − α̃, row-major M×d. A zero: this coordinate of the pair lies inside the tube, and is not needed. */
  readonly multipliers: Float64Array;
  /** ξ − f(x), row-major M×d. */
  readonly residuals: Float64Array;
  readonly sweeps: number;
  readonly converged: boolean;
}

/** Scaled kernel and h. κ is scaled by e^{−β·max‖x‖²}, which leaves f alone and keeps exponents at most 0. */
function kernel({ X, M, d }: Memories, beta: number): { K: Float64Array; h: Float64Array } {
  let longest = 0;
  for (let mu = 0; mu < M; mu++) longest = Math.max(longest, dot(rowOf(X, mu, d), rowOf(X, mu, d)));
  const K = new Float64Array(M * M);
  const h = new Float64Array(M);
  for (let mu = 0; mu < M; mu++)
    for (let nu = 0; nu < M; nu++) {
      const value = Math.exp(beta * (dot(rowOf(X, mu, d), rowOf(X, nu, d)) - longest));
      K[mu * M + nu] = value;
      h[mu] = (h[mu] as number) + value;
    }
  return { K, h };
}

/** Fits `memories` at `queries` (both M×d; without noise the queries are the memories). */
export function fit(queries: Memories, memories: Memories, beta: number, tube: number): Fit {
  const { M, d } = queries;
  const { K, h } = kernel(queries, beta);
  const scaled = K.map((value, i) => value / ((h[Math.floor(i / M)] as number) * (h[i % M] as number)));
  const coefficients = new Float64Array(M * d);
  const multipliers = new Float64Array(M * d);
  const residuals = new Float64Array(M * d);
  let sweeps = 0;
  let converged = true;
  for (let k = 0; k < d; k++) {
    const target = Float64Array.from({ length: M }, (_, mu) => memories.X[mu * d + k] as number);
    const solved = descend(scaled, target, tube);
    sweeps = Math.max(sweeps, solved.sweeps);
    converged &&= solved.converged;
    for (let mu = 0; mu < M; mu++) {
      multipliers[mu * d + k] = solved.a[mu] as number;
      coefficients[mu * d + k] = (solved.a[mu] as number) / (h[mu] as number);
      residuals[mu * d + k] = (target[mu] as number) - dot(rowOf(scaled, mu, M), solved.a);
    }
  }
  return { coefficients, multipliers, residuals, sweeps, converged };
}

function descend(
  scaled: Float64Array,
  target: Float64Array,
  tube: number,
): { a: Float64Array; sweeps: number; converged: boolean } {
  const M = target.length;
  const a = new Float64Array(M);
  for (let sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let mu = 0; mu < M; mu++) {
      const curvature = scaled[mu * M + mu] as number;
      const old = a[mu] as number;
      const gradient = dot(rowOf(scaled, mu, M), a) - (target[mu] as number);
      const next = clip(soft(old - gradient / curvature, tube / curvature), COST);
      a[mu] = next;
      largest = Math.max(largest, curvature * Math.abs(next - old));
    }
    if (largest < TOLERANCE) return { a, sweeps: sweep, converged: true };
  }
  return { a, sweeps: MOST_SWEEPS, converged: false };
}

const soft = (value: number, threshold: number): number =>
  Math.sign(value) * Math.max(0, Math.abs(value) - threshold);
const clip = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

export interface FitFacts {
  /** Largest |ξ − f(x)| over pairs and coordinates. */
  readonly residual: number;
  /** ‖c − ξ‖/‖ξ‖ (Frobenius). */
  readonly coefficientError: number;
  /** ‖P − I‖/‖I‖ (Frobenius), P_μν = softmax_ν(β⟨x_μ, x_ν⟩): how far dense retrieval is from telling memories apart. */
  readonly mixing: number;
  /** Share of the multipliers that are zero. */
  readonly zeros: number;
  /** Largest ‖c_μ − ξ_μ‖: no fitted value can differ from the dense update by more. */
  readonly largestShift: number;
}

export function factsOf(queries: Memories, memories: Memories, beta: number, fitted: Fit): FitFacts {
  const { M, d } = queries;
  const { K, h } = kernel(queries, beta);
  let mixing = 0;
  for (let i = 0; i < M * M; i++) {
    const weight = (K[i] as number) / (h[Math.floor(i / M)] as number);
    mixing += (weight - (Math.floor(i / M) === i % M ? 1 : 0)) ** 2;
  }
  const shift = fitted.coefficients.map((c, i) => c - (memories.X[i] as number));
  const shifts = Array.from({ length: M }, (_, mu) => Math.hypot(...rowOf(shift, mu, d)));
  return {
    residual: Math.max(...fitted.residuals.map(Math.abs)),
    coefficientError: Math.sqrt(dot(shift, shift) / (dot(memories.X, memories.X) || 1)),
    mixing: Math.sqrt(mixing / M),
    zeros: fitted.multipliers.filter((a) => a === 0).length / (M * d),
    largestShift: Math.max(...shifts),
  };
}

/** f(x) = Σ_μ c_μ κ(x_μ, x)/h(x): the fitted model. */
export function predict(
  { coefficients }: Pick<Fit, 'coefficients'>,
  { X, M, d }: Memories,
  beta: number,
  x: Float64Array,
): Float64Array {
  const scores = Float64Array.from({ length: M }, (_, mu) => beta * dot(rowOf(X, mu, d), x));
  const top = Math.max(...scores);
  const value = new Float64Array(d);
  let total = 0;
  scores.forEach((score, mu) => {
    const weight = Math.exp(score - top);
    total += weight;
    for (let k = 0; k < d; k++)
      value[k] = (value[k] as number) + weight * (coefficients[mu * d + k] as number);
  });
  return value.map((sum) => sum / total);
}
