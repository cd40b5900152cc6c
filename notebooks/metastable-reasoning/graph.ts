/**
 * Statements and the steps between them (Kim, Wu, Lee and Suzuki 2025, section 2): K dense clusters of M statements,
 * inside which a chain of thought moves freely, and a few sparse edges that carry probability ε.
 */
import { sample } from '#lib/lab/random.ts';
import type { Random } from '#lib/notebook/types.ts';

/** A rare step, from statement `from` to statement `to` of another cluster. */
export interface Edge {
  readonly from: number;
  readonly to: number;
}

export interface StepGraph {
  /** K and M; statement x belongs to cluster ⌊x / M⌋. */
  readonly clusters: number;
  readonly size: number;
  /** P⁰, row-major [N, N], N = KM: steps inside clusters. */
  readonly inside: Float64Array;
  readonly edges: readonly Edge[];
}

/** Random chords besides the ring of clusters. */
const CHORDS = 3;

/**
 * Draws a graph: P⁰ ∝ exp(ζ/2) inside a cluster, ζ ~ N(0, 1), no step from a statement to itself; sparse edges both ways
 * round the ring of clusters, and three chords. No statement has two sparse edges, or the closed forms would shift.
 */
export function drawGraph(random: (purpose: string) => Random, clusters: number, size: number): StepGraph {
  const N = clusters * size;
  const inside = new Float64Array(N * N);
  const zeta = random('inside');
  for (let x = 0; x < N; x++) {
    const first = Math.floor(x / size) * size;
    let sum = 0;
    for (let y = first; y < first + size; y++) {
      if (y === x) continue;
      const weight = Math.exp(0.5 * zeta.normal());
      inside[x * N + y] = weight;
      sum += weight;
    }
    for (let y = first; y < first + size; y++) inside[x * N + y] = (inside[x * N + y] as number) / sum;
  }
  return { clusters, size, inside, edges: drawEdges(random('edges'), clusters, size) };
}

function drawEdges(random: Random, clusters: number, size: number): Edge[] {
  // Sources of each cluster in random order; each is used once.
  const sources = Array.from({ length: clusters }, (_, k) =>
    sample(random, size, size).map((i) => k * size + i),
  );
  const edge = (k: number, l: number): Edge => ({
    from: sources[k]?.pop() as number,
    to: l * size + random.integer(size),
  });
  const edges: Edge[] = [];
  for (let k = 0; k < clusters; k++) {
    edges.push(edge(k, (k + 1) % clusters), edge(k, (k + clusters - 1) % clusters));
  }
  while (edges.length < 2 * clusters + CHORDS) {
    const k = random.integer(clusters);
    const l = random.integer(clusters);
    if (k !== l && (sources[k]?.length ?? 0) > 0) edges.push(edge(k, l));
  }
  return edges;
}

/** P^ε: at the source of a sparse edge the step is taken with probability `probability`, else a step inside. */
export function kernel({ clusters, size, inside, edges }: StepGraph, probability: number): Float64Array {
  const N = clusters * size;
  const P = inside.slice();
  for (const { from, to } of edges) {
    for (let y = 0; y < N; y++) P[from * N + y] = (1 - probability) * (inside[from * N + y] as number);
    P[from * N + to] = probability;
  }
  return P;
}

/** Cluster of a statement. */
export const clusterOf = ({ size }: Pick<StepGraph, 'size'>, x: number): number => Math.floor(x / size);

/** Cumulative rows, for sampling. */
export function cumulative(P: Float64Array, N: number): Float64Array {
  const cdf = new Float64Array(N * N);
  for (let x = 0; x < N; x++) {
    let sum = 0;
    for (let y = 0; y < N; y++) cdf[x * N + y] = sum += P[x * N + y] as number;
    // The last step of a row, and whatever stands behind it, at exactly 1: a sum of roundings might fall short of it.
    let last = N - 1;
    while (last > 0 && P[x * N + last] === 0) last--;
    cdf.fill(1, x * N + last, (x + 1) * N);
  }
  return cdf;
}

/** The next statement after x for a uniform u: the first whose cumulative probability exceeds u. */
export function nextOf(cdf: Float64Array, N: number, x: number, u: number): number {
  let [low, high] = [0, N - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cdf[x * N + middle] as number) > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
