/**
 * The one-layer transformer of Li et al. (2025), written once in jax-js: trained from here, exported from here.
 *
 *   f(X) = (1/P) Σ_l aᵀ ReLU(V Σ_s x_s softmax_s(x_sᵀ W x_l)),   a_j = ±1/√m alternating,   loss max(0, 1 − y f).
 *
 * jax-js counts references: an argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

export const NEURONS = 20;
/** a_j. */
export const readout = (): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: NEURONS }, (_, j) => (j % 2 === 0 ? 1 : -1) / Math.sqrt(NEURONS));

/** ta_eval: f for sequences X: [N, P, d] under W: [d, d] and V: [m, d]. */
export function scores({ numpy: np, nn }: Jax, W: JaxArray, V: JaxArray, X: JaxArray): JaxArray {
  const [N, P, d] = X.shape as [number, number, number];
  const m = V.shape[0] as number;
  // One flat product per weight: a batch of small ones would sum the weights' gradient sequence by sequence.
  const queries = np.matmul(X.ref.reshape([N * P, d]), np.transpose(W)).reshape([N, P, d]);
  // nn.softmax subtracts the largest logit of a row.
  const attention = nn.softmax(np.matmul(queries, np.transpose(X.ref, [0, 2, 1])), -1);
  const mixed = np.matmul(attention, X).reshape([N * P, d]);
  const hidden = nn.relu(np.matmul(mixed, np.transpose(V)));
  const perToken = np.sum(hidden.mul(np.array(readout()).reshape([1, m])), -1);
  return np.sum(perToken.reshape([N, P]), -1).div(P);
}

/** ta_step: one SGD step on the hinge loss; the loss is that before the step. */
export function step(
  jax: Jax,
  W: JaxArray,
  V: JaxArray,
  X: JaxArray,
  y: JaxArray,
  eta: JaxArray,
): JaxArray[] {
  const { numpy: np } = jax;
  const B = X.shape[0] as number;
  const loss = (w: JaxArray, v: JaxArray, x: JaxArray, label: JaxArray) =>
    np.sum(np.maximum(np.subtract(1, label.mul(scores(jax, w, v, x))), 0)).div(B);
  const [value, grads] = jax.valueAndGrad(loss, { argnums: [0, 1] })(W.ref, V.ref, X, y) as unknown as [
    JaxArray,
    [JaxArray, JaxArray],
  ];
  return [W.sub(grads[0].mul(eta.ref)), V.sub(grads[1].mul(eta)), value];
}
