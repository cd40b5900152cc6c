/**
 * Distillation: the student is the chain of clusters, K² numbers, made from what search has seen and nothing else. It is
 * estimated from walks of the pretrained chain: the sharpened one leaves a cluster before it has mixed.
 */
import { metaTimes } from './chain.ts';
import type { Found, Search } from './search.ts';

export interface Student {
  /** Cluster of every statement as recovered from the walks, numbered from 0 in the order of their first statements. */
  readonly cluster: readonly number[];
  readonly clusters: number;
  /** q̂_kl, jumps per step: [K, K]. */
  readonly rates: Float64Array;
  /** Expected steps from cluster to cluster: [K, K]; ∞ where the student knows no way. */
  readonly times: Float64Array;
}

/** Two statements belong together when they were visited in one rollout in more than half of those of the rarer one. */
export function recoverClusters(together: Float64Array, N: number): number[] {
  const cluster = new Array<number>(N).fill(-1);
  let count = 0;
  for (let x = 0; x < N; x++) {
    if (cluster[x] !== -1) continue;
    const queue = [x];
    cluster[x] = count;
    for (const a of queue) {
      for (let b = 0; b < N; b++) {
        if (cluster[b] !== -1) continue;
        const rarer = Math.min(together[a * N + a] as number, together[b * N + b] as number);
        if (rarer > 0 && 2 * (together[a * N + b] as number) > rarer) {
          cluster[b] = count;
          queue.push(b);
        }
      }
    }
    count++;
  }
  return cluster;
}

/** The student, from a search on the chain P [N, N] and the steps that it accepted. */
export function distil(search: Search, accepted: readonly Found[], P: Float64Array): Student {
  const N = search.visits.length;
  const cluster = recoverClusters(search.together, N);
  const clusters = 1 + Math.max(...cluster);
  const total = new Float64Array(clusters);
  for (let x = 0; x < N; x++) {
    const k = cluster[x] as number;
    total[k] = (total[k] as number) + (search.visits[x] as number);
  }
  const rates = new Float64Array(clusters * clusters);
  for (const { from, to } of accepted) {
    const [k, l] = [cluster[from] as number, cluster[to] as number];
    // A false edge inside a cluster is no jump.
    if (k === l || total[k] === 0) continue;
    const share = (search.visits[from] as number) / (total[k] as number);
    rates[k * clusters + l] = (rates[k * clusters + l] as number) + share * (P[from * N + to] as number);
  }
  return { cluster, clusters, rates, times: metaTimes(rates, clusters) };
}

export interface Agreement {
  /** Median of |student/exact − 1| over the pairs of clusters. */
  readonly timeError: number;
  /** Mean total variation distance of the rows of jump probabilities. */
  readonly jumpDistance: number;
}

/** How well the student agrees with exact times H and rates q, both [K, K]; null when it has other clusters. */
export function compare(
  student: Student,
  exact: {
    readonly H: Float64Array;
    readonly q: Float64Array;
    readonly clusters: number;
    readonly size: number;
  },
): Agreement | null {
  const { clusters: K, size } = exact;
  const same = student.clusters === K && student.cluster.every((k, x) => k === Math.floor(x / size));
  if (!same) return null;
  const errors: number[] = [];
  let distance = 0;
  for (let k = 0; k < K; k++) {
    const [own, true_] = [jumpRow(student.rates, K, k), jumpRow(exact.q, K, k)];
    distance += 0.5 * own.reduce((sum, p, l) => sum + Math.abs(p - (true_[l] as number)), 0);
    for (let l = 0; l < K; l++) {
      if (k === l) continue;
      const ratio = (student.times[k * K + l] as number) / (exact.H[k * K + l] as number);
      errors.push(Math.abs(ratio - 1));
    }
  }
  return { timeError: median(errors), jumpDistance: distance / K };
}

function jumpRow(rates: Float64Array, K: number, k: number): number[] {
  const row = Array.from(rates.subarray(k * K, (k + 1) * K));
  const sum = row.reduce((a, b) => a + b, 0);
  return row.map((rate) => (sum > 0 ? rate / sum : 0));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
