// A whole training step (embedding, attention, layer norm, loss, gradients, Adam) as one graph.
import { type Array as JaxArray, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { inspectModel } from './inspect-model.ts';
import { expectAgreement, integers, type Model, noise, startJax, type Values } from './testing.ts';

beforeAll(startJax);

const [batch, length, width, heads, words] = [3, 5, 8, 2, 7];

const normed = (x: JaxArray): JaxArray => {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const scale = np.sqrt(np.mean(np.square(centred.ref), -1, { keepdims: true }).add(1e-5));
  return centred.div(scale);
};

/** One block with causal attention over the heads, and the mean loss of predicting the next word. */
function loss(weights: readonly JaxArray[], tokens: JaxArray, targets: JaxArray): JaxArray {
  const [embed, qkv, out, up, down] = weights as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray];
  let x = np.take(embed.ref, tokens, 0);
  const [b = 0, t = 0] = x.shape;
  const split = np.split(np.matmul(normed(x.ref), qkv), 3, -1);
  const [q, k, v] = split.map((part) => part.reshape([b, t, heads, width / heads])) as [
    JaxArray,
    JaxArray,
    JaxArray,
  ];
  const scores = np.einsum('bqhd,bkhd->bhqk', q, k).mul(1 / Math.sqrt(width / heads));
  const mask = np.tri(t).greater(0.5).reshape([1, 1, t, t]);
  const attention = nn.softmax(np.where(mask, scores, -1e9), -1);
  const mixed = np.einsum('bhqk,bkhd->bqhd', attention, v).reshape([b, t, width]);
  x = x.add(np.matmul(mixed, out));
  x = x.ref.add(np.matmul(nn.gelu(np.matmul(normed(x), up)), down));
  const logits = np.matmul(x, np.transpose(embed));
  const hits = nn.oneHot(targets, words);
  return np.mean(nn.logsumexp(logits.ref, -1).sub(np.sum(logits.mul(hits), -1)));
}

/** Adam without bias correction for each of the weights. */
const trainStep: Model = (tokens, targets, rate, ...state) => {
  const count = state.length / 3;
  const [weights, first, second] = [0, 1, 2].map((i) => state.slice(i * count, (i + 1) * count)) as [
    JaxArray[],
    JaxArray[],
    JaxArray[],
  ];
  const objective = (...w: JaxArray[]): JaxArray => loss(w, tokens.ref, targets.ref);
  const argnums = weights.map((_, i) => i);
  const [value, gradients] = valueAndGrad(objective, { argnums } as never)(
    ...weights.map((w) => w.ref),
  ) as unknown as [JaxArray, JaxArray[]];
  const updated = gradients.flatMap((g, i) => {
    const m = (first[i] as JaxArray).mul(0.9).add(g.ref.mul(0.1));
    const v = (second[i] as JaxArray).mul(0.99).add(np.square(g).mul(0.01));
    const w = (weights[i] as JaxArray).sub(m.ref.div(np.sqrt(v.ref).add(1e-4)).mul(rate.ref));
    return [w, m, v];
  });
  return [value, ...updated];
};

const shapes = [
  [words, width],
  [width, 3 * width],
  [width, width],
  [width, 2 * width],
  [2 * width, width],
];
const tokens = (seed: number): Values =>
  integers(
    [batch, length],
    noise([batch, length], seed).data.map((value) => Math.floor((value + 1) * 3.49)),
  );
const inputs: Values[] = [
  tokens(1),
  tokens(2),
  noise([], 3),
  ...shapes.map((shape, i) => noise(shape, 10 + i)),
  ...shapes.map((shape, i) => noise(shape, 20 + i)),
  ...shapes.map((shape, i) => ({ ...noise(shape, 30 + i), data: noise(shape, 30 + i).data.map(Math.abs) })),
];

test('a training step of a transformer', async () => {
  const bytes = await expectAgreement(trainStep, inputs, { tolerance: 1e-4 });
  const { operators } = inspectModel(bytes);
  // Seven products with weights or between heads forward, two each backward.
  expect(operators['MatMul']).toBe(21);
  expect(operators['Expand'] ?? 0).toBeLessThanOrEqual(1);
});

test('the same step at any batch size and length', async () => {
  const symbolic = [['B', 'T'], ['B', 'T'], [], ...shapes, ...shapes, ...shapes];
  await expectAgreement(trainStep, inputs, { symbolic, tolerance: 1e-4 });
});
