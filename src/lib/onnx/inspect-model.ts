// Reads what a model card shows out of the bytes of an ONNX file. Import it lazily: it brings the decoder.
import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, ModelProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { dtypeOfCode } from './tensor.ts';

export interface ValueSummary {
  readonly name: string;
  readonly dtype: string;
  /** Sizes; a string is a size that is free at run time. */
  readonly shape: readonly (number | string)[];
}

export interface ModelSummary {
  readonly name: string;
  readonly description: string;
  readonly producer: string;
  readonly opset: number;
  readonly irVersion: number;
  readonly inputs: readonly ValueSummary[];
  readonly outputs: readonly ValueSummary[];
  /** Constants stored in the file, and how many numbers they hold together. */
  readonly initializers: number;
  readonly parameters: number;
  /** How often each operator occurs, inside loops too, by name. */
  readonly operators: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Size of the file. */
  readonly bytes: number;
}

/** Throws if the bytes are not an ONNX model. */
export function inspectModel(bytes: Uint8Array): ModelSummary {
  const model = fromBinary(ModelProtoSchema, bytes);
  const { graph } = model;
  if (!graph) throw new Error('this file holds no ONNX graph');
  const sizes = graph.initializer.map(({ dims }) => dims.reduce((a, b) => a * Number(b), 1));
  return {
    name: graph.name,
    description: model.docString,
    producer: model.producerName,
    opset: Number(model.opsetImport.find(({ domain }) => domain === '')?.version ?? 0),
    irVersion: Number(model.irVersion),
    inputs: graph.input.map(summarise),
    outputs: graph.output.map(summarise),
    initializers: graph.initializer.length,
    parameters: sizes.reduce((a, b) => a + b, 0),
    operators: countOperators(graph),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
    bytes: bytes.length,
  };
}

function summarise({ name, type }: ValueInfoProto): ValueSummary {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  const shape = tensor?.shape?.dim.map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?'),
  );
  return { name, dtype: dtypeOfCode(tensor?.elemType ?? 0), shape: shape ?? [] };
}

function countOperators(graph: GraphProto): Record<string, number> {
  const counts: Record<string, number> = {};
  const visit = ({ node }: GraphProto): void => {
    for (const { opType, attribute } of node) {
      counts[opType] = (counts[opType] ?? 0) + 1;
      for (const { g } of attribute) if (g) visit(g);
    }
  };
  visit(graph);
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
