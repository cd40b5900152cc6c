/**
 * The network and its two graphs, written once in jax-js (Nitanda et al. 2025, section 2).
 *
 * f(z) = mean over neurons x = (w, b) of h(x, z) = R tanh(wz + b). One step of noisy gradient descent moves every neuron:
 *
 *   x ← x − η [ (1/n) Σ_j (f(z_j) − y_j) ∇_x h(x, z_j) + 2λ′x ] + √(2λη) ξ,   ξ ~ N(0, I).
 *
 * The bracket is N times the gradient of F in one neuron; the tests compare it with jax.grad. The infinite network is
 * the fixed point of f ↦ T(f), the mean output under p ∝ exp(−U/λ) with U(x) = (1/n) Σ_j (f_j − y_j) h(x, z_j) + λ′‖x‖².
 *
 * jax-js counts references: an argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { RADIUS } from './settings.ts';

/** tanh of wz + b for every neuron and every z: [..., N, 2] and [n] → [..., N, n]. */
function activations({ numpy: np }: Jax, X: JaxArray, z: JaxArray): JaxArray {
  const u = np.matmul(X, np.stack([z.ref, np.onesLike(z)]));
  // Four passes over the array; absolute errors of one rounding are all that a sum of neurons needs.
  return np.subtract(1, np.divide(2, np.exp(u.mul(2)).add(1)));
}

/** f of every network: [B, N, 2] and [n] → [B, n]. */
export function outputs(jax: Jax, X: JaxArray, z: JaxArray): JaxArray {
  const N = X.shape[1] as number;
  return jax.numpy
    .sum(activations(jax, X, z), 1)
    .mul(RADIUS)
    .div(N);
}

/** F of one network of neurons X: [1, N, 2], for the tests. */
export function objective(jax: Jax, X: JaxArray, z: JaxArray, y: JaxArray, ridge: JaxArray): JaxArray {
  const { numpy: np } = jax;
  const [, N] = X.shape as [number, number];
  const n = z.shape[0] as number;
  const misfit = np.sum(np.square(outputs(jax, X.ref, z).sub(y)));
  return misfit.div(2 * n).add(np.sum(np.square(X)).div(N).mul(ridge));
}

export interface StepInputs {
  readonly noise: JaxArray;
  readonly z: JaxArray;
  readonly y: JaxArray;
  readonly lambda: JaxArray;
  readonly ridge: JaxArray;
  readonly eta: JaxArray;
}

/** One step of B networks of N neurons at once, X: [B, N, 2]. Tests take another radius R. */
export function langevinStep(jax: Jax, X: JaxArray, inputs: StepInputs, radius = RADIUS): JaxArray {
  const { numpy: np } = jax;
  const { noise, z, y, lambda, ridge, eta } = inputs;
  const N = X.shape[1] as number;
  const n = z.shape[0] as number;
  const basis = np.stack([z.ref, np.onesLike(z.ref)]);
  const a = activations(jax, X.ref, z);
  const residual = np.sum(a.ref, 1, { keepdims: true }).mul(radius).div(N).sub(y).mul(radius).div(n);
  const slope = np.subtract(1, np.square(a)).mul(residual);
  const drift = np.matmul(slope, np.transpose(basis)).add(X.ref.mul(ridge).mul(2));
  return X.sub(drift.mul(eta.ref)).add(noise.mul(np.sqrt(lambda.mul(eta).mul(2))));
}

export interface GibbsInputs {
  readonly f: JaxArray;
  readonly grid: JaxArray;
  readonly z: JaxArray;
  readonly y: JaxArray;
  readonly lambda: JaxArray;
  readonly ridge: JaxArray;
}

/** T(f), C = Cov_p(h_i, h_j)/n and p over a grid of neurons: [G, 2]. */
export function gibbs(jax: Jax, { f, grid, z, y, lambda, ridge }: GibbsInputs): JaxArray[] {
  const { numpy: np, nn } = jax;
  const n = z.shape[0] as number;
  const h = activations(jax, grid.ref, z).mul(RADIUS);
  const misfit = np.sum(h.ref.mul(f.sub(y)), 1).div(n);
  const U = misfit.add(np.sum(np.square(grid), 1).mul(ridge));
  const p = nn.softmax(U.mul(-1).div(lambda), -1);
  const weight = p.ref.reshape([-1, 1]);
  const T = np.sum(h.ref.mul(weight.ref), 0);
  const centred = h.sub(T.ref);
  const C = np.matmul(np.transpose(centred.ref.mul(weight)), centred).div(n);
  return [T, C, p];
}
