/**
 * Projection and blending in jax-js (float64 twin: splat.ts). Zwicker's EWA: a Gaussian of the world becomes one of the
 * image with covariance J R Σ Rᵀ Jᵀ + 0.3 I, and splats are blended from front to back.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { keeping, type Keeping } from './keep.ts';
import { BLUR, CENTER, FOCAL, HEIGHT, MOST_ALPHA, NEAR, SLOPES, WIDTH } from './settings.ts';

/** Splats in columns: all [K]; conic (a, b, c) is the inverse covariance; alpha 0 where nothing is to be drawn. */
export interface Splats {
  readonly u: JaxArray;
  readonly v: JaxArray;
  readonly conic: readonly [JaxArray, JaxArray, JaxArray];
  readonly alpha: JaxArray;
}

/** Splats are summed in blocks: transmittances are running products, here sums of logarithms by triangular matrices. */
const BLOCK = 24;
const MIDDLE = [WIDTH / 2, HEIGHT / 2] as const;

/** Strictly lower triangular: row i has ones before i. */
function before({ np }: Keeping, n: number): JaxArray {
  const ones = Float32Array.from({ length: n * n }, (_, i) => (i % n > Math.floor(i / n) ? 1 : 0));
  return np.array(ones).reshape([n, n]);
}

/**
 * Blends sorted splats (nearest first; K a multiple of 24) at pixel positions pix: [P, 2].
 * @returns Σ valuesᵢ αᵢ Tᵢ: [P, 4] for values: [K, 4], and the transmittance behind all of them: [P, 1].
 */
export function blend(
  jax: Jax,
  { u, v, conic, alpha }: Splats,
  values: JaxArray,
  pix: JaxArray,
): [JaxArray, JaxArray] {
  const k = keeping(jax);
  const K = u.shape[0] as number;
  const P = pix.shape[0] as number;
  const blocks = K / BLOCK;
  // conic = LᵀL: the exponent is then the squared length of L (p − μ), linear in the pixel and exact in 32 bits.
  const l11 = k.sqrt(conic[0]);
  const l12 = k.div(conic[1], l11);
  const l22 = k.sqrt(k.sub(conic[2], k.square(l12)));
  // Pixels are counted from the middle of the image, so that the two terms that cancel are small.
  const position = (from: JaxArray, i: number) => k.sub(from, MIDDLE[i] as number);
  const [du, dv] = [position(u, 0), position(v, 1)];
  const homogeneous = k.join(
    1,
    position(pix.ref.slice([], [0, 1]), 0),
    position(pix.ref.slice([], [1, 2]), 1),
    k.np.ones([P, 1]),
  );
  const linear = (a: JaxArray, b: JaxArray) =>
    k.matmulT(
      k.inFours(homogeneous, 1),
      k.inFours(k.columns(a, b, k.mul(k.add(k.mul(a, du), k.mul(b, dv)), -1)), 1),
    );
  const y1 = linear(l11, l12);
  const y2 = linear(k.mul(l22, 0), l22);
  const falloff = k.exp(k.mul(k.add(k.square(y1), k.square(y2)), -0.5));
  const a = k.min(k.mul(falloff, k.reshape(alpha, [1, K])), MOST_ALPHA);
  const logs = k.reshape(k.log(k.sub(k.np.ones([1, 1]), a)), [P, blocks, BLOCK]);
  const perBlock = k.sum(logs, 2);
  const within = k.matmul(logs, before(k, BLOCK));
  const padded = k.inFours(perBlock, 1);
  const sums = k.matmul(padded, before(k, padded.shape[1] as number));
  const ahead = k.reshape(sums.ref.slice([], [0, blocks]), [P, blocks, 1]);
  const weight = k.mul(a, k.exp(k.reshape(k.add(within, ahead), [P, K])));
  return [k.matmul(weight, values), k.exp(k.reshape(k.sum(perBlock, 1), [P, 1]))];
}

/** The matrix of a quaternion [K, 4] as nine vectors. */
function rotation(k: Keeping, q: JaxArray): JaxArray[] {
  const norm = k.sqrt(k.sum(k.square(q), 1));
  const [w, x, y, z] = [0, 1, 2, 3].map((i) => k.div(k.column(q, i), norm)) as [
    JaxArray,
    JaxArray,
    JaxArray,
    JaxArray,
  ];
  const twice = (a: JaxArray, b: JaxArray) => k.mul(k.mul(a, b), 2);
  const one = (a: JaxArray, b: JaxArray) => k.sub(k.np.ones([1]), k.add(twice(a, a), twice(b, b)));
  return [
    one(y, z),
    k.sub(twice(x, y), twice(w, z)),
    k.add(twice(x, z), twice(w, y)),
    k.add(twice(x, y), twice(w, z)),
    one(x, z),
    k.sub(twice(y, z), twice(w, x)),
    k.sub(twice(x, z), twice(w, y)),
    k.add(twice(y, z), twice(w, x)),
    one(x, y),
  ];
}

export interface World {
  /** Positions, log scales, quaternions, opacity logits of K Gaussians. */
  readonly x: JaxArray;
  readonly s: JaxArray;
  readonly q: JaxArray;
  readonly o: JaxArray;
}

/** Splats in the order of the Gaussians, and their depths: [K]. R: [3, 3] and origin: [3] of the camera. */
export function project(
  jax: Jax,
  g: World,
  R: JaxArray,
  origin: JaxArray,
): { splats: Splats; depth: JaxArray } {
  const k = keeping(jax);
  const view = k.matmulT(k.sub(g.x, origin), R);
  const depth = k.column(view, 2);
  const z = k.max(depth, NEAR);
  const [x, y] = [k.div(k.column(view, 0), z), k.div(k.column(view, 1), z)];
  const inside = k.np.where(depth.ref.less(NEAR), 0, 1);
  const seen = [x, y].reduce(
    (mask, slope, i) =>
      k.mul(mask, k.np.where(k.np.greater(k.abs(k.still(slope)), SLOPES[i] as number), 0, 1)),
    inside,
  );
  const entry = (i: number, j: number) => R.ref.slice([i, i + 1], [j, j + 1]).reshape([1]);
  const turn = rotation(k, g.q);
  const sizes = k.exp(g.s);
  // Rows of J R Rq S: the square root of the projected covariance.
  const rows = [x, y].map((slope, i) => {
    const w = [0, 1, 2].map((j) => k.div(k.mul(k.sub(entry(i, j), k.mul(slope, entry(2, j))), FOCAL), z));
    return [0, 1, 2].map((j) => {
      const along = [0, 1, 2].map((m) => k.mul(w[m] as JaxArray, turn[3 * m + j] as JaxArray));
      return k.mul(
        k.add(k.add(along[0] as JaxArray, along[1] as JaxArray), along[2] as JaxArray),
        k.column(sizes, j),
      );
    });
  }) as [JaxArray[], JaxArray[]];
  const inner = (a: JaxArray[], b: JaxArray[]) =>
    a.map((value, j) => k.mul(value, b[j] as JaxArray)).reduce((sum, value) => k.add(sum, value));
  const [a, b, c] = [
    k.add(inner(rows[0], rows[0]), BLUR),
    inner(rows[0], rows[1]),
    k.add(inner(rows[1], rows[1]), BLUR),
  ];
  const det = k.sub(k.mul(a, c), k.square(b));
  return {
    depth,
    splats: {
      u: k.add(k.mul(x, FOCAL), CENTER[0]),
      v: k.add(k.mul(y, FOCAL), CENTER[1]),
      conic: [k.div(c, det), k.mul(k.div(b, det), -1), k.div(a, det)],
      alpha: k.mul(k.sigmoid(g.o), seen),
    },
  };
}
