// The shape of what is exported: how many nodes of which kind, and that they compute the right thing.
import { type Array as JaxArray, grad, lax, nn, numpy as np, random, valueAndGrad } from '@jax-js/jax';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportModel } from './export-model.ts';
import { inspectModel } from './inspect-model.ts';
import { expectAgreement, floats, integers, type Model, noise, startJax } from './testing.ts';

beforeAll(startJax);

const count = (bytes: Uint8Array, op: string): number => inspectModel(bytes).operators[op] ?? 0;

type Weights = readonly JaxArray[];

/** Loss of a two-layer network on one-hot targets. */
function networkLoss(
  [w1, b1, w2, b2]: Weights,
  x: JaxArray,
  y: JaxArray,
  activation: (a: JaxArray) => JaxArray,
): JaxArray {
  const hidden = activation(np.matmul(x, w1 as JaxArray).add(b1 as JaxArray));
  const logits = np.matmul(hidden, w2 as JaxArray).add(b2 as JaxArray);
  return np.mean(nn.logsumexp(logits.ref, -1).sub(np.sum(logits.mul(y), -1)));
}

const trainStep =
  (activation: (a: JaxArray) => JaxArray): Model =>
  (...arrays) => {
    const [w1, b1, w2, b2, x, y] = arrays as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray, JaxArray];
    const loss = (...weights: JaxArray[]): JaxArray => networkLoss(weights, x.ref, y.ref, activation);
    const [value, gradients] = valueAndGrad(loss, { argnums: [0, 1, 2, 3] })(w1, b1, w2, b2);
    return [value, ...(gradients as unknown as JaxArray[])];
  };

const oneHot = floats([6, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1]);
const networkInputs = [
  noise([4, 5], 1),
  noise([5], 2),
  noise([5, 3], 3),
  noise([3], 4),
  noise([6, 4], 5),
  oneHot,
];

describe('a dense layer', () => {
  test('is one MatMul forward', async () => {
    const bytes = await expectAgreement(
      (x, w, b) => nn.relu(np.matmul(x, w).add(b)),
      [noise([6, 4], 1), noise([4, 5], 2), noise([5], 3)],
    );
    expect(inspectModel(bytes).operators).toEqual({ Add: 1, MatMul: 1, Max: 1 });
  });

  test('has one MatMul per weight gradient and nothing expanded', async () => {
    const loss = (w: JaxArray, b: JaxArray, x: JaxArray): JaxArray =>
      np.sum(np.square(np.matmul(x, w).add(b)));
    const bytes = await expectAgreement(
      (w, b, x) => grad(loss, { argnums: [0, 1] } as never)(w, b, x) as unknown as JaxArray[],
      [noise([4, 5], 1), noise([5], 2), noise([6, 4], 3)],
    );
    expect(count(bytes, 'MatMul')).toBe(2);
    expect(count(bytes, 'Expand')).toBe(0);
  });

  test('on a batch of sequences too', async () => {
    const loss = (w: JaxArray, x: JaxArray): JaxArray => np.sum(np.tanh(np.matmul(x, w)));
    const bytes = await expectAgreement((w, x) => grad(loss)(w, x), [noise([4, 5], 1), noise([2, 3, 4], 3)]);
    expect(count(bytes, 'MatMul')).toBe(2);
    expect(count(bytes, 'Expand')).toBe(0);
  });
});

describe('gradients of a network', () => {
  test.each([
    ['tanh', np.tanh],
    ['relu', nn.relu],
    ['silu', nn.silu],
  ] as const)('with %s', async (_, activation) => {
    const bytes = await expectAgreement(trainStep(activation as (a: JaxArray) => JaxArray), networkInputs);
    // Two forward, two for the weights, one back through the second layer.
    expect(count(bytes, 'MatMul')).toBe(5);
    expect(count(bytes, 'Expand')).toBe(0);
  });
});

/** A head that attends by log-sum-exp, and its energy. */
const attention = (q: JaxArray, k: JaxArray, v: JaxArray): JaxArray => {
  const scores = np.einsum('bqd,bkd->bqk', q, k);
  const weights = np.exp(scores.ref.sub(nn.logsumexp(scores, -1, { keepdims: true })));
  return np.einsum('bqk,bkd->bqd', weights, v);
};

describe('attention', () => {
  const inputs = [noise([2, 3, 4], 1), noise([2, 5, 4], 2), noise([2, 5, 6], 3)];

  test('is two batched MatMuls', async () => {
    const bytes = await expectAgreement(attention, inputs);
    expect(count(bytes, 'MatMul')).toBe(2);
    expect(count(bytes, 'Expand')).toBe(0);
  });

  test('has two MatMuls per product backwards', async () => {
    const loss = (...arrays: [JaxArray, JaxArray, JaxArray]): JaxArray =>
      np.sum(np.square(attention(...arrays)));
    const model: Model = (q, k, v) =>
      grad(loss, { argnums: [0, 1, 2] } as never)(q, k, v) as unknown as JaxArray[];
    const bytes = await expectAgreement(model, inputs);
    expect(count(bytes, 'MatMul')).toBe(6);
    expect(count(bytes, 'Expand')).toBe(0);
  });
});

describe('what is written', () => {
  const model: Model = (x) => nn.softmax(x, -1);
  const options = {
    name: 'softmax',
    description: 'Weights that sum to one.',
    inputs: [{ name: 'x', shape: ['N', 4] }],
    outputs: ['p'],
    metadata: { seed: '7', recipe: 'none' },
  };

  test('is the same for the same function', () => {
    expect(exportModel(model, options)).toEqual(exportModel(model, options));
  });

  test('can be read back', () => {
    expect(inspectModel(exportModel(model, options))).toMatchObject({
      name: 'softmax',
      description: 'Weights that sum to one.',
      producer: 'tangible',
      opset: 18,
      irVersion: 8,
      inputs: [{ name: 'x', dtype: 'float32', shape: ['N', 4] }],
      outputs: [{ name: 'p', dtype: 'float32', shape: ['N', 4] }],
      metadata: { seed: '7', recipe: 'none' },
    });
  });

  test('stores an array once however often it is captured', () => {
    const w = np.ones([3, 3]).add(np.eye(3));
    const twice: Model = (x) => np.matmul(np.matmul(x, w.ref), w.ref);
    const bytes = exportModel(twice, {
      name: 'twice',
      inputs: [{ name: 'x', shape: [2, 3] }],
      outputs: ['y'],
    });
    w.dispose();
    expect(inspectModel(bytes)).toMatchObject({ initializers: 1, parameters: 9 });
  });

  test('computes an equal expression once', async () => {
    const bytes = await expectAgreement((x) => np.sin(x.ref).add(np.sin(x)), [noise([3])]);
    expect(count(bytes, 'Sin')).toBe(1);
  });

  test('leaves out what no output needs', async () => {
    const unused: Model = (x, k) => {
      np.sin(np.take(x.ref, k, 0));
      return np.cos(x);
    };
    const bytes = await expectAgreement(unused, [noise([3]), integers([1], [0])]);
    expect(inspectModel(bytes).operators).toEqual({ Cos: 1 });
  });

  test('may return an input, a constant, or one array twice', async () => {
    await expectAgreement((x) => [x.ref, np.ones([2]), np.sin(x.ref), np.sin(x)], [noise([3])]);
  });
});

describe('an operation without ONNX counterpart', () => {
  test('says what to do about chance', () => {
    const noisy: Model = (x) => x.add(random.normal(random.key(1), [3]));
    const run = (): Uint8Array =>
      exportModel(noisy, { name: 'n', inputs: [{ name: 'x', shape: [3] }], outputs: ['y'] });
    expect(run).toThrow(/draw the noise outside/);
  });

  test('is named with its equation and its line', () => {
    const model: Model = (x) => lax.linalg.cholesky(x);
    const run = (): Uint8Array =>
      exportModel(model, { name: 'c', inputs: [{ name: 'x', shape: [3, 3] }], outputs: ['l'] });
    expect(run).toThrow(
      expect.objectContaining({
        name: 'UnsupportedPrimitiveError',
        primitive: 'cholesky',
        equation: expect.stringContaining('cholesky') as string,
        source: expect.stringContaining('structure.test.ts') as string,
      }),
    );
  });
});
