// Writes a finished graph as the bytes of an ONNX file. The bytes depend on the graph alone.
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as Kind,
  type AttributeProtoSchema,
  type GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { printDim, type Sym } from './dimension.ts';
import { type Attribute, GraphBuilder, type GraphNode } from './graph-builder.ts';
import { type TensorType, TYPE_CODE } from './tensor.ts';

/**
 * 18 is the least opset with every operator that is emitted (bitwise operators, reductions whose axes are
 * inputs), and the one for which onnxruntime-web has a kernel of each in WASM and most in WebGPU. The
 * operators mean the same up to 21.
 */
export type Opset = 18 | 19 | 20 | 21;
export const DEFAULT_OPSET: Opset = 18;

/** The file format version that was current with each opset. */
const IR_VERSION: Readonly<Record<Opset, bigint>> = { 18: 8n, 19: 9n, 20: 9n, 21: 10n };

export interface ModelHeader {
  readonly name: string;
  readonly description: string;
  readonly opset: Opset;
  readonly metadata: Readonly<Record<string, string>>;
  readonly symbols: readonly Sym[];
}

export function writeModel(graph: GraphBuilder, header: ModelHeader): Uint8Array<ArrayBuffer> {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION[header.opset],
    opsetImport: [{ domain: '', version: BigInt(header.opset) }],
    producerName: 'tangible',
    docString: header.description,
    metadataProps: Object.entries(header.metadata)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value })),
    graph: writeGraph(graph, header.name, header.symbols),
  });
  return new Uint8Array(toBinary(ModelProtoSchema, model));
}

/** The name under which a value is written: a result that is an output has the output's name. */
type Naming = (original: string) => string;

function writeGraph(
  graph: GraphBuilder,
  name: string,
  symbols: readonly Sym[],
  outer: Naming = (original) => original,
): MessageInitShape<typeof GraphProtoSchema> {
  const { nodes, rename } = finish(graph);
  const used = new Set(nodes.flatMap((node) => capturedNames(node)));
  const named: Naming = (original) => rename.get(original) ?? outer(original);
  return {
    name,
    node: nodes.map((node) => writeNode(node, named, symbols)),
    initializer: [...graph.initializers.values()]
      .filter((constant) => used.has(constant.name))
      .map((constant) => ({
        name: constant.name,
        dataType: TYPE_CODE[constant.dtype],
        dims: constant.shape.map(BigInt),
        rawData: constant.bytes,
      })),
    input: graph.inputs.map((tensor) => valueInfo(tensor.name, tensor, symbols)),
    output: graph.outputs.map((output) => valueInfo(output.name, output.value, symbols)),
  };
}

/** Keeps the nodes that an output needs and gives the results that are outputs their names. */
function finish(graph: GraphBuilder): { nodes: GraphNode[]; rename: Map<string, string> } {
  const own = new Set(graph.nodes.flatMap((node) => node.outputs));
  const rename = new Map<string, string>();
  const copies: GraphNode[] = [];
  for (const { name, value } of graph.outputs) {
    if (own.has(value.name) && !rename.has(value.name)) rename.set(value.name, name);
    else copies.push({ op: 'Identity', inputs: [value.name], outputs: [name], attributes: {} });
  }
  const needed = new Set([...graph.outputs.map(({ value }) => value.name)]);
  const alive: GraphNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    alive.push(node);
    for (const name of capturedNames(node)) needed.add(name);
  }
  return { nodes: [...alive.reverse(), ...copies], rename };
}

/** Every name that a node reads, from inside its subgraphs too. */
function capturedNames(node: GraphNode): string[] {
  const inner = Object.values(node.attributes).flatMap((value) => {
    if (!(value instanceof GraphBuilder)) return [];
    return [
      ...finish(value).nodes.flatMap(capturedNames),
      ...value.outputs.map((output) => output.value.name),
    ];
  });
  return [...node.inputs, ...inner];
}

function writeNode(
  node: GraphNode,
  named: Naming,
  symbols: readonly Sym[],
): MessageInitShape<typeof NodeProtoSchema> {
  return {
    name: node.outputs[0] ?? node.op,
    opType: node.op,
    input: node.inputs.map(named),
    output: node.outputs.map(named),
    attribute: Object.entries(node.attributes).map(([name, value]) =>
      writeAttribute(name, value, symbols, named),
    ),
  };
}

function writeAttribute(
  name: string,
  value: Attribute,
  symbols: readonly Sym[],
  named: Naming,
): MessageInitShape<typeof AttributeProtoSchema> {
  if (value instanceof GraphBuilder)
    return { name, type: Kind.GRAPH, g: writeGraph(value, name, symbols, named) };
  if (typeof value === 'number') return { name, type: Kind.INT, i: BigInt(value) };
  if (typeof value === 'string') return { name, type: Kind.STRING, s: asciiBytes(value) };
  if ('float' in value) return { name, type: Kind.FLOAT, f: value.float };
  return { name, type: Kind.INTS, ints: value.map(BigInt) };
}

/** Attributes are words of the specification, so ASCII; a model file compiles without the DOM's encoder. */
const asciiBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function valueInfo(
  name: string,
  { dtype, shape }: TensorType,
  symbols: readonly Sym[],
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = shape.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: printDim(size, symbols) },
  }));
  const tensorType = { elemType: TYPE_CODE[dtype], shape: { dim } };
  return { name, type: { value: { case: 'tensorType', value: tensorType } } };
}
