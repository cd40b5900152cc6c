/**
 * Dyadic trees of parity sketches. A secret string keeps one sketch for every aligned block of 1, 2, 4, … n positions,
 * log₂ n + 1 levels; the query's blocks are sketched exactly under each shift δ, in the secret's coordinates.
 */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Model, Random } from '#lib/notebook/types.ts';
import { uniforms } from './budget.ts';
import { bucketOf } from './hash.ts';

export const EDIT = { k: 6, rows: 4, buckets: 10 } as const;
/** N = M₁M₃: bits of one block.  */
export const BITS = EDIT.rows * EDIT.buckets;

export const levelsOf = (n: number): number => Math.log2(n) + 1;
/** Sketch bits that one secret bit can change: two per row and level. */
export const touchedInTree = (n: number): number => 2 * EDIT.rows * levelsOf(n);
/** Nodes of the tree, level by level from the leaves: level l starts at 2n − 2n/2^l. */
export const nodesOf = (n: number): number => 2 * n - 1;
export const firstNode = (n: number, level: number): number => 2 * n - (2 * n) / 2 ** level;

/** Where the M₁ bits of item x sit in a block's sketch (one group: M₂ = 1). */
export function editPlaces(n: number, seed: number): Int32Array {
  const places = new Int32Array(2 * n * EDIT.rows);
  for (let item = 0; item < 2 * n; item++) {
    for (let row = 0; row < EDIT.rows; row++) {
      places[item * EDIT.rows + row] = row * EDIT.buckets + bucketOf(item, row, seed, EDIT.buckets);
    }
  }
  return places;
}

/**
 * Sketches of all dyadic blocks, `nodesOf(n)` rows of N bits: leaves, then parents as XOR of children. Position p holds
 * bits[p + shift]; a block that reaches past the ends of `bits` holds 2s, for "no such block".
 */
export function treeOf(bits: Uint8Array, shift: number, places: Int32Array): Uint8Array {
  const n = bits.length;
  const tree = new Uint8Array(nodesOf(n) * BITS);
  for (let p = 0; p < n; p++) {
    const value = bits[p + shift];
    if (value === undefined) tree.fill(2, p * BITS, (p + 1) * BITS);
    else
      for (let row = 0; row < EDIT.rows; row++)
        tree[p * BITS + (places[(2 * p + value) * EDIT.rows + row] as number)] = 1;
  }
  for (let level = 1; level < levelsOf(n); level++) {
    const [own, below] = [firstNode(n, level), firstNode(n, level - 1)];
    for (let node = 0; node < n >> level; node++) {
      const [left, right] = [(below + 2 * node) * BITS, (below + 2 * node + 1) * BITS];
      const missing = tree[left] === 2 || tree[right] === 2;
      for (let bit = 0; bit < BITS; bit++) {
        tree[(own + node) * BITS + bit] = missing
          ? 2
          : (tree[left + bit] as number) ^ (tree[right + bit] as number);
      }
    }
  }
  return tree;
}

/** The query's trees for the shifts −k … k, made once per query and used for every secret string. */
export const queryTrees = (bits: Uint8Array, places: Int32Array): Uint8Array[] =>
  Array.from({ length: 2 * EDIT.k + 1 }, (_, i) => treeOf(bits, i - EDIT.k, places));

/** A = the query after `edits` random substitutions, insertions and deletions, cut or filled up to its length. */
export function edited(bits: Uint8Array, edits: number, random: Random): Uint8Array {
  const list = Array.from(bits);
  for (let i = 0; i < edits; i++) {
    const at = random.integer(list.length);
    const kind = random.integer(3);
    if (kind === 0) list[at] = 1 - (list[at] as number);
    else if (kind === 1) list.splice(at, 0, random.integer(2));
    else list.splice(at, 1);
  }
  while (list.length < bits.length) list.push(random.integer(2));
  return Uint8Array.from(list.slice(0, bits.length));
}

/** Levenshtein distance by dynamic programming, one row at a time: the truth that the demo is measured against. */
export function editDistance(a: Uint8Array, b: Uint8Array): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((bit, i) => {
    const next = [i + 1];
    b.forEach((other, j) => {
      const change = (row[j] as number) + (bit === other ? 0 : 1);
      next.push(Math.min((row[j + 1] as number) + 1, (next[j] as number) + 1, change));
    });
    row = next;
  });
  return row[b.length] as number;
}

/** Trees of secret strings with every bit flipped with probability q. */
export async function releaseTrees(
  secrets: readonly Uint8Array[],
  places: Int32Array,
  q: number,
  noise: Random,
  flip: Model,
): Promise<Float32Array[]> {
  const size = nodesOf((secrets[0] as Uint8Array).length) * BITS;
  const exact = new Float32Array(secrets.length * size);
  secrets.forEach((secret, a) => exact.set(treeOf(secret, 0, places), a * size));
  const shape = [exact.length / BITS, EDIT.rows, 1, EDIT.buckets];
  const { St } = await flip.run({
    S: float32(exact, shape),
    U: float32(uniforms(noise, exact.length), shape),
    q: scalar(q),
  });
  const all = floats(St);
  return secrets.map((_, a) => all.slice(a * size, (a + 1) * size));
}
