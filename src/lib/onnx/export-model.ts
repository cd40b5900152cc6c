// Exports a function over jax-js arrays as an ONNX model.
import type { Array as JaxArray } from '@jax-js/jax';
import { GraphBuilder } from './graph-builder.ts';
import { bindInputs, type InputSpec, symbolsOf, traceAt, typeOf } from './inputs.ts';
import { lower } from './lower.ts';
import { materialise } from './view.ts';
import { DEFAULT_OPSET, type Opset, writeModel } from './write-model.ts';

export type { InputSpec } from './inputs.ts';
export type { Opset } from './write-model.ts';

export interface ExportOptions {
  /** The graph's name. */
  readonly name: string;
  /** The function's arguments in order. A size may be a name, and is then free at run time. */
  readonly inputs: readonly InputSpec[];
  /** Names for the function's results in order. */
  readonly outputs: readonly string[];
  readonly description?: string;
  readonly opset?: Opset;
  /** Free-form facts that travel in the file: seed, recipe, licence. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Traces `fn` and writes it as an ONNX model.
 *
 * `fn` takes one array per input and returns an array or a list of arrays, one per output. Arrays that it
 * captures become constants of the model; take them with `.ref`, since `fn` is called several times when a
 * size is symbolic. It is then traced at primes between 5 and 227 and must do the same at every size: a choice
 * by a threshold that all of these lie beyond could not be noticed. jax-js must have been initialised.
 *
 * @returns the bytes of the .onnx file, the same for the same function
 * @throws UnsupportedPrimitiveError if an operation has no ONNX counterpart
 * @throws SymbolicShapeError if the function depends on a symbolic size in a way the graph cannot follow
 */
export function exportModel(
  fn: (...arrays: JaxArray[]) => JaxArray | JaxArray[],
  options: ExportOptions,
): Uint8Array<ArrayBuffer> {
  const graph = new GraphBuilder();
  const symbols = symbolsOf(options.inputs);
  const { ctx, views } = bindInputs(graph, options.inputs, symbols);
  const flat = (...arrays: JaxArray[]): JaxArray[] => [fn(...arrays)].flat();
  const results = lower(ctx, traceAt(flat, views.map(typeOf), symbols), views);
  if (results.length !== options.outputs.length) {
    throw new Error(`the function returns ${results.length} arrays, but ${options.outputs.length} are named`);
  }
  for (const [i, name] of options.outputs.entries()) {
    const view = results[i];
    if (view) graph.output(name, materialise(ctx, view));
  }
  return writeModel(graph, {
    name: options.name,
    description: options.description ?? '',
    opset: options.opset ?? DEFAULT_OPSET,
    metadata: options.metadata ?? {},
    symbols,
  });
}
