/**
 * Public hashing of items into buckets. Position p with value v is the item x = 2p + v; h(x) chooses one of M₂ groups
 * and g_i(x), one per row i, one of M₃ buckets in the group. Both are the finaliser of MurmurHash3 (Appleby 2011), a
 * bijection of 32 bits, under a public seed.
 */
export interface Layout {
  /** Rows M₁. */
  readonly rows: number;
  /** Groups M₂. */
  readonly groups: number;
  /** Buckets M₃ in a group. */
  readonly buckets: number;
}

/** Buckets in a row: M = M₂M₃. */
export const bucketsInRow = ({ groups, buckets }: Layout): number => groups * buckets;
/** Sketch bits of one string: M₁M₂M₃. */
export const cellsIn = (layout: Layout): number => layout.rows * bucketsInRow(layout);

/** MurmurHash3's 32-bit finaliser. */
export function finalize(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export const groupOf = (item: number, seed: number, groups: number): number =>
  finalize(finalize(item + 1) ^ Math.imul(seed, 2654435761)) % groups;

export function bucketOf(item: number, row: number, seed: number, buckets: number): number {
  const salt = Math.imul(seed, 2246822519) + Math.imul(row + 1, 3266489917);
  return finalize(finalize(item + 1) ^ salt) % buckets;
}

/** Where every item falls: [M₁, 2n] places in a row of M buckets, row-major. */
export function placeItems(n: number, layout: Layout, seed: number): Int32Array {
  const { rows, groups, buckets } = layout;
  const places = new Int32Array(rows * 2 * n);
  for (let item = 0; item < 2 * n; item++) {
    const group = groupOf(item, seed, groups) * buckets;
    for (let row = 0; row < rows; row++) {
      places[row * 2 * n + item] = group + bucketOf(item, row, seed, buckets);
    }
  }
  return places;
}
