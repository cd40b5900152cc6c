/** Small symmetric matrices, row-major: solving, inverting, eigenvalues. */

const sizeOf = (A: ArrayLike<number>): number => Math.round(Math.sqrt(A.length));

/** x with Ax = b for a positive definite A (LDLᵀ, no pivoting). @throws Error when A is not positive definite. */
export function solve(A: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const x = solveIfDefinite(A, b);
  if (!x) throw new Error('The matrix is not positive definite.');
  return x;
}

/** The same; null when A is not positive definite. */
export function solveIfDefinite(A: ArrayLike<number>, b: ArrayLike<number>): Float64Array | null {
  const n = sizeOf(A);
  const factors = factor(A, n);
  if (!factors) return null;
  const { L, d } = factors;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) x[i] = at(x, i) - at(L, i * n + k) * at(x, k);
  for (let i = 0; i < n; i++) x[i] = at(x, i) / at(d, i);
  for (let i = n - 1; i >= 0; i--)
    for (let k = i + 1; k < n; k++) x[i] = at(x, i) - at(L, k * n + i) * at(x, k);
  return x;
}

/** A⁻¹ of a positive definite A. @throws Error when it is not. */
export function inverse(A: ArrayLike<number>): Float64Array {
  const n = sizeOf(A);
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const e = new Float64Array(n);
    e[i] = 1;
    result.set(solve(A, e), i * n);
  }
  return result;
}

function factor(A: ArrayLike<number>, n: number): { L: Float64Array; d: Float64Array } | null {
  const L = new Float64Array(n * n);
  const d = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = at(A, i * n + j);
      for (let k = 0; k < j; k++) sum -= at(L, i * n + k) * at(L, j * n + k) * at(d, k);
      if (i === j) d[j] = sum;
      else L[i * n + j] = sum / at(d, j);
    }
    if (!(at(d, j) > 0)) return null;
  }
  return { L, d };
}

/** tr(AB). */
export function traceOfProduct(A: ArrayLike<number>, B: ArrayLike<number>): number {
  const n = sizeOf(A);
  let sum = 0;
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) sum += at(A, i * n + k) * at(B, k * n + i);
  return sum;
}

export function product(A: ArrayLike<number>, B: ArrayLike<number>): Float64Array {
  const n = sizeOf(A);
  const C = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += at(A, i * n + k) * at(B, k * n + j);
      C[i * n + j] = sum;
    }
  return C;
}

export function trace(A: ArrayLike<number>): number {
  const n = sizeOf(A);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += at(A, i * n + i);
  return sum;
}

/** a·A + b·B. */
export const combine = (a: number, A: ArrayLike<number>, b: number, B: ArrayLike<number>): Float64Array =>
  Float64Array.from(A, (value, i) => a * value + b * at(B, i));

/** Eigenvalues of a symmetric matrix, ascending, by cyclic Jacobi rotations. */
export function eigenvalues(A: ArrayLike<number>): Float64Array {
  const n = sizeOf(A);
  const S = Float64Array.from(A);
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off += at(S, p * n + q) ** 2;
        rotate(S, n, p, q);
      }
    if (off < 1e-30 * traceOfProduct(S, S)) break;
  }
  return Float64Array.from({ length: n }, (_, i) => at(S, i * n + i)).sort();
}

/** The rotation in the plane of p and q that makes S[p, q] zero. */
function rotate(S: Float64Array, n: number, p: number, q: number): void {
  const off = at(S, p * n + q);
  if (off === 0) return;
  const theta = (at(S, q * n + q) - at(S, p * n + p)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(1, theta));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [a, b] = [at(S, k * n + p), at(S, k * n + q)];
    S[k * n + p] = c * a - s * b;
    S[k * n + q] = s * a + c * b;
  }
  for (let k = 0; k < n; k++) {
    const [a, b] = [at(S, p * n + k), at(S, q * n + k)];
    S[p * n + k] = c * a - s * b;
    S[q * n + k] = s * a + c * b;
  }
}

const at = (values: ArrayLike<number>, index: number): number => values[index] as number;
