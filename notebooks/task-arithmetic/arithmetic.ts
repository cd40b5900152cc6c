/** Task vectors: Δ = Ψ − Ψ₀ for each matrix, their best rank-r approximations, and Ψ₀ + Σ λᵢΔᵢ. Weights, never scores. */
import { NEURONS } from './graphs.ts';
import type { Weights } from './training.ts';
import { D } from './world.ts';

export interface TaskVector extends Weights {
  /** Singular values of W and V, largest first. */
  readonly singular: { readonly W: readonly number[]; readonly V: readonly number[] };
  /** The same update with only the r largest singular values kept in each matrix. */
  kept(r: number): Weights;
}

/** A = Σ σᵢ uᵢ vᵢᵀ of a rows × columns matrix, row-major; `scaled` is σᵢuᵢ. */
interface Svd {
  readonly sigma: number[];
  readonly scaled: Float64Array[];
  readonly right: Float64Array[];
}

/** One-sided Jacobi: rotates rows of Aᵀ's columns until they are orthogonal. Exact to rounding for these sizes. */
export function svd(A: Float64Array, rows: number, columns: number): Svd {
  const a = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => A[i * columns + j] as number),
  );
  const v = Array.from({ length: columns }, (_, j) => {
    const unit = new Float64Array(columns);
    unit[j] = 1;
    return unit;
  });
  const product = (x: Float64Array, y: Float64Array) =>
    x.reduce((s, value, k) => s + value * (y[k] as number), 0);
  // What is smaller than this against the whole is rounding: columns beyond the rank.
  const negligible = 1e-20 * A.reduce((total, value) => total + value * value, 0);
  for (let sweep = 0, turned = true; turned && sweep < 60; sweep++) {
    turned = false;
    for (let p = 0; p < columns; p++)
      for (let q = p + 1; q < columns; q++) {
        const [ap, aq, vp, vq] = [a[p], a[q], v[p], v[q]] as Float64Array[] as [
          Float64Array,
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const [alpha, beta, gamma] = [product(ap, ap), product(aq, aq), product(ap, aq)];
        if (Math.abs(gamma) <= Math.max(1e-14 * Math.sqrt(alpha * beta), negligible)) continue;
        turned = true;
        const zeta = (beta - alpha) / (2 * gamma);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.hypot(1, t);
        rotate(ap, aq, c, c * t);
        rotate(vp, vq, c, c * t);
      }
  }
  const order = a.map((column, j) => ({ j, sigma: Math.sqrt(product(column, column)) }));
  order.sort((x, y) => y.sigma - x.sigma);
  return {
    sigma: order.slice(0, Math.min(rows, columns)).map((one) => one.sigma),
    scaled: order.map(({ j }) => a[j] as Float64Array),
    right: order.map(({ j }) => v[j] as Float64Array),
  };
}

function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let k = 0; k < x.length; k++) {
    const [xk, yk] = [x[k] as number, y[k] as number];
    x[k] = c * xk - s * yk;
    y[k] = s * xk + c * yk;
  }
}

function rankPart({ scaled, right }: Svd, r: number, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < Math.min(r, scaled.length); i++)
    for (let x = 0; x < rows; x++)
      for (let y = 0; y < columns; y++)
        out[x * columns + y] =
          (out[x * columns + y] as number) + (scaled[i]?.[x] as number) * (right[i]?.[y] as number);
  return out;
}

/** Ψ − Ψ₀. */
export function taskVector(start: Weights, tuned: Weights): TaskVector {
  const W = tuned.W.map((value, i) => value - (start.W[i] as number));
  const V = tuned.V.map((value, i) => value - (start.V[i] as number));
  let both: { W: Svd; V: Svd } | undefined;
  const decomposed = () => (both ??= { W: svd(W, D, D), V: svd(V, NEURONS, D) });
  const known = new Map<number, Weights>();
  return {
    W,
    V,
    get singular() {
      const { W: ofW, V: ofV } = decomposed();
      return { W: ofW.sigma, V: ofV.sigma };
    },
    kept(r) {
      if (r >= D) return { W, V };
      const { W: ofW, V: ofV } = decomposed();
      const part = known.get(r) ?? { W: rankPart(ofW, r, D, D), V: rankPart(ofV, r, NEURONS, D) };
      known.set(r, part);
      return part;
    },
  };
}

/** Ψ₀ + λ₁Δ₁ + λ₂Δ₂. */
export function edit(start: Weights, one: Weights, by1: number, two: Weights, by2: number): Weights {
  const sum = (key: 'W' | 'V') =>
    start[key].map((value, i) => value + by1 * (one[key][i] as number) + by2 * (two[key][i] as number));
  return { W: sum('W'), V: sum('V') };
}
