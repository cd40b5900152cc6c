/**
 * Operations of jax-js that keep their arguments. jax-js counts references, and an operation uses its arguments up; the
 * graphs here are written down once, for export, where formulas that can be read matter more than freeing early.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

export type Operand = JaxArray | number;
const kept = (x: Operand): Operand => (typeof x === 'number' ? x : x.ref);

export function keeping({ numpy: np, nn, lax }: Jax) {
  const two =
    (f: (a: JaxArray, b: Operand) => JaxArray) =>
    (a: JaxArray, b: Operand): JaxArray =>
      f(a.ref, kept(b));
  return {
    np,
    mul: two((a, b) => a.mul(b)),
    add: two((a, b) => a.add(b)),
    sub: two((a, b) => a.sub(b)),
    div: two((a, b) => a.div(b)),
    matmul: (a: JaxArray, b: JaxArray) => np.matmul(a.ref, b.ref),
    /** a bᵀ. */
    matmulT: (a: JaxArray, b: JaxArray) => np.matmul(a.ref, np.transpose(b.ref)),
    exp: (a: JaxArray) => np.exp(a.ref),
    log: (a: JaxArray) => np.log(a.ref),
    sqrt: (a: JaxArray) => np.sqrt(a.ref),
    square: (a: JaxArray) => a.ref.mul(a.ref),
    abs: (a: JaxArray) => np.abs(a.ref),
    floor: (a: JaxArray) => np.floor(a.ref),
    min: two((a, b) => np.minimum(a, b)),
    max: two((a, b) => np.maximum(a, b)),
    relu: (a: JaxArray) => nn.relu(a.ref),
    sigmoid: (a: JaxArray) => nn.sigmoid(a.ref),
    still: (a: JaxArray) => lax.stopGradient(a.ref),
    sum: (a: JaxArray, axis?: number) => np.sum(a.ref, axis),
    mean: (a: JaxArray) => np.mean(a.ref),
    reshape: (a: JaxArray, shape: number[]) => a.ref.reshape(shape),
    /** Column k of a matrix, as a vector. */
    column: (a: JaxArray, k: number) => a.ref.slice([], [k, k + 1]).reshape([a.shape[0] as number]),
    /** Vectors side by side, as the columns of a matrix. */
    columns: (...all: JaxArray[]) =>
      np.concatenate(
        all.map((a) => a.ref.reshape([a.shape[0] as number, 1])),
        1,
      ),
    join: (axis: number, ...all: JaxArray[]) =>
      np.concatenate(
        all.map((a) => a.ref),
        axis,
      ),
    /**
     * A matrix with zeros after its rows (axis 0) or columns (axis 1), up to a multiple of four. For factors of products:
     * WebGPU has one program for those and others for the rest, and compiling one takes a second where there is no
     * graphics card.
     */
    inFours(a: JaxArray, axis: 0 | 1): JaxArray {
      const missing = -(a.shape[axis] as number) & 3;
      const across = a.shape[1 - axis] as number;
      if (missing === 0) return a.ref;
      return np.concatenate([a.ref, np.zeros(axis === 0 ? [missing, across] : [across, missing])], axis);
    },
  };
}
export type Keeping = ReturnType<typeof keeping>;
