/**
 * The block and its training, written once in jax-js: trained from here, exported from here.
 *
 *   g_l = σ(wᵀx_l),   K_ls = g_s Π_{s<j≤l} (1 − g_j) ⟨x_s, x_l⟩ for s ≤ l,   y = K X,
 *   F(X) = (1/L) Σ_l Σ_i v_i ReLU(W_iᵀ y_l),   loss = mean of max(0, 1 − label·F).
 *
 * The products are exponentials of differences of Λ_l = Σ_{j≤l} ln(1 − g_j), since they underflow when gates open wide.
 * The paper's block is reconstructed from its rates (identity projections, weight ⟨x_s, x_l⟩); constants may differ.
 * jax-js counts references: an argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { D } from './sequence.ts';

/** Neurons of the head; the first half has v = 1/√100, the second −1/√100. */
export const NEURONS = 100;
/** Numbers in (w, W), in that order. */
export const SIZE = D + NEURONS * D;
/** v_i. */
export const readout = (): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: NEURONS }, (_, i) => (i < NEURONS / 2 ? 1 : -1) / Math.sqrt(NEURONS));

/** X: [B, L, 16], w: [16], W: [100, 16] → F [B], gates [B, L], K [B, L, L]. */
export function forward({ numpy: np, nn }: Jax, X: JaxArray, w: JaxArray, W: JaxArray): JaxArray[] {
  const [B, L] = X.shape as [number, number];
  // One flat product per weight: a batch of small ones would sum the weights' gradient sequence by sequence.
  const z = np.matmul(X.ref.reshape([B * L, D]), w.reshape([D, 1])).reshape([B, L]);
  const g = nn.sigmoid(z.ref);
  // −ln(1 − σ(z)) = softplus(z), written so that no exponential overflows.
  const lost = nn.relu(z.ref).add(np.log1p(np.exp(np.negative(np.abs(z)))));
  const sums = np.cumsum(lost, 1);
  // Λ_l − Λ_s. Above the diagonal it is positive, and cut before the exponential that would overflow.
  const between = np.minimum(sums.ref.reshape([B, 1, L]).sub(sums.reshape([B, L, 1])), 0);
  const survives = np.exp(between).mul(np.tri(L).reshape([1, L, L]));
  const alike = np.einsum('bld,bsd->bls', X.ref, X.ref);
  const K = survives.mul(g.ref.reshape([B, 1, L])).mul(alike);
  const y = np.matmul(K.ref, X).reshape([B * L, D]);
  const hidden = nn.relu(np.matmul(y, np.transpose(W)));
  const perToken = np.matmul(hidden, np.array(readout()).reshape([NEURONS, 1]));
  return [np.sum(perToken.reshape([B, L]), -1).div(L), g, K];
}

/**
 * One step of gradient descent on the mean hinge loss, with a step size for the gate and one for the head, [1] each.
 * Labels: [B]. Returns w, W after the step and the loss before it, [1].
 */
export function step(
  jax: Jax,
  X: JaxArray,
  labels: JaxArray,
  w: JaxArray,
  W: JaxArray,
  etaGate: JaxArray,
  etaHead: JaxArray,
): JaxArray[] {
  const { numpy: np } = jax;
  const B = X.shape[0] as number;
  const loss = (gate: JaxArray, head: JaxArray, x: JaxArray, label: JaxArray) => {
    const [F, g, K] = forward(jax, x, gate, head) as [JaxArray, JaxArray, JaxArray];
    g.dispose();
    K.dispose();
    return np.sum(np.maximum(np.subtract(1, label.mul(F)), 0)).div(B);
  };
  const [value, grads] = jax.valueAndGrad(loss, { argnums: [0, 1] })(w.ref, W.ref, X, labels) as unknown as [
    JaxArray,
    [JaxArray, JaxArray],
  ];
  return [w.sub(grads[0].mul(etaGate)), W.sub(grads[1].mul(etaHead)), value.reshape([1])];
}

/** The same on P: [16 + 1600], w and W in one; the loss comes last, since every array that is read costs a wait. */
export function flatStep(
  jax: Jax,
  X: JaxArray,
  labels: JaxArray,
  P: JaxArray,
  etaGate: JaxArray,
  etaHead: JaxArray,
): JaxArray {
  const w = P.ref.slice([0, D]);
  const W = P.slice([D, SIZE]).reshape([NEURONS, D]);
  const [gate, head, loss] = step(jax, X, labels, w, W, etaGate, etaHead) as [JaxArray, JaxArray, JaxArray];
  return jax.numpy.concatenate([gate, head.reshape([NEURONS * D]), loss]);
}
