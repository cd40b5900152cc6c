// The nodes that move numbers about without computing: Transpose, Reshape, Expand. Each leaves out what
// would change nothing, and folds with the one before it.
import { type Dim, isStatic, same, sameShape, type Shape } from './dimension.ts';
import { type Context, shapeTensor } from './run-time-shape.ts';
import type { Tensor } from './tensor.ts';

/**
 * Brings the given axes into the given order. Axes not listed have size one; they stay where they are if
 * nothing moves, and go last otherwise.
 */
export function emitTranspose(ctx: Context, tensor: Tensor, axes: readonly number[]): Tensor {
  if (axes.every((axis, k) => k === 0 || axis > (axes[k - 1] ?? -1))) return tensor;
  const unlisted = tensor.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const perm = [...axes, ...unlisted];
  const shape = perm.map((axis) => tensor.shape[axis] ?? 1);
  return ctx.graph.node('Transpose', [tensor], { dtype: tensor.dtype, shape }, { perm });
}

/** Reshapes to a shape of equal size. */
export function emitReshape(ctx: Context, tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  const constant = ctx.graph.initializer(tensor);
  if (constant && isStatic(shape)) return ctx.graph.reshaped(constant, shape);
  const behind = ctx.graph.producer(tensor);
  const source = behind?.inputs[0];
  if (source && ['Reshape', 'Squeeze', 'Unsqueeze'].includes(behind.op))
    return emitReshape(ctx, source, shape);
  const pattern = reshapePattern(tensor.shape, shape);
  if (pattern) return reshapeTo(ctx, tensor, shape, ctx.graph.int64(pattern));
  if (sameShape(withoutOnes(tensor.shape), withoutOnes(shape))) return moveOnes(ctx, tensor, shape);
  return reshapeTo(ctx, tensor, shape, shapeTensor(ctx, shape));
}

const reshapeTo = (ctx: Context, tensor: Tensor, shape: Shape, target: Tensor): Tensor =>
  ctx.graph.node('Reshape', [tensor, target], { dtype: tensor.dtype, shape });

/** A constant target for Reshape: 0 copies a size, -1 infers one; undefined if that is not enough. */
function reshapePattern(from: Shape, to: Shape): number[] | undefined {
  if (isStatic(to)) return to.includes(0) ? undefined : [...to];
  const pattern = to.map((dim, i) => {
    if (typeof dim === 'number') return dim;
    return same(dim, from[i] ?? -1) ? 0 : -1;
  });
  const inferred = pattern.filter((dim) => dim === -1).length;
  return inferred > 1 || to.includes(0) ? undefined : pattern;
}

const withoutOnes = (shape: Shape): Dim[] => shape.filter((dim) => dim !== 1);

/** Removes every axis of size one and puts new ones where the target has them. */
function moveOnes(ctx: Context, tensor: Tensor, shape: Shape): Tensor {
  const ones = (dims: Shape): number[] => dims.flatMap((dim, i) => (dim === 1 ? [i] : []));
  const { dtype } = tensor;
  const bare = withoutOnes(shape);
  const squeezed =
    bare.length === tensor.shape.length
      ? tensor
      : ctx.graph.node('Squeeze', [tensor, ctx.graph.int64(ones(tensor.shape))], { dtype, shape: bare });
  if (bare.length === shape.length) return squeezed;
  return ctx.graph.node('Unsqueeze', [squeezed, ctx.graph.int64(ones(shape))], { dtype, shape });
}

/** Repeats along axes of size one until the tensor has the given shape, of the same rank. */
export function emitExpand(ctx: Context, tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  return ctx.graph.node('Expand', [tensor, shapeTensor(ctx, shape)], { dtype: tensor.dtype, shape });
}
