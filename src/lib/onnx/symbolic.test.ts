// One file for every size: each case is exported with named dimensions and run at sizes that were not traced.
import { grad, nn, numpy as np, type Array as JaxArray } from '@jax-js/jax';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportModel } from './export-model.ts';
import { inspectModel } from './inspect-model.ts';
import { expectAgreement, floats, integers, type Model, noise, startJax, type Values } from './testing.ts';

beforeAll(startJax);

type Sizes = Readonly<Record<string, number>>;
type Case = readonly [string, Model, readonly (readonly (number | string)[])[]];

const cases: readonly Case[] = [
  [
    'a dense layer',
    (x, w) => nn.relu(np.matmul(x, w)),
    [
      ['G', 3],
      [3, 5],
    ],
  ],
  [
    'all sizes free',
    (x, w) => np.matmul(x, w),
    [
      ['G', 'M'],
      ['M', 'K'],
    ],
  ],
  ['a mean', (x) => np.mean(x, 0), [['G', 3]]],
  ['a mean over two sizes', (x) => np.mean(x), [['G', 'M']]],
  ['softmax', (x) => nn.softmax(x, -1), [['G', 'M']]],
  ['a transpose', (x) => np.transpose(x), [['G', 'M']]],
  ['merged axes', (x) => np.tanh(x).reshape([-1]), [['G', 3]]],
  ['merged free axes', (x) => np.tanh(x).reshape([-1, 2]), [['G', 'M', 2]]],
  ['merged transposed axes', (x) => np.transpose(x, [1, 0, 2]).reshape([-1, 2]), [['G', 'M', 2]]],
  [
    'concatenation',
    (x, y) => np.concatenate([x, y], 0),
    [
      ['G', 2],
      ['M', 2],
    ],
  ],
  [
    'padding',
    (x) =>
      np.pad(x, [
        [1, 2],
        [0, 0],
      ]),
    [['G', 2]],
  ],
  ['all but the first', (x) => x.slice([1, x.shape[0] as number]), [['G', 2]]],
  ['counting', (x) => x.add(np.arange(x.shape[0] as number).astype(np.float32)), [['G']]],
  ['zeros and ones', (x) => np.concatenate([np.ones([x.shape[0] as number, 1]), x], 1), [['G', 2]]],
  ['an identity matrix', (x) => x.add(np.eye(x.shape[0] as number)), [['G', 'G']]],
  ['a causal mask', (x) => np.where(np.tri(x.shape[0] as number).greater(0.5), x, -1e9), [['G', 'G']]],
  ['cumulative sum', (x) => np.cumsum(x, 1), [['G', 'M']]],
  ['sorting', (x) => np.sort(x, 1), [['G', 'M']]],
  ['argmax', (x) => np.argmax(x, 1), [['G', 'M']]],
  ['variance', (x) => np.var_(x, 0), [['G', 3]]],
  [
    'attention scores',
    (q, k) => np.einsum('bqd,bkd->bqk', q, k),
    [
      ['B', 'Q', 3],
      ['B', 'K', 3],
    ],
  ],
  [
    'pairwise distances',
    (x, y) => distances(x, y),
    [
      ['G', 2],
      ['M', 2],
    ],
  ],
  [
    'a gradient',
    (w, x) => grad((v: JaxArray, z: JaxArray) => np.mean(np.square(np.matmul(z, v))))(w, x),
    [
      [3, 2],
      ['G', 3],
    ],
  ],
  ['broadcast rows', (x) => np.broadcastTo(x, [4, ...x.shape]), [['G']]],
  ['four free sizes merged by twos', (x) => mergeByTwos(np.sin(x)), [['B', 'Q', 'G', 'M']]],
  [
    'heads of free number',
    (q, k) => np.einsum('bhqd,bhkd->bqhk', q, k),
    [
      ['B', 'M', 'Q', 3],
      ['B', 'M', 'K', 3],
    ],
  ],
  [
    'a product and sum',
    (x, y) => np.sum(x.reshape([-1, 1, 3]).mul(y), 2),
    [
      ['G', 3],
      ['M', 3],
    ],
  ],
  [
    'a matrix by a batch',
    (x, y) => np.matmul(x, y),
    [
      ['G', 'K'],
      ['B', 'K', 'M'],
    ],
  ],
  ['scaled by the root of the size', (x) => x.div(Math.sqrt(x.shape[1] as number)), [['G', 'M']]],
  ['flip', (x) => np.flip(x, 0), [['G', 2]]],
];

const mergeByTwos = (x: JaxArray): JaxArray => {
  const [a = 0, b = 0, c = 0, d = 0] = x.shape;
  return x.reshape([a * b, c * d]);
};

const distances = (x: JaxArray, y: JaxArray): JaxArray => {
  const [n = 0, d = 0] = x.shape;
  const [m = 0] = y.shape;
  return np.sum(np.square(x.reshape([n, 1, d]).sub(y.reshape([1, m, d]))), -1);
};

const sizes: readonly Sizes[] = [
  { G: 4, M: 3, K: 2, B: 2, Q: 5 },
  { G: 1, M: 1, K: 1, B: 1, Q: 1 },
  { G: 6, M: 8, K: 3, B: 3, Q: 2 },
];

const valuesAt = (shapes: Case[2], size: Sizes): Values[] =>
  shapes.map((shape, i) =>
    noise(
      shape.map((dim) => (typeof dim === 'number' ? dim : (size[dim] ?? 1))),
      i + 1,
    ),
  );

describe('free sizes', () => {
  test.each(cases)('%s', async (_, fn, shapes) => {
    for (const size of sizes) await expectAgreement(fn, valuesAt(shapes, size), { symbolic: shapes });
  });

  test('are written with their names', () => {
    const bytes = exportModel((x) => np.concatenate([x.ref, x], 0), {
      name: 'twice',
      inputs: [{ name: 'x', shape: ['G', 2] }],
      outputs: ['y'],
    });
    expect(inspectModel(bytes)).toMatchObject({
      inputs: [{ shape: ['G', 2] }],
      outputs: [{ shape: ['2*G', 2] }],
    });
  });

  test('work with gathered rows', async () => {
    await expectAgreement(
      (x, k) => np.take(x, k, 0),
      [floats([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), integers([3], [3, 0, 1])],
      {
        symbolic: [['M', 2], ['K']],
      },
    );
  });
});

describe('what cannot be kept free', () => {
  const attempt = (fn: Model, shape: readonly (number | string)[]) => (): Uint8Array =>
    exportModel(fn, { name: 'x', inputs: [{ name: 'x', shape }], outputs: ['y'] });
  const failure = expect.objectContaining({ name: 'SymbolicShapeError' }) as Error;

  test('a loop over a free size', () => {
    const unrolled: Model = (x) => {
      let sum = x.ref;
      for (let n = 0; n < (x.shape[0] as number); n++) sum = np.sin(sum);
      return sum;
    };
    expect(attempt(unrolled, ['G'])).toThrow(failure);
  });

  test('a number that follows no known law', () => {
    expect(attempt((x) => x.mul(Math.sin(x.shape[0] as number)), ['G'])).toThrow(failure);
  });

  test('a captured array that grows without a pattern', () => {
    const squares: Model = (x) =>
      x.add(np.array(Array.from({ length: x.shape[0] as number }, (_, n) => n * n)));
    expect(attempt(squares, ['G'])).toThrow(failure);
  });
});
