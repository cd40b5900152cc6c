/**
 * The prompt that is shown, and the three-dimensional world in which it is drawn. For d ≥ 3 the world is spanned by
 * the query and two random directions (for d = 3 that is all of space, turned so that the query faces the reader): its
 * sphere is a great sphere of S^{d−1}. Points off it are drawn at their projections. A dragged point lies on it.
 */
import type { Lab, MovedPoint } from '#lib/notebook/types.ts';
import { drawPrompts, QUERY } from './prompts.ts';
import type { Vector } from '#lib/charts/orthographic.ts';

export interface World {
  readonly d: number;
  /** Orthonormal, one row of length d per axis; two rows on the circle. */
  readonly basis: readonly (readonly number[])[];
}

export interface Shown {
  readonly world: World;
  readonly d: number;
  readonly N: number;
  /** N rows of length d. */
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly query: readonly number[];
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, k) => sum + value * (b[k] as number), 0);

export function drawShown(lab: Lab, d: number, N: number): Shown {
  const { x, y, query } = drawPrompts(lab.random('shown prompt'), d, N, 1, 'uniform');
  const row = (i: number) => Array.from(x.subarray(i * d, (i + 1) * d));
  const q = Array.from(query);
  return {
    world: { d, basis: d === 2 ? [[1, 0], [0, 1]] : worldBasis(lab, q) }, // prettier-ignore
    d,
    N,
    x: Array.from({ length: N }, (_, i) => row(i)),
    y: Array.from(y),
    query: q,
  };
}

/** Gram–Schmidt on the query and two random vectors. */
function worldBasis(lab: Lab, query: readonly number[]): number[][] {
  const random = lab.random('great sphere');
  const basis: number[][] = [];
  const candidates = [[...query], ...[1, 2].map(() => query.map(() => random.normal()))];
  for (const candidate of candidates) {
    for (const done of basis) {
      const along = dot(candidate, done);
      candidate.forEach((value, k) => (candidate[k] = value - along * (done[k] as number)));
    }
    const length = Math.hypot(...candidate);
    basis.push(candidate.map((value) => value / length));
  }
  return basis;
}

/** Coordinates in the world; the third is 0 on the circle. */
export const toWorld = ({ basis }: World, x: ArrayLike<number>): Vector => [
  dot(basis[0] as number[], x),
  dot(basis[1] as number[], x),
  basis[2] ? dot(basis[2], x) : 0,
];

/** The unit vector of R^d in the direction of world coordinates; undefined where there is no direction. */
export function fromWorld({ d, basis }: World, at: ArrayLike<number>): number[] | undefined {
  const length = Math.hypot(...basis.map((_, k) => at[k] as number));
  if (length < 1e-6) return undefined;
  return Array.from({ length: d }, (_, l) =>
    basis.reduce((sum, axis, k) => sum + ((at[k] as number) / length) * (axis[l] as number), 0),
  );
}

/** The prompt with the dragged points where they were put. */
export function withMoved(shown: Shown, moved: readonly MovedPoint[]): Shown {
  const x = [...shown.x];
  let { query } = shown;
  for (const { index, at } of moved) {
    const to = fromWorld(shown.world, at);
    if (to && index === QUERY) query = to;
    else if (to && index < shown.N) x[index] = to;
  }
  return { ...shown, x, query };
}

/** Tokens (x; y; 0) of the points, row-major N × (d+2). */
export const pointTokens = ({ x, y, N, d }: Shown): Float32Array => {
  const tokens = new Float32Array(N * (d + 2));
  x.forEach((row, i) => tokens.set([...row, y[i] as number, 0], i * (d + 2)));
  return tokens;
};

/** Query tokens (x; 0; 1) for world directions, given row-major with three coordinates each. */
export function queryTokens({ d, basis }: World, directions: ArrayLike<number>): Float32Array {
  const count = directions.length / 3;
  const E = d + 2;
  const tokens = new Float32Array(count * E);
  for (let m = 0; m < count; m++) {
    for (const [k, axis] of basis.entries()) {
      const along = directions[3 * m + k] as number;
      for (let l = 0; l < d; l++)
        tokens[m * E + l] = (tokens[m * E + l] as number) + along * (axis[l] as number);
    }
    tokens[m * E + d + 1] = 1;
  }
  return tokens;
}
