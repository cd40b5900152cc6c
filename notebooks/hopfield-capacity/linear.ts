/**
 * Moving memories through the feature map. A pin is never moved by itself: the smallest change of W that puts the
 * features where they are wanted is W ← W + X⁺(Y′ − XW), exact while the letters (rows of X) are linearly independent
 * (M ≤ 20; with U there is A + U = H + O).
 * X⁺ = Xᵀ(XXᵀ)⁺, with the pseudo-inverse of the small symmetric matrix from its eigenvalues (Jacobi rotations).
 */

/** (XXᵀ)⁺ for X of `count` rows. Directions with less than 10⁻¹⁰ of the largest eigenvalue are left alone. */
export function gramInverse(X: Float64Array, count: number): Float64Array {
  const { values, vectors } = eigen(rowProducts(X, count), count);
  const smallest = Math.max(...values) * 1e-10;
  const inverse = new Float64Array(count * count);
  values.forEach((value, k) => {
    if (value <= smallest) return;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++)
        inverse[i * count + j] =
          (inverse[i * count + j] as number) +
          ((vectors[i * count + k] as number) * (vectors[j * count + k] as number)) / value;
  });
  return inverse;
}

function rowProducts(X: Float64Array, count: number): Float64Array {
  const width = X.length / count;
  const G = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++)
      for (let k = 0; k < width; k++)
        G[i * count + j] =
          (G[i * count + j] as number) + (X[i * width + k] as number) * (X[j * width + k] as number);
  return G;
}

/** Eigenvalues and eigenvectors (in columns) of a symmetric matrix, by cyclic Jacobi rotations. */
export function eigen(symmetric: Float64Array, n: number): { values: number[]; vectors: Float64Array } {
  const A = symmetric.slice();
  const V = new Float64Array(n * n);
  for (let i = 0; i < n; i++) V[i * n + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += (A[i * n + j] as number) ** 2;
    if (off < 1e-26) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(A, V, n, p, q);
  }
  return { values: Array.from({ length: n }, (_, i) => A[i * n + i] as number), vectors: V };
}

function rotate(A: Float64Array, V: Float64Array, n: number, p: number, q: number): void {
  const apq = A[p * n + q] as number;
  if (Math.abs(apq) < 1e-300) return;
  const theta = ((A[q * n + q] as number) - (A[p * n + p] as number)) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (M: Float64Array, i: number, j: number) => {
    const [x, y] = [M[i] as number, M[j] as number];
    M[i] = c * x - s * y;
    M[j] = s * x + c * y;
  };
  for (let k = 0; k < n; k++) turn(A, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(A, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(V, k * n + p, k * n + q);
}

/** W + X⁺ R, where `inverse` is (XXᵀ)⁺, X is count×K and R is count×D. */
export function corrected(
  W: Float64Array,
  X: Float64Array,
  inverse: Float64Array,
  R: Float64Array,
  count: number,
): Float64Array {
  const D = R.length / count;
  const K = X.length / count;
  const result = W.slice();
  for (let i = 0; i < count; i++)
    for (let d = 0; d < D; d++) {
      let a = 0;
      for (let j = 0; j < count; j++) a += (inverse[i * count + j] as number) * (R[j * D + d] as number);
      if (a === 0) continue;
      for (let k = 0; k < K; k++)
        result[k * D + d] = (result[k * D + d] as number) + (X[i * K + k] as number) * a;
    }
  return result;
}

export interface Target {
  readonly index: number;
  /** Where Φ of this letter should be: a direction in R^D. */
  readonly at: readonly number[];
}

/** W after the letters in `targets` were dragged to their places; the others keep theirs. */
export function dragged(
  W: Float64Array,
  X: Float64Array,
  inverse: Float64Array,
  count: number,
  targets: readonly Target[],
): Float64Array {
  const K = X.length / count;
  const D = W.length / K;
  const R = new Float64Array(count * D);
  for (const { index, at } of targets) {
    if (index >= count) continue;
    const raw = new Float64Array(D);
    for (let k = 0; k < K; k++)
      for (let d = 0; d < D; d++)
        raw[d] = (raw[d] as number) + (X[index * K + k] as number) * (W[k * D + d] as number);
    const length = Math.hypot(...at.slice(0, D));
    if (length === 0) continue;
    const scale = Math.hypot(...raw) / length;
    for (let d = 0; d < D; d++) R[index * D + d] = (at[d] as number) * scale - (raw[d] as number);
  }
  return corrected(W, X, inverse, R, count);
}
