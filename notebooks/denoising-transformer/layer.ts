/**
 * One attention head with a skip, and its training, written once in jax-js: trained from here, exported from here.
 *
 *   f(W)_i = w_i A + Σ_j softmax_j(w_iᵀ W_KQ w_j) w_j W_V,   loss = E Σ_coordinates (f − ε)², averaged over tokens.
 *
 * The paper's exact parametrisation could not be read; this layer is a reconstruction. jax-js counts references: an
 * argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

/** forward: predicted noise [B, N, d] and attention [B, N, N]. nn.softmax subtracts the largest logit. */
export function forward(jax: Jax, w: JaxArray, A: JaxArray, Wv: JaxArray, Wkq: JaxArray): JaxArray[] {
  const { numpy: np, nn } = jax;
  const keys = np.matmul(w.ref, Wkq);
  const att = nn.softmax(np.einsum('bid,bjd->bij', keys, w.ref), -1);
  const values = np.matmul(w.ref, Wv);
  const attended = np.einsum('bij,bjd->bid', att.ref, values);
  return [np.matmul(w, A).add(attended), att];
}

type Weights = [A: JaxArray, Wv: JaxArray, Wkq: JaxArray];

const squares = ({ numpy: np }: Jax, guess: JaxArray, eps: JaxArray): JaxArray => {
  const [B, N] = eps.shape as [number, number];
  // Sequence by sequence first: one long sum in single precision would lose digits.
  return np
    .sum(np.sum(np.sum(np.square(guess.sub(eps)), -1), -1))
    .div(B)
    .div(N);
};

/** train_step: the loss before the step, and A, W_V, W_KQ after one step of gradient descent. */
export function trainStep(jax: Jax, w: JaxArray, eps: JaxArray, weights: Weights, lr: JaxArray): JaxArray[] {
  const loss = ([A, Wv, Wkq]: Weights, x: JaxArray, e: JaxArray) =>
    squares(jax, forwardOnly(jax, x, A, Wv, Wkq), e);
  const [A, Wv, Wkq] = weights;
  const [value, grad] = jax.valueAndGrad(loss)([A.ref, Wv.ref, Wkq.ref], w, eps) as unknown as [
    JaxArray,
    Weights,
  ];
  const next = weights.map((one, i) => one.sub((grad[i] as JaxArray).mul(lr.ref)));
  lr.dispose();
  return [value, ...next];
}

function forwardOnly(jax: Jax, ...inputs: [JaxArray, ...Weights]): JaxArray {
  const [guess, att] = forward(jax, ...inputs) as [JaxArray, JaxArray];
  att.dispose();
  return guess;
}

/** The twin without attention: f = wA alone. */
function linearStep(jax: Jax, w: JaxArray, eps: JaxArray, A: JaxArray, lr: JaxArray): JaxArray[] {
  const loss = (a: JaxArray, x: JaxArray, e: JaxArray) => squares(jax, jax.numpy.matmul(x, a), e);
  const [value, grad] = jax.valueAndGrad(loss)(A.ref, w, eps) as [JaxArray, JaxArray];
  return [value, A.sub(grad.mul(lr))];
}

/**
 * One step of both twins on one batch: P: [4, d, d] holds A, W_V, W_KQ and the twin's A. One array comes back,
 * [4d² + 2] with the two losses last, since every array that is read costs a wait.
 */
export function twinStep(jax: Jax, w: JaxArray, eps: JaxArray, P: JaxArray, lr: JaxArray): JaxArray {
  const { numpy: np } = jax;
  const d = P.shape[1] as number;
  const part = (i: number) => P.ref.slice([i, i + 1]).reshape([d, d]);
  const weights: Weights = [part(0), part(1), part(2)];
  const [loss, A, Wv, Wkq] = trainStep(jax, w.ref, eps.ref, weights, lr.ref) as [
    JaxArray,
    JaxArray,
    JaxArray,
    JaxArray,
  ];
  const [lone, twin] = linearStep(jax, w, eps, part(3), lr) as [JaxArray, JaxArray];
  P.dispose();
  return np.concatenate([
    ...[A, Wv, Wkq, twin].map((one) => one.reshape([d * d])),
    loss.reshape([1]),
    lone.reshape([1]),
  ]);
}

/**
 * baselines: answers to compare with, each [B, N, d]: the oracle, which knows z (rows of an identity matrix); Bayes,
 * the posterior over z given all N tokens; the same given one token alone; and the plain mean denoiser.
 */
export function baselines(
  { numpy: np, nn }: Jax,
  w: JaxArray,
  mu: JaxArray,
  z: JaxArray,
  abar: JaxArray,
  sigma: JaxArray,
): JaxArray[] {
  const [B, N, d] = w.shape as [number, number, number];
  const K = mu.shape[0] as number;
  const s2 = np.subtract(1, abar.ref);
  const v = abar.ref.mul(np.square(sigma)).add(s2.ref);
  const gain = np.sqrt(s2).div(v.ref);
  const centres = mu.mul(np.sqrt(abar));
  // log p(w_i | z = k) up to a constant: (w_i·c_k − |c_k|²/2)/v.
  const half = np.sum(np.square(centres.ref), -1).mul(0.5).reshape([1, 1, K]);
  const logits = np.matmul(w.ref, np.transpose(centres.ref)).sub(half).div(v);
  const all = np.matmul(nn.softmax(np.sum(logits.ref, 1), -1), centres.ref).reshape([B, 1, d]);
  const one = np.matmul(nn.softmax(logits, -1), centres.ref);
  const known = np.matmul(z, centres).reshape([B, 1, d]);
  const average = np.sum(w.ref, 1, { keepdims: true }).div(N);
  const answer = (centre: JaxArray, last = false) =>
    (last ? w : w.ref).sub(centre).mul(last ? gain : gain.ref);
  return [answer(known), answer(all), answer(one), answer(average, true)];
}
