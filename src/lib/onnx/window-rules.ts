// Convolutions, and the sliding windows that pooling is made of.
import { castView } from './cast.ts';
import { type Dim, isStatic, type Shape } from './dimension.ts';
import { UnsupportedPrimitiveError } from './errors.ts';
import { emitReshape } from './layout.ts';
import type { Call, Rule, Rules } from './rule.ts';
import { type Context, shapeTensor } from './run-time-shape.ts';
import type { Tensor } from './tensor.ts';
import { materialise, permute, reshape, type View, viewOf } from './view.ts';

const refuse = ({ eqn }: Call, reason: string): never => {
  throw new UnsupportedPrimitiveError(eqn.primitive, eqn.text, eqn.source(), reason);
};

/** jax-js keeps ONNX's layout: [batch, channels, …] by [outputs, channels, …]. */
const conv: Rule = (ctx, call, [input, kernel]) => {
  const { output, eqn } = call;
  if (!input || !kernel) throw new Error('conv needs two operands');
  const strides = eqn.params['strides'] as number[];
  const padding = eqn.params['padding'] as [number, number][];
  const rank = strides.length;
  if (eqn.params['vmapDims'] !== 0) refuse(call, 'ONNX has no convolution with a further batch of kernels');
  if (rank === 0 || output.dtype !== 'float32') refuse(call, 'ONNX convolves floats over at least one axis');
  let x = materialise(ctx, castView(ctx, input, 'float32'));
  const weights = materialise(ctx, castView(ctx, kernel, 'float32'));
  for (const [i, step] of (eqn.params['lhsDilation'] as number[]).entries()) {
    x = spread(ctx, x, i + 2, step);
  }
  const before = padding.map(([start]) => start);
  const after = padding.map(([, end]) => end);
  const trims = [...before, ...after].some((width) => width < 0);
  if (trims) x = padSpatial(ctx, x, before, after);
  const attributes = {
    kernel_shape: weights.shape
      .slice(2)
      .map((dim) => (typeof dim === 'number' ? dim : refuse(call, 'the kernel has a free size'))),
    strides,
    dilations: eqn.params['rhsDilation'] as number[],
    pads: trims ? [...before, ...after].map(() => 0) : [...before, ...after],
  };
  return [
    viewOf(ctx.graph.node('Conv', [x, weights], { dtype: 'float32', shape: output.shape }, attributes)),
  ];
};

/** Puts step - 1 zeros between the entries of an axis. */
function spread(ctx: Context, tensor: Tensor, axis: number, step: number): Tensor {
  const { shape } = tensor;
  const size = shape[axis];
  if (step === 1) return tensor;
  if (typeof size !== 'number') throw new Error('a dilated input needs a fixed size');
  const replaced = (dims: Shape): Dim[] => [...shape.slice(0, axis), ...dims, ...shape.slice(axis + 1)];
  const apart = emitReshape(ctx, tensor, replaced([size, 1]));
  const zeros = apart.shape.map((_, i) => (i === axis + 1 ? step - 1 : 0));
  const wide = padded(
    ctx,
    apart,
    apart.shape.map(() => 0),
    zeros,
  );
  const joined = emitReshape(ctx, wide, replaced([size * step]));
  const ends = joined.shape.map((_, i) => (i === axis ? 1 - step : 0));
  return padded(
    ctx,
    joined,
    joined.shape.map(() => 0),
    ends,
  );
}

const padSpatial = (ctx: Context, x: Tensor, before: readonly number[], after: readonly number[]): Tensor =>
  padded(ctx, x, [0, 0, ...before], [0, 0, ...after]);

/** Pads with zeros; a negative width cuts. */
function padded(ctx: Context, tensor: Tensor, before: readonly number[], after: readonly number[]): Tensor {
  const shape = tensor.shape.map((dim, i) => {
    const width = (before[i] ?? 0) + (after[i] ?? 0);
    if (width === 0) return dim;
    if (typeof dim !== 'number') throw new Error('padding for a convolution needs a fixed size');
    return dim + width;
  });
  const pads = shapeTensor(ctx, [...before, ...after]);
  return ctx.graph.node('Pad', [tensor, pads], { dtype: tensor.dtype, shape });
}

/** Windows over the last axes: [..., size] becomes [..., window's place, place in window]. */
const pool: Rule = (ctx, call, [view]) => {
  if (!view) throw new Error('pool needs an operand');
  const window = call.eqn.params['window'] as number[];
  const strides = call.eqn.params['strides'] as number[];
  const kept = view.shape.length - window.length;
  let tensor = materialise(ctx, view);
  for (let i = window.length - 1; i >= 0; i--) {
    const axis = kept + i;
    const places = call.output.shape[axis];
    const [size, stride] = [window[i] ?? 1, strides[i] ?? 1];
    if (typeof places !== 'number') return refuse(call, 'a window slides over a free size');
    const index = Array.from({ length: places * size }, (_, k) => Math.floor(k / size) * stride + (k % size));
    const shape = [...tensor.shape.slice(0, axis), places, size, ...tensor.shape.slice(axis + 1)];
    const indices = ctx.graph.constant('int64', [places, size], index);
    tensor = ctx.graph.node('Gather', [tensor, indices], { dtype: tensor.dtype, shape }, { axis });
  }
  return [permute(viewOf(tensor), gathered(kept, window.length))];
};

/** From [..., place, in window, place, in window] to [..., places, in windows]. */
function gathered(kept: number, count: number): number[] {
  const steps = Array.from({ length: count }, (_, i) => kept + 2 * i);
  return [...Array.from({ length: kept }, (_, i) => i), ...steps, ...steps.map((i) => i + 1)];
}

/** The transpose of `pool`: adds every window back, one product with a matrix of zeros and ones per axis. */
const poolTranspose: Rule = (ctx, call, [view]) => {
  if (!view || !isStatic(view.shape)) return refuse(call, 'a window slides over a free size');
  if (call.output.dtype !== 'float32') return refuse(call, 'only windows of floats are added');
  const window = call.eqn.params['window'] as number[];
  const strides = call.eqn.params['strides'] as number[];
  const kept = call.output.shape.length - window.length;
  let current: View = view;
  for (const [i, size] of window.entries()) {
    const places = view.shape[kept + i] ?? 1;
    const total = call.output.shape[kept + i];
    if (typeof total !== 'number') return refuse(call, 'a window slides over a free size');
    current = addBack(ctx, current, {
      axis: kept,
      inWindow: kept + window.length - i,
      places,
      size,
      total,
      stride: strides[i] ?? 1,
    });
  }
  return [current];
};

interface Windows {
  readonly axis: number;
  readonly inWindow: number;
  readonly places: number;
  readonly size: number;
  readonly total: number;
  readonly stride: number;
}

/** Contracts one pair of axes (place, in window) and appends the axis that they came from; the other pairs
 * keep their order, so the next pair is found at the same place. */
function addBack(ctx: Context, view: View, { axis, inWindow, places, size, total, stride }: Windows): View {
  const others = view.shape.map((_, i) => i).filter((i) => i !== axis && i !== inWindow);
  const last = permute(view, [...others, axis, inWindow]);
  const shape = others.map((i) => view.shape[i] ?? 1);
  const flat = materialise(ctx, reshape(ctx, last, [...shape, places * size]));
  const entries = Array.from({ length: places * size * total }, (_, k) => {
    const row = Math.floor(k / total);
    return Math.floor(row / size) * stride + (row % size) === k % total ? 1 : 0;
  });
  const matrix = ctx.graph.constant('float32', [places * size, total], entries);
  return viewOf(ctx.graph.node('MatMul', [flat, matrix], { dtype: 'float32', shape: [...shape, total] }));
}

export const windowRules: Rules = { conv, pool, pool_transpose: poolTranspose };
