/** Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations, in double precision. */

interface Eigen {
  /** Largest first. */
  readonly values: number[];
  /** Unit vectors, one row per value; the entry of largest size is positive, so that a picture never flips. */
  readonly vectors: number[][];
}

export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const q = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  // Convergence is quadratic: 8 × 8 needs six sweeps or so.
  for (let sweep = 0; sweep < 20; sweep++)
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) rotate(a, q, i, j);
  const order = a.map((_, i) => i).sort((i, j) => (a[j]?.[j] as number) - (a[i]?.[i] as number));
  return {
    values: order.map((i) => a[i]?.[i] as number),
    vectors: order.map((i) => {
      const vector = q.map((row) => row[i] as number);
      const top = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
      return vector.map((x) => (top < 0 ? -x : x));
    }),
  };
}

/** One rotation in the plane (i, j) that makes a_ij zero. */
function rotate(a: number[][], q: number[][], i: number, j: number): void {
  const [ai, aj] = [a[i] as number[], a[j] as number[]];
  const off = ai[j] as number;
  if (Math.abs(off) < 1e-300) return;
  const theta = ((aj[j] as number) - (ai[i] as number)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (row: number[]) => {
    const [x, y] = [row[i] as number, row[j] as number];
    row[i] = c * x - s * y;
    row[j] = s * x + c * y;
  };
  for (const row of a) turn(row);
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [ai[k] as number, aj[k] as number];
    ai[k] = c * x - s * y;
    aj[k] = s * x + c * y;
  }
  for (const row of q) turn(row);
}
