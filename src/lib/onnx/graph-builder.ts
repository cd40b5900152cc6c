// A typed ONNX graph under construction. Equal nodes and equal constants are merged as they are added, and
// nodes that no output needs are left out when it is written. The exporter builds its graphs with it, and
// a notebook may use it directly for an operator that jax-js lacks.
import type { Shape } from './dimension.ts';
import type { Dtype, Tensor, TensorType } from './tensor.ts';
import { rawBytes } from './tensor.ts';

/** A number is an INT, a string a STRING, a list INTS; a FLOAT is marked, since 1 could be either. */
export type Attribute = number | string | readonly number[] | { readonly float: number } | GraphBuilder;
export type Attributes = Readonly<Record<string, Attribute>>;

export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** The operator behind a tensor, for peepholes that look one node back. */
export interface Producer {
  readonly op: string;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
}

export interface Initializer extends Tensor {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class GraphBuilder {
  readonly inputs: Tensor[] = [];
  readonly outputs: { readonly name: string; readonly value: Tensor }[] = [];
  readonly nodes: GraphNode[] = [];
  readonly initializers = new Map<string, Initializer>();
  private readonly contents = new Map<string, Initializer>();
  readonly parent: GraphBuilder | undefined;
  private readonly merged = new Map<string, readonly Tensor[]>();
  private readonly producers = new Map<string, Producer>();
  private readonly scalars = new Map<string, number>();
  private readonly counter: { next: number };

  /** With a parent, the graph is the body of a Loop or If and may use the parent's values by name. */
  constructor(parent?: GraphBuilder) {
    this.parent = parent;
    this.counter = parent?.counter ?? { next: 0 };
  }

  get root(): GraphBuilder {
    return this.parent?.root ?? this;
  }

  /** Declares an input. Throws if the name could collide with a generated one. */
  input(name: string, dtype: Dtype, shape: Shape): Tensor {
    checkName(name);
    if (this.inputs.some((other) => other.name === name)) throw new Error(`two inputs are named '${name}'`);
    const tensor = { name, dtype, shape };
    this.inputs.push(tensor);
    return tensor;
  }

  /** Declares an output: the graph's value `value`, under `name`. */
  output(name: string, value: Tensor): void {
    checkName(name);
    if ([...this.outputs, ...this.inputs].some((other) => other.name === name)) {
      throw new Error(`the output '${name}' needs a name that no input or other output has`);
    }
    this.outputs.push({ name, value });
  }

  /** A constant of the model (an initializer). Equal constants are stored once, in the outermost graph. */
  constant(dtype: Dtype, shape: readonly number[], data: ArrayLike<number>): Tensor {
    const tensor = this.root.store(dtype, shape, rawBytes(dtype, data));
    if (shape.length === 0) this.root.scalars.set(tensor.name, Number(data[0]));
    return tensor;
  }

  /** The same constant under another shape of equal size. */
  reshaped(constant: Initializer, shape: readonly number[]): Tensor {
    const tensor = this.root.store(constant.dtype, shape, constant.bytes);
    const value = this.root.scalars.get(constant.name);
    if (shape.length === 0 && value !== undefined) this.root.scalars.set(tensor.name, value);
    return tensor;
  }

  private store(dtype: Dtype, shape: readonly number[], bytes: Uint8Array<ArrayBuffer>): Initializer {
    const key = `${dtype}[${shape.join()}]${hash(bytes)}`;
    for (let probe = 0; ; probe++) {
      const known = this.contents.get(`${key}.${probe}`);
      if (known && !equalBytes(known.bytes, bytes)) continue;
      if (known) return known;
      const tensor: Initializer = { name: this.fresh('constant'), dtype, shape, bytes };
      this.contents.set(`${key}.${probe}`, tensor);
      this.initializers.set(tensor.name, tensor);
      return tensor;
    }
  }

  scalar(dtype: Dtype, value: number): Tensor {
    return this.constant(dtype, [], [value]);
  }

  /** A list of sizes, axes or indices, as ONNX wants them. */
  int64(values: readonly number[]): Tensor {
    return this.constant('int64', [values.length], values);
  }

  /** The value of a scalar constant, or undefined for any other tensor. */
  scalarValue(tensor: Tensor): number | undefined {
    return this.root.scalars.get(tensor.name);
  }

  /** The initializer behind a tensor, if it is one. */
  initializer(tensor: Tensor): Initializer | undefined {
    return this.root.initializers.get(tensor.name);
  }

  /** Adds a node with one result, whose type the caller states. An undefined input is an omitted one. */
  node(
    op: string,
    inputs: readonly (Tensor | undefined)[],
    type: TensorType,
    attributes: Attributes = {},
  ): Tensor {
    const [tensor] = this.nodeWithResults(op, inputs, [type], attributes);
    if (!tensor) throw new Error(`${op} has no result`);
    return tensor;
  }

  /** Adds a node with several results. */
  nodeWithResults(
    op: string,
    inputs: readonly (Tensor | undefined)[],
    types: readonly TensorType[],
    attributes: Attributes = {},
  ): readonly Tensor[] {
    const names = inputs.map((tensor) => tensor?.name ?? '');
    const key = nodeKey(op, names, types.length, attributes);
    const known = key === undefined ? undefined : this.lookup(key);
    if (known) return known;
    const results = types.map(({ dtype, shape }) => ({ name: this.fresh(op), dtype, shape }));
    this.nodes.push({ op, inputs: names, outputs: results.map(({ name }) => name), attributes });
    for (const { name } of results) this.producers.set(name, { op, inputs, attributes });
    if (key !== undefined) this.merged.set(key, results);
    return results;
  }

  /** The node of this graph or an outer one that computes a tensor; undefined for inputs and constants. */
  producer(tensor: Tensor): Producer | undefined {
    return this.producers.get(tensor.name) ?? this.parent?.producer(tensor);
  }

  private lookup(key: string): readonly Tensor[] | undefined {
    return this.merged.get(key) ?? this.parent?.lookup(key);
  }

  private fresh(stem: string): string {
    return `${stem}.${this.counter.next++}`;
  }
}

function checkName(name: string): void {
  if (!/^[A-Za-z_][\w/-]*$/.test(name)) throw new Error(`'${name}' cannot name an input or output`);
}

/** Identifies nodes that compute the same; undefined for one that holds a graph. */
function nodeKey(op: string, inputs: string[], results: number, attributes: Attributes): string | undefined {
  if (Object.values(attributes).some((value) => value instanceof GraphBuilder)) return undefined;
  return JSON.stringify([op, inputs, results, attributes]);
}

/** FNV-1a. */
function hash(bytes: Uint8Array): number {
  let state = 0x811c9dc5;
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
