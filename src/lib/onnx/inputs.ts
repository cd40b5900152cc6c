// The inputs of a model: their declaration, the symbols in their shapes, and the traces of a function at
// the sizes that those symbols take.
import { emitCast } from './cast.ts';
import { chooseSamples, type Dim, sampleAt, type Sym } from './dimension.ts';
import type { GraphBuilder } from './graph-builder.ts';
import type { Program } from './program.ts';
import type { Context } from './run-time-shape.ts';
import type { Dtype, Tensor, TensorType } from './tensor.ts';
import { type FlatFunction, trace } from './trace.ts';
import { unite } from './unite.ts';
import { type View, viewOf } from './view.ts';

export interface InputSpec {
  readonly name: string;
  /** Sizes; a name stands for one that is free at run time, and the same name for the same size. */
  readonly shape: readonly (number | string)[];
  /** Default float32. An int64 input (as other tools make indices) is an int32 in the function. */
  readonly dtype?: Dtype;
}

/** The named sizes in order of appearance, with the sizes at which to trace. */
export function symbolsOf(specs: readonly InputSpec[]): Sym[] {
  const names = specs.flatMap(({ shape }) => shape.filter((dim) => typeof dim === 'string'));
  return chooseSamples([...new Set(names)]);
}

/** Declares the inputs; the views are what the function sees. */
export function bindInputs(
  graph: GraphBuilder,
  specs: readonly InputSpec[],
  symbols: readonly Sym[],
): { readonly ctx: Context; readonly tensors: readonly Tensor[]; readonly views: readonly View[] } {
  const sizeOf = (dim: number | string): Dim =>
    typeof dim === 'number' ? dim : (symbols.find(({ name }) => name === dim)?.samples ?? 1);
  const tensors = specs.map(({ name, shape, dtype = 'float32' }) =>
    graph.input(name, dtype, shape.map(sizeOf)),
  );
  const bound = symbols.map((symbol) => {
    const place = specs.findIndex(({ shape }) => shape.includes(symbol.name));
    const input = tensors[place];
    if (!input) throw new Error(`no input has the size '${symbol.name}'`);
    return { ...symbol, input, axis: specs[place]?.shape.indexOf(symbol.name) ?? 0 };
  });
  const ctx = { graph, symbols: bound };
  const views = tensors.map((tensor) =>
    viewOf(tensor.dtype === 'int64' ? emitCast(ctx, tensor, 'int32') : tensor),
  );
  return { ctx, tensors, views };
}

/** Traces a function at every sample of the symbols and unites the traces. */
export function traceAt(fn: FlatFunction, types: readonly TensorType[], symbols: readonly Sym[]): Program {
  const traces = symbols[0]?.samples.length ?? 1;
  const programs = Array.from({ length: traces }, (_, t) =>
    trace(
      fn,
      types.map(({ dtype, shape }) => ({ dtype, shape: shape.map((dim) => sampleAt(dim, t)) })),
    ),
  );
  return unite(programs);
}

/** The type of a view, as a trace wants it. */
export const typeOf = (view: View): TensorType => ({ dtype: view.base.dtype, shape: view.shape });
