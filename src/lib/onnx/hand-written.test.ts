// A parity sketch two ways: as the gradient of a gather in jax-js, and with ScatterElements by hand.
import { type Array as JaxArray, numpy as np, vjp } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { addFunction, exportGraph } from './add-function.ts';
import { exportModel } from './export-model.ts';
import { GraphBuilder } from './graph-builder.ts';
import { inspectModel } from './inspect-model.ts';
import { floats, runOrt, startJax, type Values } from './testing.ts';

beforeAll(startJax);

const [strings, rows, length, buckets] = [2, 3, 6, 4];
const bits = floats([strings, length], [1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0]);
const index: Values = {
  dtype: 'int64',
  shape: [rows, length],
  data: [0, 1, 1, 3, 2, 1, 3, 3, 0, 0, 2, 2, 1, 1, 1, 1, 0, 1],
};

/** parity[s, r, b]: how many bits of string s fall into bucket b in row r, modulo 2. */
const expected = Array.from({ length: strings * rows * buckets }, (_, k) => {
  const [s, r, b] = [Math.floor(k / (rows * buckets)), Math.floor(k / buckets) % rows, k % buckets];
  const fallen = Array.from({ length }, (_, n) =>
    index.data[r * length + n] === b ? (bits.data[s * length + n] ?? 0) : 0,
  );
  return fallen.reduce((sum, bit) => sum + bit, 0) % 2;
});

/** Scatters by transposing a gather: jax-js has no other public way to add at indices. */
const parity = (given: JaxArray, at: JaxArray): JaxArray => {
  const [m = 0, n = 0] = given.shape;
  const table = np.zeros([rows, buckets, m]);
  const row = np.arange(rows).reshape([rows, 1]);
  const [gathered, scatter] = vjp((cells: JaxArray) => cells.slice(row, at), [table]);
  gathered.dispose();
  const updates = np.broadcastTo(np.transpose(given).reshape([1, n, m]), [rows, n, m]);
  const [counts] = (scatter as unknown as (ct: JaxArray) => [JaxArray])(updates);
  return np.transpose(counts.mod(2), [2, 0, 1]);
};

test('jax-js expresses it as the transpose of a gather, at any number of strings', async () => {
  const bytes = exportModel(parity, {
    name: 'encode',
    inputs: [
      { name: 'bits', shape: ['m', 'n'] },
      { name: 'idx', shape: [rows, 'n'], dtype: 'int64' },
    ],
    outputs: ['S'],
  });
  const [sketch] = await runOrt(bytes, { bits, idx: index });
  expect(sketch).toEqual({ dtype: 'float32', shape: [strings, rows, buckets], data: expected });
  expect(inspectModel(bytes).operators).toMatchObject({ ScatterND: 1, Mod: 1 });
});

test('a graph by hand may use any operator, and jax-js for the rest', async () => {
  const graph = new GraphBuilder();
  const given = graph.input('bits', 'float32', [strings, length]);
  const at = graph.input('idx', 'int64', [rows, length]);
  const shape = [strings, rows, length];
  const expand = (tensor: typeof given, axis: number): typeof given => {
    const apart = graph.node('Unsqueeze', [tensor, graph.int64([axis])], {
      ...tensor,
      shape: tensor.shape.toSpliced(axis, 0, 1),
    });
    return graph.node('Expand', [apart, graph.int64(shape)], { dtype: tensor.dtype, shape });
  };
  const zeros = graph.node('Expand', [graph.scalar('float32', 0), graph.int64([strings, rows, buckets])], {
    dtype: 'float32',
    shape: [strings, rows, buckets],
  });
  const counts = graph.node('ScatterElements', [zeros, expand(at, 0), expand(given, 1)], zeros, {
    axis: 2,
    reduction: 'add',
  });
  const [result] = addFunction(graph, (c) => c.mod(2), [counts]);
  if (result) graph.output('S', result);
  const bytes = exportGraph(graph, { name: 'encode' });
  const [sketch] = await runOrt(bytes, { bits, idx: index });
  expect(sketch?.data).toEqual(expected);
});

test('names are checked', () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [1]);
  expect(() => graph.input('x', 'float32', [1])).toThrow(/two inputs/);
  expect(() => graph.input('Add.3', 'float32', [1])).toThrow(/cannot name/);
  expect(() => graph.output('x', x)).toThrow(/needs a name/);
});
