/**
 * Exact facts of a Markov chain: stationary laws, hitting times, and what it looks like on the time scale 1/ε, where only
 * the cluster matters (the averaging limit of metastable chains).
 */
import type { StepGraph } from './graph.ts';
import { solve } from './linear.ts';

/** π_k, the stationary law of P⁰ inside each cluster: [N], every cluster's part sums to 1. */
export function stationary({ clusters, size, inside }: StepGraph): Float64Array {
  const N = clusters * size;
  const pi = new Float64Array(N);
  for (let k = 0; k < clusters; k++) {
    // πP = π, with the last equation replaced by Σπ = 1.
    const A = new Float64Array(size * size);
    const b = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const p = inside[(k * size + i) * N + k * size + j] as number;
        A[j * size + i] = j === size - 1 ? 1 : p - (i === j ? 1 : 0);
      }
    }
    b[size - 1] = 1;
    pi.set(solve(A, b, size), k * size);
  }
  return pi;
}

/**
 * h(x) for one cluster: expected steps from every statement until cluster `target` is entered, 0 inside it;
 * h = (I − P)⁻¹ 1 over the statements outside. P: [N, N].
 */
export function hittingTimes(P: Float64Array, { clusters, size }: StepGraph, target: number): Float64Array {
  const N = clusters * size;
  const outside = Array.from({ length: N }, (_, x) => x).filter((x) => Math.floor(x / size) !== target);
  const n = outside.length;
  const A = new Float64Array(n * n);
  outside.forEach((x, i) =>
    outside.forEach((y, j) => {
      A[i * n + j] = (i === j ? 1 : 0) - (P[x * N + y] as number);
    }),
  );
  const solved = solve(A, new Float64Array(n).fill(1), n);
  const h = new Float64Array(N);
  outside.forEach((x, i) => (h[x] = solved[i] as number));
  return h;
}

/** Hitting times of every cluster by elimination: [K, N]. */
export function allHittingTimes(P: Float64Array, graph: StepGraph): Float64Array {
  const N = graph.clusters * graph.size;
  const h = new Float64Array(graph.clusters * N);
  for (let l = 0; l < graph.clusters; l++) h.set(hittingTimes(P, graph, l), l * N);
  return h;
}

/** H_kl = Σ_x π_k(x) h_l(x): from cluster k to cluster l, row-major [K, K]. */
export function clusterTimes(h: Float64Array, pi: Float64Array, { clusters, size }: StepGraph): Float64Array {
  const N = clusters * size;
  const H = new Float64Array(clusters * clusters);
  for (let x = 0; x < N; x++) {
    const k = Math.floor(x / size);
    for (let l = 0; l < clusters; l++) {
      H[k * clusters + l] = (H[k * clusters + l] as number) + (pi[x] as number) * (h[l * N + x] as number);
    }
  }
  return H;
}

/** H̄: mean over all statements and all clusters but their own. */
export function meanTime(h: Float64Array, { clusters, size }: StepGraph): number {
  const N = clusters * size;
  return h.reduce((sum, value) => sum + value, 0) / (N * (clusters - 1));
}

/** q_kl = Σ_x π_k(x) #{sparse edges x → C_l}, row-major [K, K]: rates of the cluster in units of ε per step. */
export function jumpRates({ clusters, size, edges }: StepGraph, pi: Float64Array): Float64Array {
  const q = new Float64Array(clusters * clusters);
  for (const { from, to } of edges) {
    const at = Math.floor(from / size) * clusters + Math.floor(to / size);
    q[at] = (q[at] as number) + (pi[from] as number);
  }
  return q;
}

/**
 * θ_kl = ((−G)⁻¹ 1)_k over the clusters other than l, with G = q − diag(q1): expected times of the jump process, in the
 * inverse of q's units. [K, K], 0 on the diagonal; ∞ where l cannot be reached.
 */
export function metaTimes(q: Float64Array, clusters: number): Float64Array {
  const theta = new Float64Array(clusters * clusters);
  for (let l = 0; l < clusters; l++) {
    const reach = reaching(q, clusters, l);
    for (let k = 0; k < clusters; k++) if (!reach.has(k)) theta[k * clusters + l] = Infinity;
    const others = [...reach].filter((k) => k !== l);
    // From a cluster that may be trapped elsewhere, the expected time is infinite, too.
    const safe = others.filter((k) => !escapes(q, clusters, k, reach));
    for (const k of others) if (!safe.includes(k)) theta[k * clusters + l] = Infinity;
    const n = safe.length;
    if (n === 0) continue;
    const A = new Float64Array(n * n);
    safe.forEach((k, i) => {
      let out = 0;
      for (let m = 0; m < clusters; m++) if (m !== k) out += q[k * clusters + m] as number;
      safe.forEach((m, j) => (A[i * n + j] = i === j ? out : -(q[k * clusters + m] as number)));
    });
    const solved = solve(A, new Float64Array(n).fill(1), n);
    safe.forEach((k, i) => (theta[k * clusters + l] = solved[i] as number));
  }
  return theta;
}

/** Clusters from which l can be reached, l included. */
function reaching(q: Float64Array, clusters: number, l: number): Set<number> {
  const reach = new Set([l]);
  for (let grew = true; grew;) {
    grew = false;
    for (let k = 0; k < clusters; k++) {
      if (reach.has(k)) continue;
      if ([...reach].some((m) => (q[k * clusters + m] as number) > 0)) grew = Boolean(reach.add(k));
    }
  }
  return reach;
}

/** Can k get to a cluster from which there is no way to the goal? */
function escapes(q: Float64Array, clusters: number, k: number, reach: Set<number>): boolean {
  const seen = new Set([k]);
  for (const m of seen) {
    if (!reach.has(m)) return true;
    for (let next = 0; next < clusters; next++) {
      if (next !== m && (q[m * clusters + next] as number) > 0) seen.add(next);
    }
  }
  return false;
}
