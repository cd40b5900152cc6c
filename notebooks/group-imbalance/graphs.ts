/**
 * The network of Li et al. (2024), section III, and the three quantities that the notebook needs, written once in jax-js.
 *
 *   H(W, x) = (1/K) Σ_j φ(w_jᵀx) is the probability of the label 1, φ the logistic sigmoid, w_j the columns of W: [d, K].
 *   Cross-entropy:  ℓ = −y log H − (1 − y) log(1 − H).
 *   Its gradient:   ∇ℓ = s ∇H with s = (1 − y)/(1 − H) − y/H, and ∂H/∂W[i, j] = φ′(w_jᵀx) x_i / K.
 *   Fisher information of a cloud of inputs:  E[∇H ∇Hᵀ / (H(1 − H))].
 *
 * 1 − H is computed as the mean of φ(−u), which keeps its digits where H rounds to 1. Arrays have the points along their
 * last axis, where a sum over points runs through memory in order.
 *
 * jax-js counts references: an argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { FLOOR } from './settings.ts';

interface Forward {
  /** H and 1 − H, both at least 10⁻⁹: [R, n]. */
  readonly p: JaxArray;
  readonly q: JaxArray;
  /** ∇H: [R, dK, n]. */
  readonly slopes: JaxArray;
}

/** The network at R sets of points, W: [R, d, K] and X: [R, n, d]. */
function forward({ numpy: np, nn }: Jax, W: JaxArray, X: JaxArray): Forward {
  const [R, d, K] = W.shape as [number, number, number];
  const n = X.shape[1] as number;
  const points = np.transpose(X, [0, 2, 1]);
  const u = np.matmul(np.transpose(W, [0, 2, 1]), points.ref);
  const on = nn.sigmoid(u.ref);
  const off = nn.sigmoid(u.mul(-1));
  const p = np.maximum(np.mean(on.ref, 1), FLOOR);
  const q = np.maximum(np.mean(off.ref, 1), FLOOR);
  const phi = on.mul(off).div(K).reshape([R, 1, K, n]);
  const slopes = points
    .reshape([R, d, 1, n])
    .mul(phi)
    .reshape([R, d * K, n]);
  return { p, q, slopes };
}

/** s of every point: the derivative of its loss in H. */
const pull = ({ numpy: np }: Jax, p: JaxArray, q: JaxArray, y: JaxArray): JaxArray =>
  np.subtract(1, y.ref).div(q).sub(y.div(p));

/** Mean cross-entropy of every set: [R]. */
const loss = ({ numpy: np }: Jax, p: JaxArray, q: JaxArray, y: JaxArray): JaxArray =>
  np.mean(y.ref.mul(np.log(p)).add(np.subtract(1, y).mul(np.log(q))), 1).mul(-1);

/** H of every point, W: [d, K] and X: [n, d]. */
export function probability({ numpy: np, nn }: Jax, W: JaxArray, X: JaxArray): JaxArray {
  return np.mean(nn.sigmoid(np.matmul(X, W)), 1);
}

/** scoring.onnx: gradient [R, dK], Fisher information [R, dK, dK] and loss [R] of R networks, each on its own data. */
export function scoring(jax: Jax, W: JaxArray, X: JaxArray, y: JaxArray): JaxArray[] {
  const { numpy: np } = jax;
  const [R, n] = y.shape as [number, number];
  const { p, q, slopes } = forward(jax, W, X);
  const s = pull(jax, p.ref, q.ref, y.ref).reshape([R, n, 1]);
  const size = slopes.shape[1] as number;
  const gradient = np.matmul(slopes.ref, s).reshape([R, size]).div(n);
  return [gradient, information(jax, p.ref, q.ref, slopes), loss(jax, p, q, y)];
}

function information({ numpy: np }: Jax, p: JaxArray, q: JaxArray, slopes: JaxArray): JaxArray {
  const [R, n] = p.shape as [number, number];
  const weight = np.reciprocal(p.mul(q)).reshape([R, 1, n]);
  return np.matmul(slopes.ref.mul(weight), np.transpose(slopes, [0, 2, 1])).div(n);
}

/** fisher.onnx: the Fisher information [dK, dK] of a group N(μ, σ²1), from standard normal draws Z: [S, d]. */
export function fisher(jax: Jax, W: JaxArray, Z: JaxArray, sigma: JaxArray, mu: JaxArray): JaxArray {
  const [S, d] = Z.shape as [number, number];
  const [, K] = W.shape as [number, number];
  const X = Z.mul(sigma).add(mu).reshape([1, S, d]);
  const { p, q, slopes } = forward(jax, W.reshape([1, d, K]), X);
  return information(jax, p, q, slopes).reshape([d * K, d * K]);
}

/** One step of full-batch gradient descent, W: [d, K], X: [n, d], y: [n]. */
export function descent(jax: Jax, W: JaxArray, X: JaxArray, y: JaxArray, eta: JaxArray): JaxArray {
  const { numpy: np } = jax;
  const [n, d] = X.shape as [number, number];
  const [, K] = W.shape as [number, number];
  const { p, q, slopes } = forward(jax, W.ref.reshape([1, d, K]), X.reshape([1, n, d]));
  const s = pull(jax, p, q, y.reshape([1, n])).reshape([1, n, 1]);
  const gradient = np.matmul(slopes, s).reshape([d, K]).div(n);
  return W.sub(gradient.mul(eta));
}

/** Mean cross-entropy of one network: W: [d, K], X: [n, d], y: [n] → []. */
export function crossEntropy(jax: Jax, W: JaxArray, X: JaxArray, y: JaxArray): JaxArray {
  const [n, d] = X.shape as [number, number];
  const [, K] = W.shape as [number, number];
  const { p, q, slopes } = forward(jax, W.reshape([1, d, K]), X.reshape([1, n, d]));
  slopes.dispose();
  return loss(jax, p, q, y.reshape([1, n])).reshape([]);
}
