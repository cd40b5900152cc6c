// What an ONNX value is while the graph is being built: a name, a type and a shape. Also the table of the
// types that this exporter knows, with their codes in the file format and their storage.
import type { Shape } from './dimension.ts';

export type Dtype = 'float32' | 'float64' | 'int32' | 'uint32' | 'int64' | 'bool';

export interface TensorType {
  readonly dtype: Dtype;
  readonly shape: Shape;
}

/** A named value of a graph. */
export interface Tensor extends TensorType {
  readonly name: string;
}

/** Numbers of TensorProto.DataType. */
export const TYPE_CODE: Readonly<Record<Dtype, number>> = {
  float32: 1,
  float64: 11,
  int32: 6,
  int64: 7,
  bool: 9,
  uint32: 12,
};

export function dtypeOfCode(code: number): string {
  return Object.entries(TYPE_CODE).find(([, value]) => value === code)?.[0] ?? `type ${code}`;
}

/** Little-endian bytes of a constant, as the format's raw_data wants them. */
export function rawBytes(dtype: Dtype, data: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const values = Array.from(data);
  switch (dtype) {
    case 'bool':
      return Uint8Array.from(values, (value) => (value ? 1 : 0));
    case 'int64':
      return new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value)).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(values).buffer);
    case 'uint32':
      return new Uint8Array(Uint32Array.from(values).buffer);
    case 'float64':
      return new Uint8Array(Float64Array.from(values).buffer);
    case 'float32':
      return new Uint8Array(Float32Array.from(values).buffer);
  }
}
