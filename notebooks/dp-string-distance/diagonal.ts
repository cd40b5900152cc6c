/**
 * Edit distance from noisy block equality, by the O(k²) diagonal algorithm (Ukkonen 1985; Landau and Vishkin 1986):
 *   F(e, δ) = slide(max{F(e−1, δ) + 1, F(e−1, δ−1), F(e−1, δ+1) + 1}),
 * where slide follows the longest common prefix of the secret from i and the query from i + δ. Two blocks count as
 * equal when at most qN + M₁(1 − 2q) of their N = M₁M₃ bits differ: half-way between the means of equal blocks and of
 * blocks that differ in one position.
 */
import { BITS, EDIT, firstNode, levelsOf, nodesOf } from './edit.ts';
import type { BlockTest } from './frame.ts';

export interface EditAnswer {
  readonly answer: number;
  readonly reach: readonly number[];
  readonly tests: readonly BlockTest[];
}

/** Answers one string from its released tree. `truly` is for the picture: whether a tested block is equal in truth. */
export class EditDecoder {
  readonly #n: number;
  readonly #released: ArrayLike<number>;
  readonly #trees: readonly Uint8Array[];
  readonly #limit: number;
  readonly #known = new Map<number, boolean>();

  constructor(n: number, released: ArrayLike<number>, trees: readonly Uint8Array[], q: number) {
    this.#n = n;
    this.#released = released;
    this.#trees = trees;
    this.#limit = q * BITS + EDIT.rows * (1 - 2 * q);
  }

  /** The least e ≤ k with F(e, 0) = n, else k + 1. */
  decode(): Omit<EditAnswer, 'tests'> {
    const { k } = EDIT;
    const width = 2 * k + 1;
    const reach = new Array<number>((k + 1) * width).fill(-1);
    for (let e = 0; e <= k; e++) {
      for (let shift = -e; shift <= e; shift++) {
        const from = this.#start(reach, e, shift);
        if (from < 0) continue;
        reach[e * width + shift + k] = this.slide(from, shift);
      }
      if (reach[e * width + k] === this.#n) return { answer: e, reach };
    }
    return { answer: k + 1, reach };
  }

  #start(reach: readonly number[], e: number, shift: number): number {
    if (e === 0) return 0;
    const { k } = EDIT;
    const before = (s: number) => (Math.abs(s) > k ? -1 : (reach[(e - 1) * (2 * k + 1) + s + k] as number));
    const plusOne = (at: number) => (at < 0 ? -1 : at + 1);
    const best = Math.max(plusOne(before(shift)), before(shift - 1), plusOne(before(shift + 1)));
    return Math.min(best, this.#n, this.#n - shift);
  }

  /**
   * The longest common prefix from (i, i + shift): climb a level per equal block, from a leaf on and from a leaf again
   * where a block ends between larger ones; then descend. Without noise every order of tests gives the same prefix; with
   * noise they differ, and this one comes closest to the prototype's errors over ε and over n.
   */
  slide(from: number, shift: number): number {
    let at = from;
    let level = 0;
    while (this.#equal(level, at, shift)) {
      at += 2 ** level;
      const larger = 2 ** (level + 1);
      level = at % larger === 0 && larger <= this.#n ? level + 1 : 0;
    }
    while (--level >= 0) if (this.#equal(level, at, shift)) at += 2 ** level;
    return at;
  }

  #equal(level: number, start: number, shift: number): boolean {
    const n = this.#n;
    if (start + 2 ** level > n) return false;
    const node = firstNode(n, level) + start / 2 ** level;
    const offset = node * BITS;
    const tree = this.#trees[shift + EDIT.k] as Uint8Array;
    if (tree[offset] === 2) return false;
    const key = (shift + EDIT.k) * nodesOf(n) + node;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let differing = 0;
    for (let bit = 0; bit < BITS; bit++) {
      differing += (tree[offset + bit] as number) ^ (this.#released[offset + bit] as number);
    }
    const equal = differing <= this.#limit;
    this.#known.set(key, equal);
    return equal;
  }

  /** Every block that was tested, with the truth beside it. */
  tests(secret: Uint8Array, query: Uint8Array): BlockTest[] {
    const n = this.#n;
    return [...this.#known].map(([key, equal]) => {
      const shift = Math.floor(key / nodesOf(n)) - EDIT.k;
      const node = key % nodesOf(n);
      const level =
        Array.from({ length: levelsOf(n) }, (_, l) => l).findLast((l) => firstNode(n, l) <= node) ?? 0;
      const start = (node - firstNode(n, level)) * 2 ** level;
      let truly = true;
      for (let p = start; p < start + 2 ** level; p++) truly &&= secret[p] === query[p + shift];
      return { level, start, shift, equal, truly };
    });
  }
}
