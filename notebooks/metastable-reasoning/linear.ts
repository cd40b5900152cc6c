/** Small dense systems in float64. */

/**
 * Solves A X = B by elimination with partial pivoting. A: [n, n], B: [n, m], row-major; neither is changed.
 * @throws RangeError when A is singular to working precision.
 */
export function solve(A: Float64Array, B: Float64Array, n: number): Float64Array {
  const m = B.length / n;
  const a = A.slice();
  const b = B.slice();
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k] as number) > Math.abs(a[pivot * n + k] as number)) pivot = i;
    }
    const largest = a[pivot * n + k] as number;
    if (!(Math.abs(largest) > 1e-300)) throw new RangeError(`The system of ${n} equations is singular.`);
    if (pivot !== k) {
      swapRows(a, n, k, pivot);
      swapRows(b, m, k, pivot);
    }
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k] as number) / largest;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) a[i * n + j] = (a[i * n + j] as number) - factor * (a[k * n + j] as number);
      for (let j = 0; j < m; j++) b[i * m + j] = (b[i * m + j] as number) - factor * (b[k * m + j] as number);
    }
  }
  substitute(a, b, n, m);
  return b;
}

function substitute(a: Float64Array, b: Float64Array, n: number, m: number): void {
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; j < m; j++) {
      let sum = b[i * m + j] as number;
      for (let k = i + 1; k < n; k++) sum -= (a[i * n + k] as number) * (b[k * m + j] as number);
      b[i * m + j] = sum / (a[i * n + i] as number);
    }
  }
}

function swapRows(a: Float64Array, width: number, i: number, j: number): void {
  for (let k = 0; k < width; k++) {
    const kept = a[i * width + k] as number;
    a[i * width + k] = a[j * width + k] as number;
    a[j * width + k] = kept;
  }
}
