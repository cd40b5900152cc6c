/**
 * The layer of Li et al. (2024) and its training, written once in jax-js: trained from here, exported from here.
 *
 * Tokens h_i = (x_i; y_i; 0), h_q = (x_q; 0; 1) in R^{d+2}; attention a = softmax(h_iᵀ W h_q) over the points and the
 * query itself; output ŷ = Σ a_i y_i. By symmetry W = diag(ξ₁ I, 0, −ξ₂), so that the logits are ξ₁c_i for the points
 * (c_i = ⟨x_i, x_q⟩) and ξ₁ − ξ₂ for the query. Averaged over labels, with e_i = a_i − [i = i*]:
 *
 *   L = ½E Σ_{i≤N} e_i²,   ∂L/∂ξ₁ = E Σ e_i a_i (c_i − c̄),   ∂L/∂ξ₂ = E Σ e_i a_i a_q,   c̄ = Σ_{j≤N} a_j c_j + a_q.
 *
 * jax-js counts references: an argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

/** Attention of the points (along `axis`) and of the query (of size 1 there), the largest logit subtracted. */
function attend({ numpy: np }: Jax, points: JaxArray, self: JaxArray, axis: number): [JaxArray, JaxArray] {
  const top = np.maximum(np.max(points.ref, axis, { keepdims: true }), self.ref);
  const w = np.exp(points.sub(top.ref));
  const wq = np.exp(self.sub(top));
  const total = np.sum(w.ref, axis, { keepdims: true }).add(wq.ref);
  return [w.div(total.ref), wq.div(total)];
}

/** 1 at the nearest neighbour of each row of cosines. */
function nearest({ numpy: np }: Jax, C: JaxArray): JaxArray {
  const top = np.max(C.ref, -1, { keepdims: true });
  return np.where(C.greaterEqual(top), 1, 0);
}

/** nn_step: one step of gradient descent on (ξ₁, ξ₂); the loss and gradient are those before the step. */
export function reducedStep(jax: Jax, C: JaxArray, xi: JaxArray, eta: JaxArray): JaxArray[] {
  const { numpy: np } = jax;
  const B = C.shape[0] as number;
  const xi1 = xi.ref.slice([0, 1]);
  const xi2 = xi.ref.slice([1, 2]);
  const [a, aq] = attend(jax, C.ref.mul(xi1.ref), xi1.sub(xi2), -1);
  const e = a.ref.sub(nearest(jax, C.ref));
  const cbar = np.sum(a.ref.mul(C.ref), -1, { keepdims: true }).add(aq.ref);
  const ea = e.ref.mul(a);
  // Prompt by prompt first: one long sum in single precision would lose four digits.
  const mean = (terms: JaxArray) => np.sum(np.sum(terms, -1)).div(B);
  const loss = mean(np.square(e)).mul(0.5);
  const g1 = mean(ea.ref.mul(C.sub(cbar)));
  const g2 = mean(ea.mul(aq));
  const grad = np.stack([g1, g2]);
  return [xi.sub(grad.ref.mul(eta)), loss, grad];
}

/**
 * nn_landscape: the loss and the lowest eigenvalue of its Hessian at every (ξ₁, ξ₂) of a grid. With u_k the derivative
 * of a logit minus its mean under a, ∂²a_i = a_i(u_k u_l − Cov_kl), so L_kl = E Σ a_i² u_k u_l + e_i a_i (u_k u_l − Cov_kl).
 * Since e_i a_i = a_i² − [i = i*]a_i, a few moments of the attention are enough: Σaᵖcʳ with p ∈ {1, 2}, r ∈ {0, 1, 2}.
 * Points come first, [N, G, B]: sums over the few of a prompt then run along the many prompts, a third faster.
 */
export function landscape(jax: Jax, C: JaxArray, grid: JaxArray): JaxArray[] {
  const { numpy: np } = jax;
  const [B, N] = C.shape as [number, number];
  const G = grid.shape[0] as number;
  const xi1 = grid.ref.slice([], [0, 1]);
  const self = xi1.ref.sub(grid.slice([], [1, 2]));
  const highest = np.max(C.ref, 1).reshape([1, B]);
  const lowestCosine = np.min(C.ref, 1).reshape([1, B]);
  // The largest logit is that of the largest or the smallest cosine, or the query's own.
  const near = xi1.ref.mul(highest.ref);
  const top = np.maximum(np.maximum(near.ref, xi1.ref.mul(lowestCosine)), self.ref);
  const c = np.transpose(C).reshape([N, 1, B]);
  const w = np.exp(c.ref.mul(xi1.reshape([1, G, 1])).sub(top.ref.reshape([1, G, B])));
  const wc = w.ref.mul(c.ref);
  const sum = (terms: JaxArray) => np.sum(terms, 0);
  const wq = np.exp(self.sub(top.ref));
  const total = sum(w.ref).add(wq.ref);
  const scale = np.divide(1, total);
  const square = np.square(scale.ref);
  const aq = wq.mul(scale.ref);
  const star = np.exp(near.sub(top)).mul(scale.ref);
  const [a0, a1, a2] = [np.subtract(1, aq.ref), sum(wc.ref).mul(scale.ref), sum(wc.ref.mul(c)).mul(scale)];
  const b0 = sum(np.square(w.ref)).mul(square.ref);
  const b1 = sum(w.mul(wc.ref)).mul(square.ref);
  const b2 = sum(np.square(wc)).mul(square);
  const moments = { a0, a1, a2, b0, b1, b2, aq, star, highest };
  return curvature(jax, moments, B);
}

type Moments = Record<'a0' | 'a1' | 'a2' | 'b0' | 'b1' | 'b2' | 'aq' | 'star' | 'highest', JaxArray>;

/** From the moments a_r = Σac^r, b_r = Σa²c^r per layer and prompt to the loss and the lowest eigenvalue per layer. */
function curvature({ numpy: np }: Jax, moments: Moments, B: number): JaxArray[] {
  const { a0, a1, a2, b0, b1, b2, aq, star, highest } = moments;
  const mean = (perPrompt: JaxArray) => np.sum(perPrompt, 1).div(B);
  /** Σ w (c − m)² from Σw, Σwc, Σwc². */
  const spread = (w0: JaxArray, w1: JaxArray, w2: JaxArray, m: JaxArray) =>
    w2.sub(w1.mul(m.ref).mul(2)).add(w0.mul(np.square(m)));
  const loss = mean(np.add(b0.ref, 1).sub(star.ref.mul(2))).mul(0.5);
  const m = a1.ref.add(aq.ref);
  const u = highest.sub(m.ref);
  const ea = b0.ref.sub(star.ref);
  const cov11 = spread(a0, a1, a2, m.ref).add(aq.ref.mul(np.square(np.subtract(1, m.ref))));
  const cov12 = aq.ref.mul(m.ref.sub(1));
  const cov22 = aq.ref.mul(np.subtract(1, aq.ref));
  const both11 = spread(b0.ref, b1.ref, b2, m.ref)
    .mul(2)
    .sub(star.ref.mul(np.square(u.ref)));
  const both12 = b1.sub(b0.ref.mul(m)).mul(2).sub(star.ref.mul(u)).mul(aq.ref);
  const both22 = b0.mul(2).sub(star).mul(np.square(aq));
  const L11 = mean(both11.sub(ea.ref.mul(cov11)));
  const L12 = mean(both12.sub(ea.ref.mul(cov12)));
  const L22 = mean(both22.sub(ea.mul(cov22)));
  const half = L11.ref.sub(L22.ref).mul(0.5);
  const radius = np.sqrt(np.square(half).add(np.square(L12)));
  return [loss, L11.add(L22).mul(0.5).sub(radius)];
}

/** Half the mean squared error of full-W attention on prompts H: [B, N+1, d+2], the query last. */
function fullLoss(jax: Jax, W: JaxArray, H: JaxArray, target: JaxArray): JaxArray {
  const { numpy: np, nn } = jax;
  const [B, T, E] = H.shape as [number, number, number];
  const query = H.ref.slice([], [T - 1, T]).reshape([B, E]);
  const key = np.matmul(query, np.transpose(W)).reshape([B, 1, E]);
  const a = nn.softmax(np.sum(H.ref.mul(key), -1), -1);
  const labels = H.slice([], [], [E - 2, E - 1]).reshape([B, T]);
  const output = np.sum(a.mul(labels), -1);
  return np
    .sum(np.square(output.sub(target)))
    .mul(0.5)
    .div(B);
}

/** nn_fullstep: one step of gradient descent on all of W; the loss is that before the step. */
export function fullStep(jax: Jax, H: JaxArray, target: JaxArray, W: JaxArray, eta: JaxArray): JaxArray[] {
  const loss = (w: JaxArray, h: JaxArray, y: JaxArray) => fullLoss(jax, w, h, y);
  const [value, grad] = jax.valueAndGrad(loss)(W.ref, H, target) as [JaxArray, JaxArray];
  return [W.sub(grad.mul(eta)), value];
}

/**
 * nn_paint: ŷ and attention for many query tokens Q: [M, d+2] over the point tokens H: [N, d+2]; the query's own last.
 * Points come first here, too.
 */
export function paint(jax: Jax, H: JaxArray, Q: JaxArray, W: JaxArray): JaxArray[] {
  const { numpy: np } = jax;
  const E = H.shape[1] as number;
  const key = np.matmul(W, np.transpose(Q.ref));
  const self = np.sum(key.ref.mul(np.transpose(Q)), 0, { keepdims: true });
  const [a, aq] = attend(jax, np.matmul(H.ref, key), self, 0);
  const labels = np.transpose(H.slice([], [E - 2, E - 1]));
  const output = np.sum(np.matmul(labels, a.ref), 0);
  return [output, np.transpose(np.concatenate([a, aq], 0))];
}

/** nn_linear: the ablation ŷ = α Σ y_i ⟨x_i, x_q⟩, with the weights α⟨x_i, x_q⟩ in the place of attention. */
export function linear(jax: Jax, H: JaxArray, Q: JaxArray, alpha: JaxArray): JaxArray[] {
  const { numpy: np } = jax;
  const E = H.shape[1] as number;
  const x = H.ref.slice([], [0, E - 2]);
  const a = np.matmul(Q.slice([], [0, E - 2]), np.transpose(x)).mul(alpha);
  const output = np.sum(np.matmul(a.ref, H.slice([], [E - 2, E - 1])), -1);
  return [output, a];
}
