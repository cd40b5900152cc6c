// Puts a jax-js function into a graph that is otherwise written by hand, and writes such a graph out.
import type { Array as JaxArray } from '@jax-js/jax';
import type { GraphBuilder } from './graph-builder.ts';
import { traceAt } from './inputs.ts';
import { lower } from './lower.ts';
import type { Tensor } from './tensor.ts';
import { materialise, viewOf } from './view.ts';
import { DEFAULT_OPSET, type Opset, writeModel } from './write-model.ts';

/** Adds the nodes of `fn` for inputs of fixed size (not int64) and returns its results. */
export function addFunction(
  graph: GraphBuilder,
  fn: (...arrays: JaxArray[]) => JaxArray | JaxArray[],
  inputs: readonly Tensor[],
): Tensor[] {
  const ctx = { graph, symbols: [] };
  const flat = (...arrays: JaxArray[]): JaxArray[] => [fn(...arrays)].flat();
  return lower(ctx, traceAt(flat, inputs, []), inputs.map(viewOf)).map((view) => materialise(ctx, view));
}

export interface GraphOptions {
  readonly name: string;
  readonly description?: string;
  readonly opset?: Opset;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of the .onnx file of a graph built by hand. */
export function exportGraph(graph: GraphBuilder, options: GraphOptions): Uint8Array<ArrayBuffer> {
  const { name, description = '', opset = DEFAULT_OPSET, metadata = {} } = options;
  return writeModel(graph, { name, description, opset, metadata, symbols: [] });
}
