/** The rotation G that maximises tr(Gᵀ M): by Horn's quaternions (1987), which also hold where M has no full rank. */
import { rotationOf, type Mat3 } from './linear.ts';

export function nearestRotation(m: Mat3): Mat3 {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = m;
  // The largest eigenvector of this symmetric matrix is the quaternion.
  const a = [
    [xx + yy + zz, zy - yz, xz - zx, yx - xy],
    [zy - yz, xx - yy - zz, xy + yx, xz + zx],
    [xz - zx, xy + yx, yy - xx - zz, yz + zy],
    [yx - xy, xz + zx, yz + zy, zz - xx - yy],
  ];
  const v = diagonalize(a);
  let best = 0;
  for (let i = 1; i < 4; i++) if (entry(a, i, i) > entry(a, best, best)) best = i;
  return rotationOf(entry(v, 0, best), entry(v, 1, best), entry(v, 2, best), entry(v, 3, best));
}

type Matrix = number[][];
const entry = (a: Matrix, i: number, j: number): number => (a[i] as number[])[j] as number;
const put = (a: Matrix, i: number, j: number, value: number): void => void ((a[i] as number[])[j] = value);

/** Cyclic Jacobi: `a` (symmetric) becomes diagonal; its eigenvectors are the columns of the result. */
function diagonalize(a: Matrix): Matrix {
  const n = a.length;
  const v = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  const size = Math.hypot(...a.flat());
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(entry(a, p, q)) <= 1e-16 * size) continue;
        const theta = (entry(a, q, q) - entry(a, p, p)) / (2 * entry(a, p, q));
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(1, theta));
        const c = 1 / Math.hypot(1, t);
        rotateColumns(a, p, q, c, t * c);
        rotateRows(a, p, q, c, t * c);
        rotateColumns(v, p, q, c, t * c);
      }
  return v;
}

function rotateColumns(a: Matrix, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [entry(a, k, p), entry(a, k, q)];
    put(a, k, p, c * x - s * y);
    put(a, k, q, s * x + c * y);
  }
}
function rotateRows(a: Matrix, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [entry(a, p, k), entry(a, q, k)];
    put(a, p, k, c * x - s * y);
    put(a, q, k, s * x + c * y);
  }
}
