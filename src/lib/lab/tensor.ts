/** Constructors for tensors: row-major data with a shape, and a check that the two agree. */
import type { Tensor, TensorData } from '../notebook/types.ts';

const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** @throws RangeError when `data` does not have as many numbers as `shape` asks for. */
export function tensor<D extends TensorData>(data: D, shape: readonly number[]): Tensor<D> {
  if (data.length !== size(shape)) {
    throw new RangeError(`A tensor of shape [${shape}] has ${size(shape)} entries, not ${data.length}.`);
  }
  return { data, shape };
}

export const float32 = (data: ArrayLike<number>, shape: readonly number[]): Tensor<Float32Array> =>
  tensor(data instanceof Float32Array ? data : Float32Array.from(data), shape);

export const int32 = (data: ArrayLike<number>, shape: readonly number[]): Tensor<Int32Array> =>
  tensor(data instanceof Int32Array ? data : Int32Array.from(data), shape);

export const int64 = (data: ArrayLike<number>, shape: readonly number[]): Tensor<BigInt64Array> =>
  tensor(BigInt64Array.from(Array.from(data), BigInt), shape);

/** A 32-bit float scalar: shape []. */
export const scalar = (value: number): Tensor<Float32Array> => float32([value], []);

/** The data of a float32 output. @throws TypeError when the model gave something else. */
export function floats(output: Tensor | undefined): Float32Array {
  if (output?.data instanceof Float32Array) return output.data;
  throw new TypeError(
    `Expected float32 data, got ${output === undefined ? 'no output' : output.data.constructor.name}.`,
  );
}
