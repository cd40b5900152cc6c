/**
 * ONNX graphs behind plain typed arrays. The onnxruntime module is an argument: Node, the worker's WASM build and its
 * WebGPU build are three modules with one interface.
 */
import type * as Ort from 'onnxruntime-web';
import type { Model, Tensor, TensorData } from '../notebook/types.ts';

export type OrtModule = typeof Ort;
export type Provider = 'webgpu' | 'wasm';

/** A model that holds memory outside the JavaScript heap until it is released. */
export interface OpenModel extends Model {
  release(): Promise<void>;
}

// onnxruntime keeps arguments on the stack of its WASM heap across awaits, so two of its calls must never interleave,
// not even those of two sessions: outputs then lose their names. Calls stand in line.
let last: Promise<unknown> = Promise.resolve();
function inLine<T>(call: () => Promise<T>): Promise<T> {
  const result = last.then(call);
  last = result.catch(() => undefined);
  return result;
}

/** Starts a session. The caller bounds the time it may take: a blocked worker script never answers. */
export async function openModel(ort: OrtModule, bytes: Uint8Array, provider: Provider): Promise<OpenModel> {
  const session = await inLine(() =>
    ort.InferenceSession.create(bytes, {
      executionProviders: [provider],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      // Idle threads sleep: spinning, they would hold the cores that the page and the gradients need.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    }),
  );
  return {
    run: (inputs, outputs) => inLine(() => runSession(ort, session, inputs, outputs)),
    release: () => inLine(() => session.release()),
  };
}

async function runSession(
  ort: OrtModule,
  session: Ort.InferenceSession,
  inputs: Readonly<Record<string, Tensor>>,
  wanted: readonly string[] = session.outputNames,
): Promise<Record<string, Tensor>> {
  const feeds: Record<string, Ort.Tensor> = {};
  for (const [name, value] of Object.entries(inputs)) feeds[name] = toOrt(ort, value);
  const results = await session.run(feeds, wanted);
  const outputs: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(results)) {
    outputs[name] = { data: (await value.getData()) as TensorData, shape: value.dims };
    value.dispose();
  }
  return outputs;
}

function toOrt(ort: OrtModule, { data, shape }: Tensor): Ort.Tensor {
  const dims = [...shape];
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, dims);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, dims);
  if (data instanceof Float64Array) return new ort.Tensor('float64', data, dims);
  return new ort.Tensor('bool', data, dims);
}
