// Gather, scatter and sort. Indices outside the array are the model's mistake: jax-js ignores them, ONNX
// reports them.
import { castView, emitCast, WIDE_AND_BOOL } from './cast.ts';
import { type Dim, sameShape, type Shape } from './dimension.ts';
import { emitExpand } from './layout.ts';
import type { Call, Rule, Rules } from './rule.ts';
import { type Context, shapeTensor } from './run-time-shape.ts';
import type { Tensor } from './tensor.ts';
import { broadcastTo, layOut, materialise, permute, type View, viewOf } from './view.ts';

/** The common shape of the index arrays, which broadcast against each other. */
function indexShape(views: readonly View[]): Shape {
  const rank = Math.max(...views.map((view) => view.shape.length));
  return Array.from({ length: rank }, (_, i): Dim => {
    const sizes = views.map((view) => view.shape[i - rank + view.shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** Moves the run of `count` leading axes to start at `place`. */
function leadingTo(view: View, count: number, place: number): View {
  const rest = view.shape.map((_, i) => i).slice(count);
  const leading = view.shape.map((_, i) => i).slice(0, count);
  return permute(view, [...rest.slice(0, place), ...leading, ...rest.slice(place)]);
}

/** Moves `count` axes that start at `place` to the front. */
function toLeading(view: View, count: number, place: number): View {
  const axes = view.shape.map((_, i) => i);
  const run = axes.slice(place, place + count);
  return permute(view, [...run, ...axes.filter((i) => !run.includes(i))]);
}

/** The index arrays as one int64 tensor [...shape, number of arrays], for GatherND and ScatterND. */
function stackIndices(ctx: Context, views: readonly View[], shape: Shape): Tensor {
  const columns = views.map((view) => {
    const wide = castView(ctx, broadcastTo(view, shape), 'int64');
    const axes = wide.shape.map((_, i) => i);
    const column: View = { base: wide.base, shape: [...shape, 1], axes: [...wide.axes, null] };
    return emitExpand(ctx, layOut(ctx, column, [...axes, axes.length]), column.shape);
  });
  const [only] = columns;
  if (only && columns.length === 1) return only;
  const type = { dtype: 'int64', shape: [...shape, columns.length] } as const;
  return ctx.graph.node('Concat', columns, type, { axis: shape.length });
}

const gather: Rule = (ctx, { eqn }, [source, ...indices]) => {
  if (!source) throw new Error('gather needs an array');
  const axes = eqn.params['axis'] as number[];
  const shape = indexShape(indices);
  const place = eqn.params['outDim'] as number;
  const rest = source.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const restShape = rest.map((i) => source.shape[i] ?? 1);
  const [axis] = axes;
  const [index] = indices;
  if (axes.length === 1 && axis !== undefined && index) {
    const type = {
      dtype: source.base.dtype,
      shape: source.shape.flatMap((dim, i) => (i === axis ? shape : [dim])),
    };
    const node = ctx.graph.node('Gather', [materialise(ctx, source), materialise(ctx, index)], type, {
      axis,
    });
    return [leadingTo(toLeading(viewOf(node), shape.length, axis), shape.length, place)];
  }
  const front = materialise(ctx, permute(source, [...axes, ...rest]));
  const type = { dtype: front.dtype, shape: [...shape, ...restShape] };
  const node = ctx.graph.node('GatherND', [front, stackIndices(ctx, indices, shape)], type);
  return [leadingTo(viewOf(node), shape.length, place)];
};

/** Adds or writes updates into zeros. */
const scatter: Rule = (ctx, { eqn, output }, [updates, ...indices]) => {
  if (!updates) throw new Error('scatter needs updates');
  const axes = eqn.params['axis'] as number[];
  const shape = indexShape(indices);
  const rest = output.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const front = [...axes, ...rest];
  const target = front.map((i) => output.shape[i] ?? 1);
  const dtype = WIDE_AND_BOOL[output.dtype] ?? output.dtype;
  const moved = toLeading(updates, shape.length, eqn.params['outDim'] as number);
  const values = materialise(ctx, castView(ctx, moved, dtype));
  const zero = ctx.graph.constant(
    dtype,
    target.map(() => 1),
    [0],
  );
  const zeros = emitExpand(ctx, zero, target);
  const adds = eqn.params['op'] === 'add' && eqn.params['uniqueIndices'] !== true;
  const reduction = !adds ? 'none' : output.dtype === 'bool' ? 'max' : 'add';
  const type = { dtype, shape: target };
  const index = stackIndices(ctx, indices, shape);
  const result = ctx.graph.node('ScatterND', [zeros, index, values], type, { reduction });
  const view = viewOf(emitCast(ctx, result, output.dtype));
  return [
    permute(
      view,
      output.shape.map((_, i) => front.indexOf(i)),
    ),
  ];
};

/** Sorted values and their positions along the last axis; ties keep their order. */
function topK(ctx: Context, call: Call, view: View): readonly [View, View] {
  const { shape } = call.output;
  const tensor = materialise(ctx, castView(ctx, view, WIDE_AND_BOOL[view.base.dtype] ?? view.base.dtype));
  const types = [
    { dtype: tensor.dtype, shape },
    { dtype: 'int64', shape },
  ] as const;
  const count = shapeTensor(ctx, shape.slice(-1));
  const [values, positions] = ctx.graph.nodeWithResults('TopK', [tensor, count], types, {
    axis: -1,
    largest: 0,
    sorted: 1,
  });
  if (!values || !positions || !sameShape(values.shape, shape)) throw new Error('TopK has two results');
  return [viewOf(emitCast(ctx, values, call.output.dtype)), viewOf(emitCast(ctx, positions, 'int32'))];
}

export const indexRules: Rules = {
  gather,
  scatter,
  sort: (ctx, call, views) => views.slice(0, 1).map((view) => topK(ctx, call, view)[0]),
  argsort: (ctx, call, views) => views.slice(0, 1).flatMap((view) => topK(ctx, call, view)),
};
