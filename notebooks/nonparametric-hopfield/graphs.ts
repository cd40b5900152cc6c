/** The retrieval maps in jax-js, for queries q [L, d] and memories X [M, d]: what model.ts exports, and tests run. */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

/** Far below any score, so that exp gives exactly 0, and finite, so that no difference is not a number. */
const OUT = -1e30;

const scores = ({ numpy: np }: Jax, q: JaxArray, X: JaxArray, beta: JaxArray): JaxArray =>
  np.matmul(q, np.transpose(X)).mul(beta);

/** T, E and P from the scores z, where those that take no part are at `OUT`. */
function attended({ numpy: np, nn }: Jax, q: JaxArray, X: JaxArray, beta: JaxArray, z: JaxArray): JaxArray[] {
  const energy = np.sum(np.square(q), -1).mul(0.5).sub(nn.logsumexp(z.ref, -1).div(beta));
  const p = nn.softmax(z, -1);
  return [np.matmul(p.ref, X), energy, p];
}

/** Dense: softmax over all memories. */
export function dense(jax: Jax, q: JaxArray, X: JaxArray, beta: JaxArray): JaxArray[] {
  return attended(jax, q.ref, X.ref, beta.ref, scores(jax, q, X, beta));
}

/** Mask: softmax over the memories with keep > ½. */
export function masked(jax: Jax, q: JaxArray, X: JaxArray, beta: JaxArray, keep: JaxArray): JaxArray[] {
  const z = scores(jax, q.ref, X.ref, beta.ref);
  return attended(jax, q, X, beta, jax.numpy.where(keep.greater(0.5), z, OUT));
}

/** Top-K: softmax over the K largest scores; of equal ones the earlier memory. K is an int32 scalar. */
export function topK(jax: Jax, q: JaxArray, X: JaxArray, beta: JaxArray, K: JaxArray): JaxArray[] {
  const { numpy: np } = jax;
  const z = scores(jax, q.ref, X.ref, beta.ref);
  const rank = np.argsort(np.argsort(z.ref.neg(), -1), -1);
  return attended(jax, q, X, beta, np.where(rank.less(K), z, OUT));
}

/** Softmax over K memories given per query by their indices [L, K]: nothing of size L×M is formed. */
export function gathered(
  { numpy: np, nn }: Jax,
  q: JaxArray,
  X: JaxArray,
  idx: JaxArray,
  beta: JaxArray,
): JaxArray {
  const [L = 0, K = 0] = idx.shape;
  const d = X.shape[1] ?? 0;
  const rows = np.take(X, idx, 0);
  const z = np.sum(rows.ref.mul(q.reshape([L, 1, d])), -1).mul(beta);
  return np.sum(rows.mul(nn.softmax(z, -1).reshape([L, K, 1])), 1);
}

/** Linear: φ = elu(√β ·) + 1, as log φ = min(u, 0) + log(1 + max(u, 0)). */
export function linear(jax: Jax, q: JaxArray, X: JaxArray, beta: JaxArray): JaxArray {
  const { numpy: np } = jax;
  const root = np.sqrt(beta);
  const logPhi = (x: JaxArray) => {
    const u = x.mul(root.ref);
    return np.minimum(u.ref, 0).add(np.log(np.maximum(u, 0).add(1)));
  };
  const T = byFeatures(jax, logPhi(q), logPhi(X.ref), X);
  root.dispose();
  return T;
}

/** Positive random features: log φ = √β Ωx − β‖x‖²/2. */
export function positiveFeatures(
  jax: Jax,
  q: JaxArray,
  X: JaxArray,
  omega: JaxArray,
  beta: JaxArray,
): JaxArray {
  const { numpy: np } = jax;
  const root = np.sqrt(beta.ref);
  const logPhi = (x: JaxArray) => {
    const projected = np.matmul(x.ref, np.transpose(omega.ref)).mul(root.ref);
    return projected.sub(np.sum(np.square(x), -1, { keepdims: true }).mul(beta.ref.mul(0.5)));
  };
  const T = byFeatures(jax, logPhi(q), logPhi(X.ref), X);
  for (const used of [root, omega, beta]) used.dispose();
  return T;
}

/**
 * φ(q)ᵀ[ΦᵀX] / φ(q)ᵀ[Φᵀ1] from logarithms. The largest of each feature over the memories, and then of each query over
 * its features, is taken out: one summand is 1, so the denominator can't underflow.
 */
function byFeatures({ numpy: np }: Jax, logQuery: JaxArray, logMemory: JaxArray, X: JaxArray): JaxArray {
  const largest = np.max(logMemory.ref, 0, { keepdims: true });
  const Phi = np.exp(logMemory.sub(largest.ref));
  const shifted = logQuery.add(largest);
  const phi = np.exp(shifted.ref.sub(np.max(shifted, -1, { keepdims: true })));
  const total = np.sum(phi.ref.mul(np.sum(Phi.ref, 0)), -1, { keepdims: true });
  return np.matmul(phi, np.matmul(np.transpose(Phi), X)).div(total);
}
