/** The teacher W*, the network H, and the distance between two networks whose neurons may stand in another order. */
import { D, K, SIZE } from './settings.ts';

/** w₁* = (1.6, 1.2, 0, 0) and w₂* = (0, −0.6, 1.6, 1.0) as the columns of [D, K]. */
export const TEACHER: Float64Array = Float64Array.of(1.6, 0, 1.2, -0.6, 0, 1.6, 0, 1);

const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));

/** w_jᵀx for the point at `at` of `X`. */
export function activation(W: ArrayLike<number>, j: number, X: ArrayLike<number>, at: number): number {
  let u = 0;
  for (let i = 0; i < D; i++) u += (W[K * i + j] as number) * (X[at + i] as number);
  return u;
}

/** H(W, x) and 1 − H(W, x), each with all of its digits. */
export function probabilities(W: ArrayLike<number>, X: ArrayLike<number>, at: number): [number, number] {
  let [p, q] = [0, 0];
  for (let j = 0; j < K; j++) {
    const u = activation(W, j, X, at);
    p += sigmoid(u) / K;
    q += sigmoid(-u) / K;
  }
  return [p, q];
}

/** With two neurons H = ½ exactly where φ(u₁) = 1 − φ(u₂) = φ(−u₂): the decision boundary is the plane u₁ + u₂ = 0. */
export function decision(W: ArrayLike<number>, X: ArrayLike<number>, at: number): number {
  return activation(W, 0, X, at) + activation(W, 1, X, at);
}

/** ‖A − B P‖_F, P the better of the two orders of the neurons. */
export function distance(A: ArrayLike<number>, B: ArrayLike<number>): number {
  let [same, swapped] = [0, 0];
  for (let at = 0; at < SIZE; at++) {
    const other = K * Math.floor(at / K) + (K - 1 - (at % K));
    same += ((A[at] as number) - (B[at] as number)) ** 2;
    swapped += ((A[at] as number) - (B[other] as number)) ** 2;
  }
  return Math.sqrt(Math.min(same, swapped));
}
