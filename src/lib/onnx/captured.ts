// Arrays that a model captured. Of fixed size they are initializers, stored whole or as one number where
// they are constant. Where their size is symbolic they must be a pattern that the graph can make at run time:
// one number everywhere, counting along an axis, the identity matrix, or a triangle.
import { isStatic, sameShape } from './dimension.ts';
import { SymbolicShapeError } from './errors.ts';
import type { Captured } from './program.ts';
import type { Context } from './run-time-shape.ts';
import { symbolicPattern } from './symbolic-pattern.ts';
import { broadcastTo, type View, viewOf } from './view.ts';

export function capturedTensor(ctx: Context, { variable, data }: Captured): View {
  const { dtype, shape } = variable;
  const [first] = data;
  if (!first) throw new Error('a captured array has no contents');
  const uniform = uniformValue(data);
  if (uniform !== undefined) return broadcastTo(viewOf(ctx.graph.scalar(dtype, uniform)), shape);
  if (!isStatic(shape)) return symbolicPattern(ctx, variable, data);
  if (data.some((other) => !equal(first, other)) || !sameShape(shape, variable.shape)) {
    throw new SymbolicShapeError('a captured array has other contents at another size');
  }
  return viewOf(ctx.graph.constant(dtype, shape, first));
}

/** The number that fills every version of an array, if there is one. */
function uniformValue(data: readonly ArrayLike<number>[]): number | undefined {
  const value = data[0]?.[0];
  const fills = data.every((values) => Array.from(values).every((entry) => Object.is(entry, value)));
  return fills ? value : undefined;
}

const equal = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, i) => Object.is(value, b[i]));
