// Sums of products. The axes of the two lazy operands say what kind of product it is: axes that both have
// are batch or contracted, axes that one has are its rows or columns. A dense layer, its weight gradient and
// an attention score are then each one MatMul.
import { castView } from './cast.ts';
import { product, type Shape } from './dimension.ts';
import { mapOperator } from './elementwise.ts';
import { emitReshape } from './layout.ts';
import { dropAxes, reduceAxes } from './reduce.ts';
import type { Context } from './run-time-shape.ts';
import type { Dtype, Tensor } from './tensor.ts';
import { broadcastTo, layOut, type View } from './view.ts';

/** Axes of the product by their part in it. */
interface Parts {
  readonly batch: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly inner: readonly number[];
}

/** Σ over the axes `summed` of x·y, where x and y broadcast to `shape`; those axes are removed. */
export function contract(
  ctx: Context,
  [x, y]: readonly [View, View],
  shape: Shape,
  summed: readonly number[],
  dtype: Dtype,
): View {
  const operand = (view: View): View => castView(ctx, broadcastTo(view, shape), dtype);
  const [a, b] = [operand(x), operand(y)];
  const only = (one: View, other: View): number[] =>
    summed.filter((i) => one.axes[i] !== null && other.axes[i] === null);
  const [left, right] =
    dtype === 'bool'
      ? [a, b]
      : [reduceAxes(ctx, 'Add', a, only(a, b)), reduceAxes(ctx, 'Add', b, only(b, a))];
  const parts = partition(left, right, shape, summed);
  const isMatrix = parts.inner.length > 0 && parts.rows.length + parts.columns.length > 0;
  if (!isMatrix || dtype === 'bool' || shape.includes(0)) {
    const full = shape.map((dim, i) => (only(a, b).includes(i) || only(b, a).includes(i) ? 1 : dim));
    const terms = mapOperator(ctx, 'Mul', [left, right], { dtype, shape: dtype === 'bool' ? shape : full });
    return dropAxes(reduceAxes(ctx, 'Add', terms, summed, false), summed);
  }
  const swap = parts.rows.length > 0 && (parts.columns[0] ?? Infinity) < (parts.rows[0] ?? Infinity);
  const result = swap
    ? matrixProduct(ctx, right, left, { ...parts, rows: parts.columns, columns: parts.rows }, shape)
    : matrixProduct(ctx, left, right, parts, shape);
  const lone = summed.filter((i) => a.axes[i] === null && b.axes[i] === null);
  return dropAxes(reduceAxes(ctx, 'Add', result, lone), summed);
}

function partition(left: View, right: View, shape: Shape, summed: readonly number[]): Parts {
  const axes = shape.map((_, i) => i);
  const has = (view: View, i: number): boolean => view.axes[i] !== null;
  const free = axes.filter((i) => !summed.includes(i));
  const byBase = (view: View, list: number[]): number[] =>
    list.sort((a, b) => (view.axes[a] ?? 0) - (view.axes[b] ?? 0));
  return {
    batch: byBase(
      left,
      free.filter((i) => has(left, i) && has(right, i)),
    ),
    rows: byBase(
      left,
      free.filter((i) => has(left, i) && !has(right, i)),
    ),
    columns: byBase(
      right,
      free.filter((i) => !has(left, i) && has(right, i)),
    ),
    inner: byBase(
      left,
      summed.filter((i) => has(left, i) && has(right, i)),
    ),
  };
}

/** [batch, rows, inner] × [batch, inner, columns], each run of axes merged into one where there are several. */
function matrixProduct(ctx: Context, left: View, right: View, parts: Parts, shape: Shape): View {
  const { batch, rows, columns, inner } = parts;
  // Without a batch, ONNX takes any number of leading axes on the left as rows.
  const keepRows = batch.length === 0 && rows.length > 0;
  const sizes = (axes: readonly number[]): Shape => axes.map((i) => shape[i] ?? 1);
  const merged = (axes: readonly number[]): Shape => [product(sizes(axes))];
  const rowSizes = keepRows ? sizes(rows) : merged(rows);
  const a = regrouped(
    ctx,
    left,
    [...batch, ...rows, ...inner],
    [...sizes(batch), ...rowSizes, ...merged(inner)],
  );
  const b = regrouped(
    ctx,
    right,
    [...batch, ...inner, ...columns],
    [...sizes(batch), ...merged(inner), ...merged(columns)],
  );
  const type = { dtype: a.dtype, shape: [...sizes(batch), ...rowSizes, ...merged(columns)] };
  const flat = ctx.graph.node('MatMul', [a, b], type);
  const split = (axes: readonly number[]): Shape => (axes.length === 0 ? [1] : sizes(axes));
  const base = emitReshape(ctx, flat, [...sizes(batch), ...split(rows), ...split(columns)]);
  return placed(base, [...batch, ...(rows.length ? rows : [-1]), ...columns], shape, inner);
}

const regrouped = (ctx: Context, view: View, axes: readonly number[], shape: Shape): Tensor =>
  emitReshape(ctx, layOut(ctx, view, axes), shape);

/** A view whose axis order[k] runs over axis k of the base; contracted axes have size one. */
function placed(base: Tensor, order: readonly number[], shape: Shape, inner: readonly number[]): View {
  return {
    base,
    shape: shape.map((dim, i) => (inner.includes(i) ? 1 : dim)),
    axes: shape.map((_, i) => (order.includes(i) ? order.indexOf(i) : null)),
  };
}
