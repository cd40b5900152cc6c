// Reductions over axes of a lazy view. An axis along which the view is constant costs nothing to reduce:
// its sum is a multiple, its extremes are the number itself.
import { castView, type Detour, WIDE_AND_BOOL } from './cast.ts';
import { type Dim, product } from './dimension.ts';
import { mapOperator } from './elementwise.ts';
import { emitExpand } from './layout.ts';
import type { Rule } from './rule.ts';
import { type Context, symbolicScalar } from './run-time-shape.ts';
import type { Tensor } from './tensor.ts';
import { layOut, type View } from './view.ts';

export type Reduction = 'Add' | 'Mul' | 'Min' | 'Max';

const OPERATOR = { Add: 'ReduceSum', Mul: 'ReduceProd', Min: 'ReduceMin', Max: 'ReduceMax' } as const;

/** jax-js sums bools by "any" and multiplies them by "all". */
const BOOL_OPERATOR = { Add: 'ReduceMax', Mul: 'ReduceMin', Min: 'ReduceMin', Max: 'ReduceMax' } as const;

/**
 * Reduces `axes` of a view; they keep their place with size one. `keepBase` says whether the tensor behind
 * keeps them too, which saves a node when the result is broadcast against its origin.
 */
export function reduceAxes(
  ctx: Context,
  reduction: Reduction,
  view: View,
  axes: readonly number[],
  keepBase = true,
): View {
  const lone = axes.filter((i) => view.axes[i] === null && view.shape[i] !== 1);
  if (reduction === 'Mul' && lone.length > 0) view = writeOut(ctx, view);
  const { dtype } = view.base;
  const inner = (WIDE_AND_BOOL as Detour)[dtype] ?? dtype;
  const cast = castView(ctx, view, inner);
  const op = dtype === 'bool' ? BOOL_OPERATOR[reduction] : OPERATOR[reduction];
  const baseAxes = axes.flatMap((i) => view.axes[i] ?? []).sort((a, b) => a - b);
  const base = emitReduce(ctx, op, cast.base, baseAxes, keepBase);
  const moved = (axis: number): number => (keepBase ? axis : axis - baseAxes.filter((b) => b < axis).length);
  const reduced: View = {
    base,
    shape: view.shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
    axes: view.axes.map((axis, i) => (axis === null || axes.includes(i) ? null : moved(axis))),
  };
  const counted = reduction === 'Add' && dtype !== 'bool' ? lone : [];
  return castView(ctx, repeat(ctx, reduced, product(counted.map((i) => view.shape[i] ?? 1))), dtype);
}

function emitReduce(ctx: Context, op: string, tensor: Tensor, axes: number[], keep: boolean): Tensor {
  if (axes.length === 0) return tensor;
  const shape = tensor.shape.flatMap((dim, i) => (axes.includes(i) ? (keep ? [1] : []) : [dim]));
  const type = { dtype: tensor.dtype, shape };
  return ctx.graph.node(op, [tensor, ctx.graph.int64(axes)], type, { keepdims: keep ? 1 : 0 });
}

/** The sum of `times` equal terms. */
function repeat(ctx: Context, view: View, times: Dim): View {
  if (times === 1) return view;
  const { dtype } = view.base;
  const scalar =
    typeof times === 'number' ? ctx.graph.scalar(dtype, times) : symbolicScalar(ctx, dtype, times);
  const factor = { base: scalar, shape: [], axes: [] };
  return mapOperator(ctx, 'Mul', [view, factor], { dtype, shape: view.shape });
}

function writeOut(ctx: Context, view: View): View {
  const order = view.shape.map((_, i) => i);
  const base = emitExpand(ctx, layOut(ctx, view, order), view.shape);
  return { base, shape: view.shape, axes: view.shape.map((dim, i) => (dim === 1 ? null : i)) };
}

/** Removes axes of size one from a view. */
export const dropAxes = (view: View, dropped: readonly number[]): View => ({
  base: view.base,
  shape: view.shape.filter((_, i) => !dropped.includes(i)),
  axes: view.axes.filter((_, i) => !dropped.includes(i)),
});

export const reduce: Rule = (ctx, { eqn, keepAxes }, [view]) => {
  if (!view) throw new Error('reduce needs an operand');
  const axes = eqn.params['axis'] as number[];
  const reduction = eqn.params['op'] as Reduction;
  return [dropAxes(reduceAxes(ctx, reduction, view, axes, keepAxes), axes)];
};
