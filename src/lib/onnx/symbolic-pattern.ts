// Captured arrays of symbolic size, recognised by their contents in every trace.
import { type Dim, dimOf, sampleAt } from './dimension.ts';
import { SymbolicShapeError } from './errors.ts';
import type { Variable } from './program.ts';
import { type Context, symbolicScalar } from './run-time-shape.ts';
import { emitCast } from './cast.ts';
import type { Dtype, Tensor } from './tensor.ts';
import { mapElements } from './elementwise.ts';
import { broadcast, type View, viewOf } from './view.ts';

/** The contents of an array in one trace, with its sizes there. */
interface Version {
  readonly data: ArrayLike<number>;
  readonly sizes: readonly number[];
}

export function symbolicPattern(ctx: Context, variable: Variable, data: readonly ArrayLike<number>[]): View {
  const versions = data.map((values, t) => ({
    data: values,
    sizes: variable.shape.map((dim) => sampleAt(dim, t)),
  }));
  const found = counting(ctx, variable, versions) ?? diagonal(ctx, variable, versions);
  if (!found) {
    throw new SymbolicShapeError(
      `a captured array of shape [${variable.shape.map((dim) => sampleAt(dim, 0)).join()}] grows with the size, and its contents follow no known pattern; make it an input`,
    );
  }
  return found;
}

const every = (
  versions: readonly Version[],
  expect: (index: readonly number[], trace: number) => number,
): boolean =>
  versions.every(({ data, sizes }, t) =>
    Array.from(data).every((value, flat) => value === expect(unravel(flat, sizes), t)),
  );

function unravel(flat: number, sizes: readonly number[]): number[] {
  return sizes.map((size, i) => {
    const stride = sizes.slice(i + 1).reduce((a, b) => a * b, 1);
    return Math.floor(flat / stride) % size;
  });
}

/** start + step·i along one axis, as arange makes; the start may be a size, as when counting down. */
function counting(ctx: Context, variable: Variable, versions: readonly Version[]): View | undefined {
  const [version] = versions;
  for (const axis of variable.shape.keys()) {
    const stride = version?.sizes.slice(axis + 1).reduce((a, b) => a * b, 1) ?? 1;
    const step = (version?.data[stride] ?? 0) - (version?.data[0] ?? 0);
    const starts = versions.map(({ data }) => data[0] ?? 0);
    if (![step, ...starts].every(Number.isInteger)) continue;
    if (!every(versions, (index, t) => (starts[t] ?? 0) + step * (index[axis] ?? 0))) continue;
    const range = iota(ctx, variable.shape[axis] ?? 1, dimOf(starts), step, variable.dtype);
    const added = [...variable.shape.keys()].filter((i) => i !== axis);
    return broadcast(viewOf(range), variable.shape, added);
  }
  return undefined;
}

function iota(ctx: Context, size: Dim, start: Dim, step: number, dtype: Dtype): Tensor {
  const { root } = ctx.graph;
  const integer = (value: Dim): Tensor =>
    typeof value === 'number' ? root.scalar('int32', value) : symbolicScalar(ctx, 'int32', value);
  const type = { dtype: 'int32', shape: [size] } as const;
  const steps = root.node('Range', [integer(0), integer(size), integer(1)], type);
  const scaled = step === 1 ? steps : root.node('Mul', [steps, integer(step)], type);
  const moved = start === 0 ? scaled : root.node('Add', [scaled, integer(start)], type);
  return emitCast({ ...ctx, graph: root }, moved, dtype);
}

/** Comparisons of the last two indices: eye(n, k), tri(n, k) and its transpose. */
const COMPARISONS = [
  { op: 'Equal', holds: (difference: number) => difference === 0 },
  { op: 'LessOrEqual', holds: (difference: number) => difference <= 0 },
  { op: 'GreaterOrEqual', holds: (difference: number) => difference >= 0 },
];

/** One number where the comparison of column and row + k holds, another elsewhere. */
function diagonal(ctx: Context, variable: Variable, versions: readonly Version[]): View | undefined {
  const rank = variable.shape.length;
  const levels = [...new Set(Array.from(versions[0]?.data ?? []))];
  if (rank !== 2 || levels.length !== 2) return undefined;
  for (const { op, holds } of COMPARISONS) {
    for (const offset of [0, -1, 1, -2, 2]) {
      for (const [yes = 1, no = 0] of [levels, [...levels].reverse()]) {
        const expect = ([i = 0, j = 0]: readonly number[]): number => (holds(j - i - offset) ? yes : no);
        if (every(versions, expect)) return compareIndices(ctx, variable, op, offset, yes, no);
      }
    }
  }
  return undefined;
}

function compareIndices(
  ctx: Context,
  { shape, dtype }: Variable,
  op: string,
  offset: number,
  yes: number,
  no: number,
): View {
  const outer = { ...ctx, graph: ctx.graph.root };
  const rows = broadcast(viewOf(iota(ctx, shape[0] ?? 1, offset, 1, 'int32')), shape, [1]);
  const columns = broadcast(viewOf(iota(ctx, shape[1] ?? 1, 0, 1, 'int32')), shape, [0]);
  const holds = mapElements(outer, [columns, rows], shape, 'bool', (tensors, type) => {
    return outer.graph.node(op, tensors, type);
  });
  const level = (value: number): View => viewOf(outer.graph.scalar('float32', value));
  const chosen = mapElements(outer, [holds, level(yes), level(no)], shape, 'float32', (tensors, type) =>
    outer.graph.node('Where', tensors, type),
  );
  return { ...chosen, base: emitCast(outer, chosen.base, dtype) };
}
