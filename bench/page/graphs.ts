/** A shipped graph through the lab’s model, and through a bare session of onnxruntime, on its golden inputs. */
import type * as Ort from 'onnxruntime-web';
import { restore } from '#lib/lab/golden.ts';
import type { Tensor } from '#lib/notebook/types.ts';
import { benchOf, provenanceOf } from './lab.ts';

const files = import.meta.glob<string>('/notebooks/*/*.onnx', { query: '?url', import: 'default' });

export interface GraphTimes {
  /** Milliseconds of one run, round by round. */
  readonly model: number[];
  readonly bare: number[];
}

/** Alternating rounds of at least `least` milliseconds each. */
export async function graphTimes(
  slug: string,
  file: string,
  rounds: number,
  least: number,
): Promise<GraphTimes> {
  const provenance = (await provenanceOf(slug)).find((one) => one.file === file);
  if (!provenance) throw new Error(`There is no graph ${slug}/${file}.onnx.`);
  const inputs = restore(provenance.golden.inputs);
  const model = await (await benchOf(slug)).openModel(file);
  const bare = await bareSession(slug, file);
  const throughModel = async () => void (await model.run(inputs));
  const throughSession = () => bare.run(inputs);
  // How many runs fill a round; the first ones are slower and are not counted.
  await timed(throughSession, 5);
  await timed(throughModel, 5);
  const runs = Math.max(5, Math.ceil(least / ((await timed(throughSession, 20)) / 20)));
  const times: GraphTimes = { model: [], bare: [] };
  for (let round = 0; round < rounds; round++) {
    times.model.push((await timed(throughModel, runs)) / runs);
    times.bare.push((await timed(throughSession, runs)) / runs);
  }
  await model.release();
  await bare.release();
  return times;
}

async function timed(work: () => Promise<void>, runs: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < runs; i++) await work();
  return performance.now() - start;
}

/** The least that anybody must do: tensors from numbers, one call, numbers from the outputs. */
async function bareSession(slug: string, file: string) {
  // The lab has configured this module when it opened the model.
  const ort: typeof Ort = await import('onnxruntime-web/wasm');
  const url = await files[`/notebooks/${slug}/${file}.onnx`]?.();
  const bytes = new Uint8Array(await (await fetch(url as string)).arrayBuffer());
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const feed = ({ data, shape }: Tensor) => new ort.Tensor(typeName(data), data as never, [...shape]);
  return {
    async run(inputs: Readonly<Record<string, Tensor>>) {
      const feeds: Record<string, Ort.Tensor> = {};
      for (const name in inputs) feeds[name] = feed(inputs[name] as Tensor);
      const outputs = await session.run(feeds);
      for (const name in outputs) void (outputs[name] as Ort.Tensor).data;
    },
    release: () => session.release(),
  };
}

const TYPES = {
  Float32Array: 'float32',
  Int32Array: 'int32',
  BigInt64Array: 'int64',
  Float64Array: 'float64',
  Uint8Array: 'bool',
} as const;

const typeName = (data: Tensor['data']) => TYPES[data.constructor.name as keyof typeof TYPES];
