/**
 * The structure before (Backurs, Lin, Mahabadi, Silwal and Tarnawski, ICLR 2024): only counts, in a binary tree with
 * its root, each with Lap((L + 1)/ε). Left and right of y the line is cut into rings, at distance R(1 + α)^(−j−1) to
 * R(1 + α)^(−j); the count of a ring is a sum of up to 2L nodes, and every point in it is taken to be at the outer end.
 */
import type { Random } from '#lib/notebook/types.ts';
import { baselineScale, centered, laplace, LAPLACE_SD, type Terms } from './laplace.ts';
import { Pace, type Pieces, whole } from './pieces.ts';
import { entryOf, tableSize, type Tables } from './tree.ts';

/** Nodes in heap order: 1 is the root, node k has the children 2k and 2k + 1; level ℓ is 2^ℓ … 2^(ℓ+1) − 1. */
export const heapSize = (depth: number): number => 2 ** (depth + 1);

export function baselineCounts({ counts }: Tables, dimension: number, depth: number): Float64Array[] {
  const size = tableSize(depth);
  return Array.from({ length: dimension }, (_, j) => {
    const heap = new Float64Array(heapSize(depth));
    // The table's entry 2^ℓ − 2 + k is heap node 2^ℓ + k.
    heap.set(counts.subarray(j * size, (j + 1) * size), 2);
    heap[1] = (heap[2] as number) + (heap[3] as number);
    return heap;
  });
}

export function* contaminateInPieces(
  exact: readonly Float64Array[],
  terms: Terms,
  random: Random,
): Pieces<Float64Array[]> {
  const scale = baselineScale(terms);
  const pace = new Pace("Releasing the baseline's counts", exact.length * heapSize(terms.depth));
  const noisy: Float64Array[] = [];
  for (const counts of exact) {
    const heap = counts.slice();
    noisy.push(heap);
    if (scale === 0) continue;
    for (let k = 1; k < heap.length; k++) heap[k] = (heap[k] as number) + scale * laplace(centered(random));
    if (pace.full(heap.length)) yield pace.progress;
  }
  return noisy;
}

export const contaminate = (exact: readonly Float64Array[], terms: Terms, random: Random): Float64Array[] =>
  whole(contaminateInPieces(exact, terms, random));

/** What a query reads in one coordinate: nodes, and the distance that each counts for. */
export interface Reading {
  readonly nodes: number[];
  readonly weights: number[];
}

/** J: rings down to the width of a leaf. */
export const ringCount = (depth: number, alpha: number): number =>
  Math.ceil((depth * Math.LN2) / Math.log1p(alpha));

export function readingOf(y: number, depth: number, side: number, alpha: number): Reading {
  const reading: Reading = { nodes: [], weights: [] };
  const leaves = 2 ** depth;
  const inside = (leaf: number) => Math.min(leaves, Math.max(0, leaf));
  const right = (r: number) => inside(Math.ceil(((y + r) / side) * leaves));
  const left = (r: number) => inside(Math.floor(((y - r) / side) * leaves));
  const rings = ringCount(depth, alpha);
  for (let j = 0; j < rings; j++) {
    const outer = side * (1 + alpha) ** -j;
    const inner = side * (1 + alpha) ** -(j + 1);
    cover(right(inner), right(outer), leaves, outer, reading);
    cover(left(outer), left(inner), leaves, outer, reading);
  }
  return reading;
}

/** Fewest nodes whose leaves are [from, to). */
function cover(from: number, to: number, leaves: number, weight: number, { nodes, weights }: Reading): void {
  let [low, high] = [from + leaves, to + leaves];
  while (low < high) {
    if (low % 2 === 1) {
      nodes.push(low++);
      weights.push(weight);
    }
    if (high % 2 === 1) {
      nodes.push(--high);
      weights.push(weight);
    }
    low >>= 1;
    high >>= 1;
  }
}

export function answerOf({ nodes, weights }: Reading, heap: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += (weights[i] as number) * (heap[nodes[i] as number] as number);
  return sum;
}

/** Standard deviation of the noise in an answer: no node is read twice, so the noises are independent. */
export const readingSd = ({ weights }: Reading, terms: Terms): number =>
  LAPLACE_SD * baselineScale(terms) * Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));

/** Level and place of a heap node. */
export function placeOf(node: number): { level: number; index: number } {
  const level = 31 - Math.clz32(node);
  return { level, index: node - 2 ** level };
}

/** The table's entry of a heap node below the root. */
export const entryOfNode = (node: number): number => {
  const { level, index } = placeOf(node);
  return entryOf(level, index);
};
