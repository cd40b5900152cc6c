// Sizes as values inside the graph. A static shape is a constant; a symbolic one is computed from the sizes
// of the inputs that define the symbols, always in the outermost graph, so that a loop does it only once.
import { combine, type Dim, fitPolynomial, isStatic, type Shape, type Sym, type Term } from './dimension.ts';
import { SymbolicShapeError } from './errors.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { type Dtype, type Tensor, TYPE_CODE } from './tensor.ts';

/** A symbol and the axis of an input where its size can be read. */
export interface BoundSym extends Sym {
  readonly input: Tensor;
  readonly axis: number;
}

/** What every lowering rule needs: the graph to write to, and where symbolic sizes come from. */
export interface Context {
  readonly graph: GraphBuilder;
  readonly symbols: readonly BoundSym[];
}

/** A list of sizes as an int64 tensor. */
export function shapeTensor(ctx: Context, shape: Shape): Tensor {
  if (isStatic(shape)) return ctx.graph.int64(shape);
  const parts = shape.map((dim) => sizeTensor(ctx, dim));
  if (parts.length === 1 && parts[0]) return parts[0];
  return ctx.graph.root.node('Concat', parts, { dtype: 'int64', shape: [shape.length] }, { axis: 0 });
}

/** One size as an int64 tensor of shape [1]. */
function sizeTensor(ctx: Context, dim: Dim): Tensor {
  if (typeof dim === 'number') return ctx.graph.int64([dim]);
  const terms = fitPolynomial(dim, ctx.symbols);
  if (!terms) throw new SymbolicShapeError(`a size takes the values ${dim.slice(0, 4).join(', ')}…`);
  return fold(
    ctx,
    'Add',
    terms.map((term) => termTensor(ctx, term)),
  );
}

function termTensor(ctx: Context, { coefficient, powers }: Term): Tensor {
  const factors = ctx.symbols.flatMap((symbol, s) =>
    Array.from({ length: powers[s] ?? 0 }, () => symbolTensor(ctx, symbol)),
  );
  if (coefficient !== 1 || factors.length === 0) factors.push(ctx.graph.int64([coefficient]));
  return fold(ctx, 'Mul', factors);
}

function symbolTensor(ctx: Context, { input, axis }: BoundSym): Tensor {
  return ctx.graph.root.node(
    'Shape',
    [input],
    { dtype: 'int64', shape: [1] },
    { start: axis, end: axis + 1 },
  );
}

function fold(ctx: Context, op: string, tensors: readonly Tensor[]): Tensor {
  return tensors.reduce((a, b) => ctx.graph.root.node(op, [a, b], { dtype: 'int64', shape: [1] }));
}

/** A way in which a scalar of the model may follow from an integer size, and the nodes that compute it. */
interface ScalarForm {
  readonly inverse: (value: number) => number;
  readonly ops: readonly string[];
}

const SCALAR_FORMS: readonly ScalarForm[] = [
  { inverse: (v) => v, ops: [] },
  { inverse: (v) => -v, ops: ['Neg'] },
  { inverse: (v) => 1 / v, ops: ['Reciprocal'] },
  { inverse: (v) => -1 / v, ops: ['Reciprocal', 'Neg'] },
  { inverse: (v) => v * v, ops: ['Sqrt'] },
  { inverse: (v) => 1 / (v * v), ops: ['Sqrt', 'Reciprocal'] },
  { inverse: (v) => Math.exp(v), ops: ['Log'] },
  { inverse: (v) => Math.exp(-v), ops: ['Log', 'Neg'] },
];

/** A scalar that differs between traces: 1/n of a mean, √d of an attention, log n, or n itself. */
export function symbolicScalar(ctx: Context, dtype: Dtype, value: Dim): Tensor {
  for (const { inverse, ops } of SCALAR_FORMS) {
    if (dtype !== 'float32' && ops.some((op) => op !== 'Neg')) continue;
    const size = combine((v) => nearInteger(inverse(v)), value);
    if (typeof size === 'number' || size.some(Number.isNaN) || !fitPolynomial(size, ctx.symbols)) continue;
    const { graph } = ctx;
    const integer = graph.root.node('Squeeze', [sizeTensor(ctx, size)], { dtype: 'int64', shape: [] });
    const start = castScalar(graph, integer, dtype);
    return ops.reduce((tensor, op) => graph.root.node(op, [tensor], { dtype, shape: [] }), start);
  }
  throw new SymbolicShapeError('a number of the model depends on the size in an unknown way');
}

const castScalar = (graph: GraphBuilder, tensor: Tensor, dtype: Dtype): Tensor =>
  graph.root.node('Cast', [tensor], { dtype, shape: [] }, { to: TYPE_CODE[dtype] });

/** Scalars come as float32, so an integer may be off by its rounding. */
function nearInteger(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) <= 1e-5 * Math.abs(rounded) ? rounded : Number.NaN;
}
