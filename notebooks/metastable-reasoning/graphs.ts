/**
 * The three graphs, written once in jax-js. jax-js counts references: an argument is used up by the operation that takes
 * it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

/** Doublings: the series is summed to 2²⁰ steps. */
export const DOUBLINGS = 20;

/**
 * Solves (I − A_l) h_l = b_l for every target l, A_l being P without the rows and columns of the target, by
 * h ← h + A h, A ← A²: after k rounds h is the sum of the first 2^k terms of Σ Aⁱ b.
 *
 * P [N, N], mask [K, N] (0 for the statements of target l, else 1), b [K, N] → h [K, N].
 */
export function hit({ numpy: np }: Jax, P: JaxArray, mask: JaxArray, b: JaxArray): JaxArray {
  const [K, N] = [mask.shape[0] as number, mask.shape[1] as number];
  let A = P.mul(mask.ref.reshape([K, N, 1])).mul(mask.ref.reshape([K, 1, N]));
  let h = b.mul(mask).reshape([K, N, 1]);
  for (let k = 0; k < DOUBLINGS; k++) {
    h = h.ref.add(np.matmul(A.ref, h));
    if (k < DOUBLINGS - 1) A = np.matmul(A.ref, A);
  }
  A.dispose();
  return h.reshape([K, N]);
}

/** Relative growth of the sum of rewarded probabilities in one inner step, before saturation. */
export const INNER = 0.015;

/**
 * One inner step of PPO-Clip on every row: gradient ascent on Σ_y p_old min(ρA, clip(ρ, 1−c, 1+c) A), where ρ = p/p_old and
 * the advantage A is the reward, 0 or 1, without a baseline. Rows are independent problems; each has a step
 * size such that a probability far from 1 grows by about INNER.
 *
 * logits, old, reward [N, N], c [] → logits [N, N], ratio [N, N].
 */
export function ppoStep(
  { numpy: np, nn }: Jax,
  logits: JaxArray,
  old: JaxArray,
  reward: JaxArray,
  c: JaxArray,
): JaxArray[] {
  const p = nn.softmax(logits.ref, -1);
  const floor = 1e-12;
  const ratio = p.ref.div(np.maximum(old.ref, floor));
  // Where the ratio is above 1 + c the minimum is the clipped branch, which is flat.
  const open = np.where(np.less(ratio.ref, np.add(1, c)), reward, 0);
  const push = p.ref.mul(open.ref);
  const total = np.sum(push.ref, 1, { keepdims: true });
  const gradient = push.sub(p.mul(total));
  const scale = np.sum(old.ref.mul(open), 1, { keepdims: true });
  const step = np.where(np.greater(scale.ref, 0), np.divide(INNER, np.maximum(scale, floor)), 0);
  const moved = logits.add(gradient.mul(step));
  const after = nn.softmax(moved.ref, -1).div(np.maximum(old, floor));
  ratio.dispose();
  return [moved, after];
}

/** cdf [N, N], x0 [B], u [B] → the next statements [B], as floats: how many cumulative probabilities are at most u. */
export function walkStep({ numpy: np }: Jax, cdf: JaxArray, x: JaxArray, u: JaxArray): JaxArray {
  const N = cdf.shape[0] as number;
  const at = np.equal(x.reshape([-1, 1]), np.arange(N).astype(np.float32)).astype(np.float32);
  const rows = np.matmul(at, cdf);
  return np.sum(np.lessEqual(rows, u.reshape([-1, 1])).astype(np.float32), 1);
}
