/** The ONNX graphs against float64 and jax-js, at sizes other than those they were traced at. */
import { afterAll, beforeAll, describe as group, expect, test } from 'vitest';
import type { Array as JaxArray } from '@jax-js/jax';
import { nodeJax } from '#lib/lab/node.ts';
import { sample } from '#lib/lab/random.ts';
import { float32, floats, int32, int64, scalar } from '#lib/lab/tensor.ts';
import type { Jax, Tensor } from '#lib/notebook/types.ts';
import { drawOmega } from './features.ts';
import { dense, gathered, linear, masked, positiveFeatures, topK } from './graphs.ts';
import { everyMemory, rowOf, type ModelName, type RetrieverOptions } from './retrieval.ts';
import { labs, mapOf, vectors } from './testing.ts';

let jax: Jax;
beforeAll(async () => {
  jax = await nodeJax();
});
afterAll(() => labs.release());

const [L, M, d, F] = [11, 13, 5, 24] as const;
const memories = vectors(M, d, 'graph');
const queries = vectors(L, d, 'graph queries');
const omega = drawOmega(labs.lab(0).random('graph features'), F, d, true);
const kept = [0, 2, 3, 7, 12];

/** Float64 reference of T, E and P for every query. */
function reference(model: ModelName, beta: number, options: Partial<RetrieverOptions> = {}) {
  const map = mapOf(memories, model, { beta, omega, ...options });
  const T: number[] = [];
  const E: number[] = [];
  const P: number[] = [];
  for (let l = 0; l < L; l++) {
    const x = rowOf(queries.X, l, d);
    const out = new Float64Array(d);
    map.retrieve(x, out);
    T.push(...out);
    E.push(map.energy(x) ?? 0);
    P.push(...map.weights(x));
  }
  return { T, E, P };
}

/** |a − b| / (1 + |b|), as golden inputs are compared. */
const near = (got: ArrayLike<number>, want: ArrayLike<number>) => {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++)
    expect(Math.abs(got[i]! - want[i]!) / (1 + Math.abs(want[i]!))).toBeLessThan(1e-5);
};

const base = (beta: number) => ({
  q: float32(queries.X, [L, d]),
  X: float32(memories.X, [M, d]),
  beta: scalar(beta),
});
// Cut out of two: jax-js keeps an array of equal numbers as an expression (see src/lib/onnx/testing.ts).
const one = (value: number) =>
  jax.numpy
    .array(new Float32Array([value, value + 1]))
    .slice([0, 1])
    .reshape([]);
const matrix = (data: Float64Array, shape: [number, number]) =>
  jax.numpy.array(Float32Array.from(data)).reshape(shape);
const points = () => [matrix(queries.X, [L, d]), matrix(memories.X, [M, d])] as const;

interface Case {
  readonly file: string;
  readonly model: ModelName;
  readonly extra: () => Record<string, Tensor>;
  readonly options: Partial<RetrieverOptions>;
  readonly inJax: (beta: number) => JaxArray | JaxArray[];
}

const keepRow = Float32Array.from({ length: M }, (_, mu) => (kept.includes(mu) ? 1 : 0));
const cases: readonly Case[] = [
  {
    file: 'retrieve_dense',
    model: 'dense',
    extra: () => ({}),
    options: {},
    inJax: (beta) => dense(jax, ...points(), one(beta)),
  },
  {
    file: 'retrieve_mask',
    model: 'mask',
    extra: () => ({ keep: float32(keepRow, [M]) }),
    options: { members: kept },
    inJax: (beta) => masked(jax, ...points(), one(beta), jax.numpy.array(keepRow)),
  },
  {
    file: 'retrieve_topk',
    model: 'top-K',
    extra: () => ({ K: int32([4], []) }),
    options: { kept: 4 },
    inJax: (beta) =>
      topK(
        jax,
        ...points(),
        one(beta),
        jax.numpy
          .array(new Int32Array([4, 5]), { dtype: jax.numpy.int32 })
          .slice([0, 1])
          .reshape([]),
      ),
  },
  {
    file: 'retrieve_linear',
    model: 'linear',
    extra: () => ({}),
    options: {},
    inJax: (beta) => linear(jax, ...points(), one(beta)),
  },
  {
    file: 'retrieve_prf',
    model: 'PRF',
    extra: () => ({ omega: float32(omega, [F, d]) }),
    options: {},
    inJax: (beta) => positiveFeatures(jax, ...points(), matrix(omega, [F, d]), one(beta)),
  },
];

group('graphs', () => {
  test.each(cases)(
    '$file is its float64 map and its jax-js function',
    async ({ file, model, extra, options, inJax }) => {
      const graph = await labs.lab(0).model(file);
      for (const beta of [0.25, 1, 5]) {
        const outputs = await graph.run({ ...base(beta), ...extra() });
        const want = reference(model, beta, options);
        for (const [name, tensor] of Object.entries(outputs))
          near(floats(tensor), want[name as 'T' | 'E' | 'P']);
        // The logarithm of jax-js is good to 1e-5, and E divides it by β.
        if (beta < 1) continue;
        const arrays = [inJax(beta)].flat();
        for (const [i, name] of Object.keys(outputs).entries()) {
          const array = arrays[i] as JaxArray;
          near(array.dataSync(), floats(outputs[name]));
        }
      }
    },
  );

  test('retrieve_gather is a mask of its own per query', async () => {
    const random = labs.lab(0).random('gather');
    const rows = Array.from({ length: L }, () => sample(random, M, 4));
    const graph = await labs.lab(0).model('retrieve_gather');
    const { T } = await graph.run({ ...base(5), idx: int64(rows.flat(), [L, 4]) });
    const want = rows.flatMap((members, l) => {
      const out = new Float64Array(d);
      mapOf(memories, 'mask', { beta: 5, members }).retrieve(rowOf(queries.X, l, d), out);
      return [...out];
    });
    near(floats(T), want);
    const idx = jax.numpy.array(Int32Array.from(rows.flat()), { dtype: jax.numpy.int32 }).reshape([L, 4]);
    near(gathered(jax, ...points(), idx, one(5)).dataSync(), want);
  });

  test('equal scores: the earlier memory is kept, as in float64', async () => {
    const X = float32([1, 0, 1, 0, 1, 0, 0, 1], [4, 2]);
    const { P } = await (
      await labs.lab(0).model('retrieve_topk')
    ).run({
      q: float32([1, 0], [1, 2]),
      X,
      beta: scalar(2),
      K: int32([2], []),
    });
    expect([...floats(P)]).toEqual([0.5, 0.5, 0, 0]);
  });

  test('sharp kernels and far queries stay finite in 32 bits', async () => {
    const far = float32(
      queries.X.map((value) => 1.4 * value),
      [L, d],
    );
    for (const file of ['retrieve_linear', 'retrieve_prf'] as const) {
      const extra = file === 'retrieve_prf' ? { omega: float32(omega, [F, d]) } : {};
      const { T } = await (await labs.lab(0).model(file)).run({ ...base(80), q: far, ...extra });
      expect(floats(T).every(Number.isFinite)).toBe(true);
      const map = mapOf(memories, file === 'retrieve_linear' ? 'linear' : 'PRF', { beta: 80, omega });
      const out = new Float64Array(d);
      map.retrieve(Float64Array.from(far.data.subarray(0, d)), out);
      near(floats(T).subarray(0, d), out);
    }
  });

  test('mutant: a mask that is not renormalised is far from the graph', () => {
    const all = reference('dense', 5).P;
    const want = reference('mask', 5, { members: kept }).P;
    const dropped = all.map((p, i) => (kept.includes(i % M) ? p : 0));
    expect(Math.max(...dropped.map((p, i) => Math.abs(p - want[i]!)))).toBeGreaterThan(0.05);
    expect(everyMemory(M)).toHaveLength(M);
  });
});
