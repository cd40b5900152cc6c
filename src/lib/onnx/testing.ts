// Runs an exported model in onnxruntime and the same function in jax-js, for the tests of this folder.
import { type Array as JaxArray, defaultDevice, init, numpy as np } from '@jax-js/jax';
import * as ort from 'onnxruntime-web/wasm';
import { expect } from 'vitest';
import { exportModel, type ExportOptions, type InputSpec } from './export-model.ts';
import type { Dtype } from './tensor.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

/**
 * onnxruntime's loader for Node defines a global Worker, from which jax-js concludes, once its memory is
 * made, that memory is shared: its next kernel then fails to link. So nothing may define one here.
 */
function keepWorkerUndefined(): void {
  const ignore = (): void => undefined;
  Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => undefined, set: ignore });
}

export async function startJax(): Promise<void> {
  keepWorkerUndefined();
  await init('wasm');
  defaultDevice('wasm');
}

/** Contents of an array, whatever its type. */
export interface Values {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export const floats = (shape: readonly number[], data: readonly number[]): Values => ({
  dtype: 'float32',
  shape,
  data,
});
export const integers = (shape: readonly number[], data: readonly number[]): Values => ({
  dtype: 'int32',
  shape,
  data,
});

/** Numbers in [-1, 1) that look random and are always the same. */
export function noise(shape: readonly number[], seed = 1): Values {
  const size = shape.reduce((a, b) => a * b, 1);
  let state = seed * 2654435761;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  next();
  return floats(shape, Array.from({ length: size }, next));
}

function toOrt({ dtype, shape, data }: Values): ort.Tensor {
  if (dtype === 'int64') return new ort.Tensor('int64', BigInt64Array.from(data, BigInt), shape);
  if (dtype === 'bool') return new ort.Tensor('bool', Uint8Array.from(data), shape);
  if (dtype === 'int32') return new ort.Tensor('int32', Int32Array.from(data), shape);
  if (dtype === 'uint32') return new ort.Tensor('uint32', Uint32Array.from(data), shape);
  if (dtype === 'float64') return new ort.Tensor('float64', Float64Array.from(data), shape);
  return new ort.Tensor('float32', Float32Array.from(data), shape);
}

/** Runs a model in onnxruntime. */
export async function runOrt(bytes: Uint8Array, inputs: Readonly<Record<string, Values>>): Promise<Values[]> {
  const session = await ort.InferenceSession.create(bytes);
  try {
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, toOrt(values)]));
    const results = await session.run(feeds);
    return session.outputNames.map((name) => {
      const tensor = results[name];
      if (!tensor) throw new Error(`no output ${name}`);
      const data = Array.from(tensor.data as ArrayLike<number | bigint>, Number);
      return { dtype: tensor.type as Dtype, shape: tensor.dims, data };
    });
  } finally {
    await session.release();
  }
}

const JAX_DTYPE = {
  float32: np.float32,
  float64: np.float64,
  int32: np.int32,
  int64: np.int32,
  uint32: np.uint32,
  bool: np.bool,
};

/**
 * jax-js 0.1.25 keeps an array of equal numbers as an expression, and leaves zeros in its padding whatever
 * is applied to it afterwards (cos of a padded 0 is 0); so one number is cut out of two.
 */
export function toJax({ dtype, shape, data }: Values): JaxArray {
  const stored = data.length === 1 ? [...data, data[0] === 0 ? 1 : 0] : data;
  const type = {
    float32: Float32Array,
    float64: Float64Array,
    uint32: Uint32Array,
    int32: Int32Array,
    int64: Int32Array,
    bool: Int32Array,
  };
  const flat = np.array(new type[dtype](stored), { dtype: JAX_DTYPE[dtype] });
  return (data.length === 1 ? flat.slice([0, 1]) : flat).reshape([...shape]);
}

export type Model = (...arrays: JaxArray[]) => JaxArray | JaxArray[];

/** Runs a function in jax-js. */
export function runJax(fn: Model, inputs: readonly Values[]): Values[] {
  return [fn(...inputs.map(toJax))].flat().map((array) => ({
    dtype: array.dtype as Dtype,
    shape: array.shape,
    data: Array.from(array.dataSync()),
  }));
}

/** Exports with inputs a, b, c, … of the given values' types, runs both engines and compares. */
export async function expectAgreement(
  fn: Model,
  inputs: readonly Values[],
  {
    symbolic,
    tolerance = 1e-5,
  }: { symbolic?: readonly (readonly (number | string)[])[]; tolerance?: number } = {},
): Promise<Uint8Array> {
  const expected = runJax(fn, inputs);
  const specs: InputSpec[] = inputs.map(({ dtype, shape }, i) => ({
    name: String.fromCharCode(97 + i),
    dtype,
    shape: symbolic?.[i] ?? shape,
  }));
  const options: ExportOptions = { name: 'test', inputs: specs, outputs: expected.map((_, i) => `out${i}`) };
  const bytes = exportModel(fn, options);
  const feeds = Object.fromEntries(specs.map(({ name }, i) => [name, inputs[i] as Values]));
  const actual = await runOrt(bytes, feeds);
  for (const [i, want] of expected.entries()) expectClose(actual[i], want, tolerance);
  return bytes;
}

/** Equal types and shapes; floats within a relative and absolute tolerance, the rest exactly. */
export function expectClose(got: Values | undefined, want: Values, tolerance = 1e-5): void {
  expect(got?.dtype).toBe(want.dtype);
  expect(got?.shape).toEqual([...want.shape]);
  for (const [k, value] of want.data.entries()) {
    const other = got?.data[k] ?? Number.NaN;
    const near =
      Object.is(other, value) ||
      other === value ||
      Math.abs(other - value) <= tolerance * (want.dtype === 'float32' ? Math.max(1, Math.abs(value)) : 0);
    if (!near) expect.fail(`entry ${k}: onnxruntime ${other}, jax-js ${value}`);
  }
}
