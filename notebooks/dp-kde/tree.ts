/**
 * The dyadic tree of one coordinate. Level ℓ = 1 … L cuts [0, R) into 2^ℓ nodes; the root is not stored. A table lists
 * level after level: node k of level ℓ is entry 2^ℓ − 2 + k, and there are N = 2^(L+1) − 2 of them.
 */
import type { Secret } from './data.ts';
import { Pace, type Pieces, whole } from './pieces.ts';

export const tableSize = (depth: number): number => 2 ** (depth + 1) - 2;
export const entryOf = (level: number, index: number): number => 2 ** level - 2 + index;

/** The leaf of y, clamped to the last one. */
export const leafOf = (y: number, depth: number, side: number): number =>
  Math.min(2 ** depth - 1, Math.max(0, Math.floor((y / side) * 2 ** depth)));

/** Exact tables of all coordinates, one after another: counts c_v and sums s_v, or Σ(x − a_v) with local offsets. */
export interface Tables {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

export function* tablesInPieces({ n, side, columns }: Secret, depth: number): Pieces<Tables> {
  const size = tableSize(depth);
  const pace = new Pace('Building the tree', columns.length * (n + size));
  const counts = new Float64Array(size * columns.length);
  const sums = new Float64Array(counts.length);
  for (const [j, { values }] of columns.entries()) {
    fillLeaves(values, depth, side, counts.subarray(j * size), sums.subarray(j * size));
    addUp(counts.subarray(j * size, (j + 1) * size), depth);
    addUp(sums.subarray(j * size, (j + 1) * size), depth);
    if (pace.full(n + size)) yield pace.progress;
  }
  return { counts, sums };
}

export const tablesOf = (secret: Secret, depth: number): Tables => whole(tablesInPieces(secret, depth));

function fillLeaves(
  values: Float64Array,
  depth: number,
  side: number,
  counts: Float64Array,
  sums: Float64Array,
): void {
  for (const x of values) {
    const at = entryOf(depth, leafOf(x, depth, side));
    counts[at] = (counts[at] as number) + 1;
    sums[at] = (sums[at] as number) + x;
  }
}

/** A node holds what its two children hold. */
function addUp(table: Float64Array, depth: number): void {
  for (let level = depth - 1; level >= 1; level--) {
    for (let k = 0; k < 2 ** level; k++) {
      const child = entryOf(level + 1, 2 * k);
      table[entryOf(level, k)] = (table[child] as number) + (table[child + 1] as number);
    }
  }
}

/** Left ends a_v of the nodes, in the order of a table. */
export function leftEnds(depth: number, side: number): Float64Array {
  const ends = new Float64Array(tableSize(depth));
  for (let level = 1; level <= depth; level++) {
    for (let k = 0; k < 2 ** level; k++) ends[entryOf(level, k)] = (side * k) / 2 ** level;
  }
  return ends;
}

/** sums − sign·a_v·counts: −1 takes Σx to Σ(x − a_v), +1 takes it back. */
export function shiftSums({ counts, sums }: Tables, ends: Float64Array, sign: 1 | -1): Float64Array {
  return sums.map((s, i) => s + sign * (ends[i % ends.length] as number) * (counts[i] as number));
}

export interface Sibling {
  readonly level: number;
  readonly index: number;
  /** Wholly left of y, and not right. */
  readonly left: boolean;
}

/** The siblings along the path from the root to the leaf of y: they tile everything but that leaf. */
export function siblingsOf(y: number, depth: number, side: number): Sibling[] {
  const leaf = leafOf(y, depth, side);
  return Array.from({ length: depth }, (_, i) => {
    const path = leaf >> (depth - 1 - i);
    return { level: i + 1, index: path ^ 1, left: path % 2 === 1 };
  });
}

/** The L numbers that add up to one coordinate's answer: y·c − s on the left, s − y·c on the right. */
export function partsOf(tables: Tables, j: number, y: number, depth: number, side: number): number[] {
  const start = j * tableSize(depth);
  return siblingsOf(y, depth, side).map(({ level, index, left }) => {
    const at = start + entryOf(level, index);
    const far = y * (tables.counts[at] as number) - (tables.sums[at] as number);
    return left ? far : -far;
  });
}
