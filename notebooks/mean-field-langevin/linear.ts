/** Linear algebra of 16×16: solving by elimination with pivots, and eigenvalues by Jacobi rotations. Row-major. */

/** x with A x = b. @throws RangeError when A is singular. */
export function solve(A: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const M = A.slice();
  const x = b.slice();
  for (let k = 0; k < n; k++) {
    swapRows(M, x, k, pivotRow(M, n, k));
    const pivot = M[k * n + k] as number;
    if (!(Math.abs(pivot) > 0)) throw new RangeError('The linear system is singular.');
    for (let i = k + 1; i < n; i++) {
      const factor = (M[i * n + k] as number) / pivot;
      for (let j = k; j < n; j++) M[i * n + j]! -= factor * (M[k * n + j] as number);
      x[i]! -= factor * (x[k] as number);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) x[k]! -= (M[k * n + j] as number) * (x[j] as number);
    x[k]! /= M[k * n + k] as number;
  }
  return x;
}

function pivotRow(M: Float64Array, n: number, k: number): number {
  let best = k;
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(M[i * n + k] as number) > Math.abs(M[best * n + k] as number)) best = i;
  }
  return best;
}

function swapRows(M: Float64Array, x: Float64Array, a: number, b: number): void {
  if (a === b) return;
  const n = x.length;
  for (let j = 0; j < n; j++) [M[a * n + j], M[b * n + j]] = [M[b * n + j] as number, M[a * n + j] as number];
  [x[a], x[b]] = [x[b] as number, x[a] as number];
}

/** s·A with `shift` added to its diagonal. */
export function shifted(A: Float64Array, s: number, shift: number): Float64Array {
  const n = Math.sqrt(A.length);
  const M = A.map((a) => s * a);
  for (let i = 0; i < n; i++) M[i * n + i]! += shift;
  return M;
}

/** Eigenvalues of a symmetric matrix, largest first. */
export function eigenvalues(A: Float64Array): Float64Array {
  const n = Math.sqrt(A.length);
  const M = A.slice();
  for (let sweep = 0; sweep < 30 && offDiagonal(M, n) > 1e-30 * (1 + norm(M)); sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(M, n, p, q);
  }
  return Float64Array.from({ length: n }, (_, i) => M[i * n + i] as number).sort((a, b) => b - a);
}

const norm = (M: Float64Array) => M.reduce((sum, a) => sum + a * a, 0);

function offDiagonal(M: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) sum += (M[i * n + j] as number) ** 2;
  return sum;
}

/** One Jacobi rotation that makes the entry (p, q) zero. */
function rotate(M: Float64Array, n: number, p: number, q: number): void {
  const apq = M[p * n + q] as number;
  if (apq === 0) return;
  const theta = ((M[q * n + q] as number) - (M[p * n + p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [M[k * n + p] as number, M[k * n + q] as number];
    M[k * n + p] = c * kp - s * kq;
    M[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [M[p * n + k] as number, M[q * n + k] as number];
    M[p * n + k] = c * pk - s * qk;
    M[q * n + k] = s * pk + c * qk;
  }
}
