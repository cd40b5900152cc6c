/**
 * U-Hop+ in jax-js: learn W so that the features of the memories form a spherical code, by minimising
 *
 *   L_τ(W) = τ log (1/|P|) Σ_{μ<ν} exp(⟨y_μ, y_ν⟩/τ),   y_μ = Φ(ξ_μ),
 *
 * which tends to the largest ⟨y_μ, y_ν⟩, the max–min problem of spherical codes, as τ → 0. (The separation loss of
 * the authors' public code; Adam as in Kingma and Ba 2015.)
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Φ of every row of X: directions of XW. */
export function features({ numpy: np }: Jax, W: JaxArray, X: JaxArray): JaxArray {
  const raw = np.matmul(X, W);
  const length = np.sqrt(np.sum(np.square(raw.ref), -1, { keepdims: true }));
  return raw.div(length);
}

/** L_τ; both orders of every pair are counted, which leaves the mean as it is. */
export function separationLoss(jax: Jax, W: JaxArray, X: JaxArray, tau: JaxArray): JaxArray {
  const { numpy: np, nn } = jax;
  const Y = features(jax, W, X);
  const M = Y.shape[0] as number;
  const G = np.matmul(Y.ref, np.transpose(Y));
  // A memory is no neighbour of itself: exp(−10⁴) is 0 in float32.
  const logits = G.div(tau.ref).sub(np.eye(M).mul(1e4));
  const pairs = np.sum(np.subtract(1, np.eye(M)));
  return nn.logsumexp(nn.logsumexp(logits, -1), -1).sub(np.log(pairs)).mul(tau);
}

export type AdamState = [
  W: JaxArray,
  m: JaxArray,
  v: JaxArray,
  X: JaxArray,
  tau: JaxArray,
  lr: JaxArray,
  t: JaxArray,
];

/** One Adam step (t = 1, 2, …): W, m, v → W, m, v, the loss before the step and the features after it. */
export function adamStep(jax: Jax, ...[W, m, v, X, tau, lr, t]: AdamState): JaxArray[] {
  const { numpy: np } = jax;
  const loss = (w: JaxArray, x: JaxArray, at: JaxArray) => separationLoss(jax, w, x, at);
  const [value, gradient] = jax.valueAndGrad(loss)(W.ref, X.ref, tau) as [JaxArray, JaxArray];
  const { beta1, beta2, epsilon } = ADAM;
  const m1 = m.mul(beta1).add(gradient.ref.mul(1 - beta1));
  const v1 = v.mul(beta2).add(np.square(gradient).mul(1 - beta2));
  const unbiased = (moment: JaxArray, beta: number) =>
    moment.div(np.subtract(1, np.exp(t.ref.mul(Math.log(beta)))));
  const step = unbiased(m1.ref, beta1).div(np.sqrt(unbiased(v1.ref, beta2)).add(epsilon));
  t.dispose();
  const W1 = W.sub(lr.mul(step));
  return [W1.ref, m1, v1, value, features(jax, W1, X)];
}

/** One step of plain gradient descent: W → W − lr ∇L, and the loss before it. */
export function descentStep(jax: Jax, W: JaxArray, X: JaxArray, tau: JaxArray, lr: JaxArray): JaxArray[] {
  const loss = (w: JaxArray, x: JaxArray, at: JaxArray) => separationLoss(jax, w, x, at);
  const [value, gradient] = jax.valueAndGrad(loss)(W.ref, X, tau) as [JaxArray, JaxArray];
  return [W.sub(lr.mul(gradient)), value];
}
