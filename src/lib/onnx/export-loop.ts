// Exports an iteration (a sampler, a retrieval dynamics, gradient descent) as an ONNX Loop: its body is
// written once, however many steps it takes.
import type { Array as JaxArray } from '@jax-js/jax';
import { emitCast } from './cast.ts';
import { type Dim, sameShape } from './dimension.ts';
import type { ExportOptions } from './export-model.ts';
import { GraphBuilder } from './graph-builder.ts';
import { bindInputs, type InputSpec, symbolsOf, traceAt, typeOf } from './inputs.ts';
import { emitReshape } from './layout.ts';
import { lower } from './lower.ts';
import type { Context } from './run-time-shape.ts';
import type { Tensor, TensorType } from './tensor.ts';
import { materialise, type View, viewOf } from './view.ts';
import { DEFAULT_OPSET, writeModel } from './write-model.ts';

export type Arrays = Readonly<Record<string, JaxArray>>;

/** I: the names of the inputs. S: the state. R: what a step returns, the state and what is collected. */
export interface LoopOptions<I extends string, S extends Arrays, R extends S> extends ExportOptions {
  readonly inputs: readonly (InputSpec & { readonly name: I })[];
  /** How many steps: a number, or the name of an int32 or int64 input of shape []. */
  readonly steps: number | NoInfer<I>;
  /** Inputs with one slice per step along their first axis; `step` sees the slice of its step. */
  readonly each?: readonly NoInfer<I>[];
  /** The state before the first step, from the inputs. */
  readonly start: (inputs: Readonly<Record<I, JaxArray>>) => S;
  /**
   * The state after a step, from the state before it and the inputs. Every entry of the state must come back
   * with the same shape and type; any further entry is collected over the steps along a new first axis.
   * `step` is also handed the number of the step, an int32 scalar.
   */
  readonly step: (state: S, inputs: Readonly<Record<I, JaxArray>>, index: JaxArray) => R;
  /** The outputs, in the order of `outputs`, from the last state and what was collected. */
  readonly finish: (state: R, inputs: Readonly<Record<I, JaxArray>>) => JaxArray | JaxArray[];
}

/** The same without the names, for the functions that only pass them on. */
interface Loop extends ExportOptions {
  readonly steps: number | string;
  readonly each?: readonly string[];
  readonly start: (inputs: Arrays) => Arrays;
  readonly step: (state: Arrays, inputs: Arrays, index: JaxArray) => Arrays;
  readonly finish: (state: Arrays, inputs: Arrays) => JaxArray | JaxArray[];
}

type Part = Readonly<Record<string, View>>;

/**
 * Writes a loop as an ONNX model. The three functions are traced like that of `exportModel`, and the same
 * rules hold for symbolic sizes and captured arrays.
 *
 * @returns the bytes of the .onnx file
 * @throws Error if a step changes the shape or type of the state; else as `exportModel`
 */
export function exportLoop<const I extends string, S extends Arrays, R extends S>(
  options: LoopOptions<I, S, R>,
): Uint8Array<ArrayBuffer> {
  return writeLoop(options as unknown as Loop);
}

function writeLoop(options: Loop): Uint8Array<ArrayBuffer> {
  const graph = new GraphBuilder();
  const symbols = symbolsOf(options.inputs);
  const { ctx, tensors, views } = bindInputs(graph, options.inputs, symbols);
  const inputs = Object.fromEntries(options.inputs.map(({ name }, i) => [name, views[i] as View]));
  const state = lowerNamed(ctx, [inputs], ([given]) => options.start(given));
  const result = emitLoop(ctx, options, inputs, state, stepCount(ctx, options, tensors));
  const outputs = lowerNamed(ctx, [result, inputs], ([last, given]) =>
    Object.fromEntries([options.finish(last, given)].flat().map((array, i) => [String(i), array])),
  );
  for (const [i, name] of options.outputs.entries()) {
    const view = outputs[String(i)];
    if (!view) throw new Error(`finish returns no array for the output '${name}'`);
    graph.output(name, materialise(ctx, view));
  }
  return writeModel(graph, {
    name: options.name,
    description: options.description ?? '',
    opset: options.opset ?? DEFAULT_OPSET,
    metadata: options.metadata ?? {},
    symbols,
  });
}

function stepCount(ctx: Context, { steps, inputs }: Loop, tensors: readonly Tensor[]): Tensor {
  if (typeof steps === 'number') return ctx.graph.scalar('int64', steps);
  const tensor = tensors[inputs.findIndex(({ name }) => name === steps)];
  if (!tensor) throw new Error(`no input is named '${steps}'`);
  return emitReshape(ctx, emitCast(ctx, tensor, 'int64'), []);
}

/** Traces and lowers a function from records of arrays to a record of arrays. */
function lowerNamed<const T extends readonly Part[]>(
  ctx: Context,
  parts: T,
  fn: (records: { [K in keyof T]: Arrays }) => Arrays,
): Part {
  const views = parts.flatMap((part) => Object.values(part));
  let names: string[] = [];
  const flat = (...arrays: JaxArray[]): JaxArray[] => {
    let next = 0;
    const records = parts.map((part) =>
      Object.fromEntries(Object.keys(part).map((name) => [name, arrays[next++] as JaxArray])),
    );
    const result = fn(records as { [K in keyof T]: Arrays });
    names = Object.keys(result);
    return Object.values(result);
  };
  const results = lower(ctx, traceAt(flat, views.map(typeOf), ctx.symbols), views);
  return Object.fromEntries(names.map((name, i) => [name, results[i] as View]));
}

function emitLoop(ctx: Context, options: Loop, inputs: Part, state: Part, count: Tensor): Part {
  const body = new GraphBuilder(ctx.graph);
  const inner: Context = { graph: body, symbols: ctx.symbols };
  const initial = Object.values(state).map((view) => materialise(ctx, view));
  const index = body.input('loop/step', 'int64', []);
  const going = body.input('loop/going', 'bool', []);
  const before = Object.keys(state).map((name, i) => {
    const { dtype, shape } = initial[i] as Tensor;
    return [name, viewOf(body.input(`state/${name}`, dtype, shape))] as const;
  });
  const seen = sliceEach(inner, options.each ?? [], inputs, index);
  const counter = { index: viewOf(emitCast(inner, index, 'int32')) };
  const after = lowerNamed(inner, [Object.fromEntries(before), seen, counter], ([s, given, n]) =>
    options.step(s, given, n['index'] as JaxArray),
  );
  checkState(state, after);
  body.output('loop/going-on', going);
  const collected = Object.keys(after).filter((name) => !(name in state));
  const names = [...Object.keys(state), ...collected];
  for (const name of names) body.output(`next/${name}`, materialise(inner, after[name] as View));
  const types = names.map((name): TensorType => {
    const { dtype, shape } = typeOf(after[name] as View);
    return { dtype, shape: name in state ? shape : [collectedCount(options, inputs), ...shape] };
  });
  const results = ctx.graph.nodeWithResults('Loop', [count, undefined, ...initial], types, { body });
  return Object.fromEntries(names.map((name, i) => [name, viewOf(results[i] as Tensor)]));
}

/** The inputs as a step sees them: those in `each` give their slice of this step. */
function sliceEach(ctx: Context, each: readonly string[], inputs: Part, index: Tensor): Part {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, view]) => {
      if (!each.includes(name)) return [name, view];
      const type = { dtype: view.base.dtype, shape: view.shape.slice(1) };
      return [name, viewOf(ctx.graph.node('Gather', [view.base, index], type, { axis: 0 }))];
    }),
  );
}

function checkState(before: Part, after: Part): void {
  for (const [name, view] of Object.entries(before)) {
    const next = after[name];
    if (!next || next.base.dtype !== view.base.dtype || !sameShape(next.shape, view.shape)) {
      throw new Error(`a step must return '${name}' with the shape and type that it was given`);
    }
  }
}

/** The number of steps, where it is known while exporting: collected arrays have it as their first size. */
function collectedCount({ steps, each = [] }: Loop, inputs: Part): Dim {
  if (typeof steps === 'number') return steps;
  const [first] = each;
  const size = first === undefined ? undefined : inputs[first]?.shape[0];
  if (size === undefined)
    throw new Error('collecting needs a number of steps, or an input with one slice per step');
  return size;
}
