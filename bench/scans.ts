/** Exact scans of all data, and the operations that they and a query on a sketch take. */

/** Hamming distance of packed bit strings: 32 bits at a time, counted in parallel. */
export function hammingWords(a: Uint32Array, b: Uint32Array): number {
  let distance = 0;
  for (let i = 0; i < a.length; i++) {
    let v = (a[i] as number) ^ (b[i] as number);
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    distance += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return distance;
}

/** Σ_x ‖x − y‖₁, reading every coordinate of every point. */
export function scanSum(columns: readonly { readonly values: Float64Array }[], y: ArrayLike<number>): number {
  let sum = 0;
  for (const [j, { values }] of columns.entries()) {
    const at = y[j] as number;
    for (let i = 0; i < values.length; i++) sum += Math.abs((values[i] as number) - at);
  }
  return sum;
}

/** A level of a coordinate costs y·c − s and its addition. */
export const treeOperations = (depth: number, dimension: number): number => 3 * depth * dimension;

/** A coordinate of a point costs a difference, its absolute value, and its addition. */
export const scanOperations = (n: number, dimension: number): number => 3 * n * dimension;
