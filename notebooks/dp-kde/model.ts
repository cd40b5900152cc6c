/**
 * The two graphs of the data structure, in 64-bit floats: the Laplace noise needs uniforms of 53 bits, and y·c − s is a
 * small difference of large sums. The exporter of jax-js writes 32-bit graphs, so these are built by hand. No weights;
 * every size is free at run time.
 */
import { tensor } from '#lib/lab/tensor.ts';
import type { Recipe } from '#lib/lab/recipe.ts';
import type { Lab, Tensor } from '#lib/notebook/types.ts';
import { chooseSamples, combine, type Dim, type Shape } from '#lib/onnx/dimension.ts';
import { GraphBuilder } from '#lib/onnx/graph-builder.ts';
import type { Tensor as Value } from '#lib/onnx/tensor.ts';
import { DEFAULT_OPSET, writeModel } from '#lib/onnx/write-model.ts';
import { centeredUniforms } from './laplace.ts';
import { tableSize } from './tree.ts';

const metadata = { license: 'MIT', recipe: 'notebooks/dp-kde/model.ts' };
const times = (a: Dim, b: Dim): Dim => combine((x, y) => x * y, a, b);

/** Arithmetic on 64-bit floats, with shapes said by the caller. */
function arithmetic(graph: GraphBuilder) {
  const op = (name: string, inputs: Value[], shape: Shape, attributes = {}) =>
    graph.node(name, inputs, { dtype: 'float64', shape }, attributes);
  const number = (value: number) => graph.scalar('float64', value);
  return { op, number };
}

/** c + Lap(2L/ε), s + Lap(2LR/ε) for tables of d coordinates; U is uniform on (−½, ½). */
export function releaseGraph(): Uint8Array<ArrayBuffer> {
  const symbols = chooseSamples(['d', 'N']);
  const [d = 1, n = 1] = symbols.map(({ samples }): Dim => samples);
  const graph = new GraphBuilder();
  const { op, number } = arithmetic(graph);
  const counts = graph.input('c', 'float64', [d, n]);
  const sums = graph.input('s', 'float64', [d, n]);
  const uniform = graph.input('U', 'float64', [2, d, n]);
  const [epsilon, depth, side] = ['eps', 'L', 'R'].map((name) => graph.input(name, 'float64', [])) as [
    Value,
    Value,
    Value,
  ];
  const scale = op('Div', [op('Mul', [number(2), depth], []), epsilon], []);
  const tail = op(
    'Sub',
    [number(1), op('Mul', [number(2), op('Abs', [uniform], [2, d, n])], [2, d, n])],
    [2, d, n],
  );
  const log = op('Log', [tail], [2, d, n]);
  const noise = op('Mul', [op('Sign', [uniform], [2, d, n]), log], [2, d, n]);
  const half = (i: number) => op('Gather', [noise, graph.scalar('int64', i)], [d, n], { axis: 0 });
  graph.output('ct', op('Sub', [counts, op('Mul', [scale, half(0)], [d, n])], [d, n]));
  const wide = op('Mul', [scale, side], []);
  graph.output('st', op('Sub', [sums, op('Mul', [wide, half(1)], [d, n])], [d, n]));
  return writeModel(graph, {
    name: 'release',
    description: 'Laplace noise on the counts and the sums of dyadic trees',
    opset: DEFAULT_OPSET,
    metadata,
    symbols,
  });
}

/** Answers to Q queries: at every level the sibling of the path node, left of y or right of it. */
export function profileGraph(): Uint8Array<ArrayBuffer> {
  const symbols = chooseSamples(['Q', 'd', 'L', 'N']);
  const [q = 1, d = 1, l = 1, n = 1] = symbols.map(({ samples }): Dim => samples);
  const graph = new GraphBuilder();
  const { op, number } = arithmetic(graph);
  const counts = graph.input('ct', 'float64', [d, n]);
  const sums = graph.input('st', 'float64', [d, n]);
  const queries = graph.input('y', 'float64', [q, d]);
  const levels = graph.input('levels', 'float64', [l]);
  const side = graph.input('R', 'float64', []);

  const cells = op('Pow', [number(2), levels], [l]);
  const leaves = op('ReduceMax', [cells, graph.int64([0])], [], { keepdims: 0 });
  const y = op(
    'Unsqueeze',
    [op('Transpose', [queries], [d, q], { perm: [1, 0] }), graph.int64([2])],
    [d, q, 1],
  );
  const spot = op('Floor', [op('Mul', [op('Div', [y, side], [d, q, 1]), leaves], [d, q, 1])], [d, q, 1]);
  const last = op('Sub', [leaves, number(1)], []);
  const leaf = op('Max', [op('Min', [spot, last], [d, q, 1]), number(0)], [d, q, 1]);
  const all: Shape = [d, q, l];
  const path = op('Floor', [op('Mul', [leaf, op('Div', [cells, leaves], [l])], all)], all);
  const pairs = op('Floor', [op('Mul', [path, number(0.5)], all)], all);
  const odd = op('Sub', [path, op('Mul', [number(2), pairs], all)], all);
  const sign = op('Sub', [op('Mul', [number(2), odd], all), number(1)], all);
  // Sibling: path + 1 for an even path node, path − 1 for an odd one; then 2^ℓ − 2 entries of the levels above.
  const place = op('Add', [op('Sub', [path, sign], all), op('Sub', [cells, number(2)], [l])], all);
  const flat: Shape = [d, times(q, l)];
  const index = graph.node('Cast', [place], { dtype: 'int64', shape: all }, { to: 7 });
  const entries = graph.node('Reshape', [index, graph.int64([0, -1])], { dtype: 'int64', shape: flat });
  const shape = graph.node('Shape', [path], { dtype: 'int64', shape: [3] });
  const read = (table: Value) =>
    op('Reshape', [op('GatherElements', [table, entries], flat, { axis: 1 }), shape], all);
  const far = op('Sub', [op('Mul', [y, read(counts)], all), read(sums)], all);
  const parts = op('Transpose', [op('Mul', [sign, far], all)], [q, d, l], { perm: [1, 0, 2] });
  graph.output('ans', op('ReduceSum', [parts, graph.int64([1, 2])], [q], { keepdims: 0 }));
  graph.output('parts', parts);
  return writeModel(graph, {
    name: 'profile',
    description: 'Sums of distances from released tables, as L numbers per coordinate',
    opset: DEFAULT_OPSET,
    metadata,
    symbols,
  });
}

export const float64 = (data: Float64Array, shape: readonly number[]): Tensor<Float64Array> =>
  tensor(data, shape);
export const double = (value: number): Tensor<Float64Array> => float64(Float64Array.of(value), []);

const goldenTable = (lab: Lab, purpose: string) => {
  const random = lab.random(purpose);
  return float64(
    Float64Array.from({ length: 2 * tableSize(3) }, () => random.integer(100)),
    [2, tableSize(3)],
  );
};

export const recipes: readonly Recipe[] = [
  {
    file: 'release',
    computes: 'Noisy tables: every count plus Lap(2L/ε), every sum plus Lap(2LR/ε).',
    seed: 0,
    tolerance: 1e-12,
    build: async () => ({ bytes: releaseGraph() }),
    golden: (lab) => ({
      c: goldenTable(lab, 'golden counts'),
      s: goldenTable(lab, 'golden sums'),
      U: float64(centeredUniforms(lab.random('golden uniforms'), 4 * tableSize(3)), [2, 2, tableSize(3)]),
      eps: double(0.5),
      L: double(3),
      R: double(1),
    }),
  },
  {
    file: 'profile',
    computes:
      'Answers to Q queries, each a sum of L numbers per coordinate: y·c − s left of y, s − y·c right of it.',
    seed: 0,
    tolerance: 1e-12,
    build: async () => ({ bytes: profileGraph() }),
    golden: (lab) => ({
      ct: goldenTable(lab, 'golden counts'),
      st: goldenTable(lab, 'golden sums'),
      y: float64(Float64Array.of(0, 0.3, 0.5, 0.9999, 0.77, 0.125), [3, 2]),
      levels: float64(Float64Array.of(1, 2, 3), [3]),
      R: double(1),
    }),
  },
];
