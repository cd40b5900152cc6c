// Primitives that move numbers: the lazy ones only change the view, the others are one node each.
import { type Dim, same, type Shape } from './dimension.ts';
import type { Rule, Rules } from './rule.ts';
import { type Context, shapeTensor } from './run-time-shape.ts';
import type { Tensor } from './tensor.ts';
import { broadcast, materialise, permute, reshape, type View, viewOf } from './view.ts';
import { castView } from './cast.ts';

type Pair = readonly [Dim, Dim];

/** A rule over the written-out operand with one result. */
const onTensor =
  (emit: (ctx: Context, tensor: Tensor, call: Parameters<Rule>[1]) => Tensor): Rule =>
  (ctx, call, views) =>
    views.slice(0, 1).map((view) => viewOf(emit(ctx, materialise(ctx, view), call)));

const one = (views: readonly View[]): View => {
  const [view] = views;
  if (!view) throw new Error('an operand is missing');
  return view;
};

/** Slices from `starts` to `ends` along every axis that is really cut. */
function slice(ctx: Context, tensor: Tensor, cuts: readonly Pair[], shape: Shape): Tensor {
  const cut = cuts.flatMap(([start, end], i) => (start === 0 && same(end, tensor.shape[i] ?? 0) ? [] : [i]));
  if (cut.length === 0) return tensor;
  const bound = (side: 0 | 1): Tensor =>
    shapeTensor(
      ctx,
      cut.map((i) => cuts[i]?.[side] ?? 0),
    );
  return ctx.graph.node('Slice', [tensor, bound(0), bound(1), ctx.graph.int64(cut)], {
    dtype: tensor.dtype,
    shape,
  });
}

const shrink = onTensor((ctx, tensor, { eqn, output }) =>
  slice(ctx, tensor, eqn.params['slice'] as Pair[], output.shape),
);

const split: Rule = (ctx, { eqn }, views) => {
  const tensor = materialise(ctx, one(views));
  const sizes = eqn.params['sizes'] as Dim[];
  const types = eqn.outputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const attributes = { axis: eqn.params['axis'] as number };
  const results = ctx.graph.nodeWithResults('Split', [tensor, shapeTensor(ctx, sizes)], types, attributes);
  return results.map(viewOf);
};

const concatenate: Rule = (ctx, { eqn, output }, views) => {
  const tensors = views
    .map((view) => materialise(ctx, castView(ctx, view, output.dtype)))
    .filter((tensor) => !tensor.shape.includes(0));
  const axis = eqn.params['axis'] as number;
  const [only] = tensors;
  if (only && tensors.length === 1) return [viewOf(only)];
  const { dtype, shape } = output;
  return [viewOf(ctx.graph.node('Concat', tensors, { dtype, shape }, { axis }))];
};

const pad = onTensor((ctx, tensor, { eqn, output }) => {
  const width = eqn.params['width'] as Pair[];
  const pads = shapeTensor(ctx, [...width.map(([before]) => before), ...width.map(([, after]) => after)]);
  return ctx.graph.node('Pad', [tensor, pads], { dtype: tensor.dtype, shape: output.shape });
});

/** Backwards slices: from the last entry past the first. */
const flip = onTensor((ctx, tensor, { eqn }) => {
  const axes = (eqn.params['axis'] as number[]).filter((axis) => tensor.shape[axis] !== 1);
  if (axes.length === 0) return tensor;
  const all = (value: number): Tensor => ctx.graph.int64(axes.map(() => value));
  const past = Number.MIN_SAFE_INTEGER;
  return ctx.graph.node('Slice', [tensor, all(-1), all(past), ctx.graph.int64(axes), all(-1)], tensor);
});

export const movementRules: Rules = {
  transpose: (_ctx, { eqn }, views) => [permute(one(views), eqn.params['perm'] as number[])],
  broadcast: (_ctx, { eqn, output }, views) => [
    broadcast(one(views), output.shape, eqn.params['axis'] as number[]),
  ],
  reshape: (ctx, { output }, views) => [reshape(ctx, one(views), output.shape)],
  shrink,
  split,
  concatenate,
  pad,
  flip,
};
