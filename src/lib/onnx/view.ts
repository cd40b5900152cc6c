// A lazy view of a tensor: its axes permuted, some of size one dropped, and new ones broadcast. Transposes,
// reshapes and broadcasts of jax-js only change the view; nodes are written when an operation needs the
// numbers laid out. That is what lets a broadcast product and sum become one MatMul.
import { type Dim, product, same, type Shape } from './dimension.ts';
import { emitExpand, emitReshape, emitTranspose } from './layout.ts';
import type { Context } from './run-time-shape.ts';
import type { Tensor } from './tensor.ts';

/**
 * axes[i] is the axis of the base that the i-th axis runs over; null if the view is constant along it.
 * An axis of size one is always null, and every axis of the base that the view lacks has size one.
 */
export interface View {
  readonly base: Tensor;
  readonly shape: Shape;
  readonly axes: readonly (number | null)[];
}

export function viewOf(base: Tensor): View {
  return { base, shape: base.shape, axes: base.shape.map((dim, axis) => (dim === 1 ? null : axis)) };
}

export function permute(view: View, order: readonly number[]): View {
  return {
    base: view.base,
    shape: order.map((i) => view.shape[i] ?? 1),
    axes: order.map((i) => view.axes[i] ?? null),
  };
}

/** jax-js's broadcast: `added` lists the axes of the result that the view did not have. */
export function broadcast(view: View, shape: Shape, added: readonly number[]): View {
  let next = 0;
  const axes = shape.map((_, i) => (added.includes(i) ? null : (view.axes[next++] ?? null)));
  return { base: view.base, shape, axes };
}

/** Adds leading axes and stretches axes of size one, as every n-ary operation does. */
export function broadcastTo(view: View, shape: Shape): View {
  const missing = shape.length - view.shape.length;
  return broadcast(
    view,
    shape,
    Array.from({ length: missing }, (_, i) => i),
  );
}

/** The view's axes that really run over the base. */
export const realAxes = (view: View): number[] => view.axes.flatMap((axis, i) => (axis === null ? [] : [i]));

/**
 * The numbers of the view as a tensor with exactly the axes `order` of it (which must include every real
 * one); an axis along which the view is constant gets size one. With `loose`, leading axes of size one may
 * be missing or superfluous, which is all that a broadcasting operator needs.
 */
export function layOut(ctx: Context, view: View, order: readonly number[], loose = false): Tensor {
  const real = order.flatMap((i) => view.axes[i] ?? []);
  const target = order.map((i) => (view.axes[i] === null ? 1 : (view.shape[i] ?? 1)));
  const ordered = emitTranspose(ctx, view.base, real);
  if (loose && ordered.shape.length <= target.length) {
    const trimmed = trimOnes(target);
    const had = trimOnes(ordered.shape);
    if (had.length === trimmed.length && had.every((dim, i) => same(dim, trimmed[i] ?? 1))) return ordered;
    return emitReshape(ctx, ordered, trimmed);
  }
  return emitReshape(ctx, ordered, target);
}

function trimOnes(shape: Shape): Shape {
  const start = shape.findIndex((dim) => dim !== 1);
  return start < 0 ? [] : shape.slice(start);
}

/** The view written out in full, broadcasts included. */
export function materialise(ctx: Context, view: View): Tensor {
  const compact = layOut(
    ctx,
    view,
    view.shape.map((_, i) => i),
  );
  return emitExpand(ctx, compact, view.shape);
}

/** Axes of the old and the new shape between which a reshape moves sizes. */
interface Group {
  readonly from: number[];
  readonly to: number[];
}

/** Reshapes a view. Only groups of axes that are truly merged or split cost a node. */
export function reshape(ctx: Context, view: View, shape: Shape): View {
  const groups = matchGroups(view.shape, shape);
  const mixed = groups.some(
    ({ from, to }) =>
      !(from.length === 1 && to.length === 1) &&
      from.some((i) => view.axes[i] === null) &&
      from.some((i) => view.axes[i] !== null),
  );
  if (mixed) return viewOf(emitReshape(ctx, materialise(ctx, view), shape));
  const ready = groups.every(
    ({ from, to }) => (from.length === 1 && to.length === 1) || consecutive(view, from),
  );
  return regroup(ctx, ready ? view : inViewOrder(ctx, view), shape, groups);
}

/** Splits two shapes of equal size into the shortest runs of equal size, leaving out axes of size one. */
function matchGroups(from: Shape, to: Shape): Group[] {
  const rest = (shape: Shape): number[] => shape.flatMap((dim, i) => (dim === 1 ? [] : [i]));
  const [left, right] = [rest(from), rest(to)];
  if ([...from, ...to].includes(0)) return [{ from: left, to: right }];
  const groups: Group[] = [];
  while (left.length > 0 || right.length > 0) {
    const group: Group = { from: left.splice(0, 1), to: right.splice(0, 1) };
    while (!same(sizeOf(from, group.from), sizeOf(to, group.to))) {
      const shorter = first(sizeOf(from, group.from)) < first(sizeOf(to, group.to));
      const growFrom = right.length === 0 || (shorter && left.length > 0);
      const next = (growFrom ? left : right).shift();
      if (next === undefined) throw new Error(`cannot reshape [${String(from)}] to [${String(to)}]`);
      (growFrom ? group.from : group.to).push(next);
    }
    groups.push(group);
  }
  return groups;
}

const sizeOf = (shape: Shape, axes: readonly number[]): Dim => product(axes.map((i) => shape[i] ?? 1));
const first = (dim: Dim): number => (typeof dim === 'number' ? dim : (dim[0] ?? 0));

/** Whether these axes of the view are neighbours in the base, in order, but for axes of size one. */
function consecutive(view: View, group: readonly number[]): boolean {
  if (group.every((i) => view.axes[i] === null)) return true;
  const order = view.base.shape.flatMap((_, axis) => (view.axes.includes(axis) ? [axis] : []));
  const places = group.map((i) => order.indexOf(view.axes[i] ?? -1));
  return places.every((place, k) => k === 0 || place === (places[k - 1] ?? -2) + 1);
}

/** The same view over a base whose axes come in the view's order. */
function inViewOrder(ctx: Context, view: View): View {
  const real = realAxes(view);
  const base = layOut(ctx, view, real);
  const axes = view.axes.map((axis, i) => (axis === null ? null : real.indexOf(i)));
  return { base, shape: view.shape, axes };
}

/** Reshapes the base group by group and points the new axes at it. */
function regroup(ctx: Context, view: View, shape: Shape, groups: readonly Group[]): View {
  const axes: (number | null)[] = shape.map(() => null);
  const baseShape: Dim[] = [];
  const byBase = groups
    .filter(({ from }) => from.some((i) => view.axes[i] !== null))
    .sort((a, b) => (view.axes[a.from[0] ?? 0] ?? 0) - (view.axes[b.from[0] ?? 0] ?? 0));
  const kept = byBase.every(({ from, to }) => from.length === 1 && to.length === 1);
  for (const { from, to } of byBase) {
    for (const [k, i] of to.entries()) {
      axes[i] = kept ? (view.axes[from[k] ?? 0] ?? null) : baseShape.length;
      baseShape.push(shape[i] ?? 1);
    }
  }
  const base = kept ? view.base : emitReshape(ctx, view.base, baseShape);
  return { base, shape, axes };
}
