/**
 * Golden inputs: small inputs whose outputs are known. A training that is repeated, and an engine that starts, must
 * give the same outputs. (WebGPU kernels have been silently wrong: onnxruntime issues 19816, 24070, 25227.)
 */
import type { Model, Tensor, TensorData } from '../notebook/types.ts';
import type { Provenance, Stored } from './recipe.ts';

const CONSTRUCTORS = { Float32Array, Int32Array, Uint8Array, Float64Array } as const;

/** Nine significant digits tell every float32 from its neighbours; a double would be written with seventeen. */
const short = (value: number | bigint): number => Number(Number(value).toPrecision(9));

/** Tensors as JSON. */
export function store(tensors: Readonly<Record<string, Tensor>>): Stored {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [
      name,
      {
        type: data.constructor.name,
        shape: [...shape],
        data: Array.from(data as ArrayLike<number | bigint>, data instanceof Float32Array ? short : Number),
      },
    ]),
  );
}

/** Inverse of `store`. */
export function restore(stored: Stored): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(stored).map(([name, { type, shape, data }]) => [name, { data: typed(type, data), shape }]),
  );
}

function typed(type: string, data: readonly number[]): TensorData {
  if (type === 'BigInt64Array') return BigInt64Array.from(data, BigInt);
  return CONSTRUCTORS[type as keyof typeof CONSTRUCTORS].from(data);
}

/** Largest |a − b| / (1 + |b|) over all outputs; infinite when shapes differ or a number is not finite. */
export function compareOutputs(a: Stored, b: Stored): number {
  let worst = 0;
  for (const [name, expected] of Object.entries(b)) {
    const got = a[name];
    if (!got || got.shape.join() !== expected.shape.join()) return Infinity;
    expected.data.forEach((value, i) => {
      const difference = Math.abs((got.data[i] as number) - value) / (1 + Math.abs(value));
      worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
    });
  }
  return worst;
}

/** Runs a model on its golden inputs. @throws Error naming the file and the difference when it exceeds the tolerance. */
export async function checkGolden(model: Model, provenance: Provenance): Promise<void> {
  const outputs = store(await model.run(restore(provenance.golden.inputs)));
  const worst = compareOutputs(outputs, provenance.golden.outputs);
  if (worst > provenance.tolerance) {
    throw new Error(
      `${provenance.file}.onnx gives other numbers here than where it was made: difference ${worst.toExponential(1)}, allowed ${provenance.tolerance}.`,
    );
  }
}
