// Operations that work number by number. Operands keep their lazy broadcasts: the result is computed only
// over the axes that some operand really has, in the axis order of the largest one.
import { castView, type Detour, emitCast } from './cast.ts';
import type { Dim, Shape } from './dimension.ts';
import type { Context } from './run-time-shape.ts';
import type { Dtype, Tensor, TensorType } from './tensor.ts';
import { broadcastTo, layOut, realAxes, type View } from './view.ts';

/** Writes the nodes for operands that broadcast against each other to `type.shape`. */
export type Emit = (tensors: readonly Tensor[], type: TensorType) => Tensor;

/** Applies `emit` over views that broadcast to `shape`. */
export function mapElements(
  ctx: Context,
  views: readonly View[],
  shape: Shape,
  dtype: Dtype,
  emit: Emit,
): View {
  const aligned = views.map((view) => broadcastTo(view, shape));
  const order = commonOrder(aligned, shape.length);
  const tensors = aligned.map((view) => layOut(ctx, view, order, true));
  const compact = order.map((i) => shape[i] ?? 1);
  const base = emit(tensors, { dtype, shape: compact });
  const axes = shape.map((_, i) => (order.includes(i) ? order.indexOf(i) : null));
  return { base, shape, axes };
}

/** The axes that any operand has, in the base order of one that has them all, if there is one. */
function commonOrder(views: readonly View[], rank: number): number[] {
  const present = Array.from({ length: rank }, (_, i) => i).filter((i) =>
    views.some((view) => view.axes[i] !== null),
  );
  const whole = views.find((view) => realAxes(view).length === present.length);
  if (!whole) return present;
  return present.sort((a, b) => (whole.axes[a] ?? 0) - (whole.axes[b] ?? 0));
}

/** One ONNX operator over operands of type `dtype`, by way of another type if `detour` says so. */
export function mapOperator(
  ctx: Context,
  op: string,
  views: readonly View[],
  type: TensorType,
  { detour = {}, attributes = {} }: { detour?: Detour; attributes?: Record<string, number> } = {},
): View {
  const { dtype, shape } = type;
  const inner = detour[dtype] ?? dtype;
  const operands = views.map((view) => castView(ctx, view, inner));
  return mapElements(ctx, operands, shape, dtype, (tensors, out) =>
    emitCast(ctx, simplified(ctx, op, tensors, { dtype: inner, shape: out.shape }, attributes), dtype),
  );
}

/** Leaves out +0, ×1 and writes a + (-b) as a - b, x · (1/y) as x / y. */
function simplified(
  ctx: Context,
  op: string,
  tensors: readonly Tensor[],
  type: TensorType,
  attributes: Record<string, number>,
): Tensor {
  const { graph } = ctx;
  const [a, b] = tensors;
  if (a && b && (op === 'Add' || op === 'Mul')) {
    const unit = op === 'Add' ? 0 : 1;
    if (graph.scalarValue(a) === unit && rank(b) === rank(type)) return b;
    if (graph.scalarValue(b) === unit && rank(a) === rank(type)) return a;
    const inverse = op === 'Add' ? 'Neg' : 'Reciprocal';
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const behind = graph.producer(y);
      const source = behind?.inputs[0];
      if (behind?.op === inverse && source)
        return graph.node(op === 'Add' ? 'Sub' : 'Div', [x, source], type);
    }
  }
  return graph.node(op, tensors, type, attributes);
}

const rank = ({ shape }: { readonly shape: readonly Dim[] }): number => shape.length;
