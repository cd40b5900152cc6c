/** The layer once more, plainly and in double precision: what the tests compare the graphs with. */

/** Attention over N points and, last, the query, from the cosines of one prompt. */
export function attention(
  row: ArrayLike<number>,
  [xi1, xi2]: readonly [number, number],
  { forgetQuery = false } = {},
): number[] {
  const logits = [...Array.from(row, (c) => xi1 * c), forgetQuery ? -Infinity : xi1 - xi2];
  const top = Math.max(...logits);
  const weights = logits.map((value) => Math.exp(value - top));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/** The label-averaged loss and its gradient. `forgetQuery` is a mutant: the query's own token is left out. */
export function lossAndGradient(
  C: ArrayLike<number>,
  N: number,
  xi: readonly [number, number],
  mutation: { forgetQuery?: boolean } = {},
): { loss: number; gradient: [number, number] } {
  const B = C.length / N;
  let loss = 0;
  const gradient: [number, number] = [0, 0];
  for (let p = 0; p < B; p++) {
    const row = Array.from({ length: N }, (_, i) => C[p * N + i] as number);
    const a = attention(row, xi, mutation);
    const aq = a[N] as number;
    const nearest = row.indexOf(Math.max(...row));
    const bar = row.reduce((sum, c, i) => sum + c * (a[i] as number), aq);
    row.forEach((c, i) => {
      const ai = a[i] as number;
      const e = ai - (i === nearest ? 1 : 0);
      loss += e ** 2 / 2 / B;
      gradient[0] += (e * ai * (c - bar)) / B;
      gradient[1] += (e * ai * aq) / B;
    });
  }
  return { loss, gradient };
}

/** The lowest eigenvalue of the Hessian by second differences of the loss. */
export function lowestCurvature(
  C: ArrayLike<number>,
  N: number,
  [xi1, xi2]: readonly [number, number],
  h: number,
): number {
  const at = (s: number, t: number) => lossAndGradient(C, N, [xi1 + s * h, xi2 + t * h]).loss;
  const middle = at(0, 0);
  const L11 = (at(1, 0) - 2 * middle + at(-1, 0)) / h ** 2;
  const L22 = (at(0, 1) - 2 * middle + at(0, -1)) / h ** 2;
  const L12 = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h ** 2);
  return (L11 + L22) / 2 - Math.hypot((L11 - L22) / 2, L12);
}

/** Half the mean squared error of full-W attention; tokens are prompts × (N+1) × E, the query last. */
export function fullLoss(tokens: ArrayLike<number>, target: ArrayLike<number>, W: ArrayLike<number>): number {
  const E = Math.sqrt(W.length);
  const T = tokens.length / target.length / E;
  let loss = 0;
  for (let p = 0; p < target.length; p++) {
    const token = (i: number) => Array.from({ length: E }, (_, k) => tokens[(p * T + i) * E + k] as number);
    const query = token(T - 1);
    const key = Array.from({ length: E }, (_, k) =>
      query.reduce((sum, value, l) => sum + (W[k * E + l] as number) * value, 0),
    );
    const weights = Array.from({ length: T }, (_, i) =>
      Math.exp(token(i).reduce((sum, value, k) => sum + value * (key[k] as number), 0)),
    );
    const total = weights.reduce((sum, w) => sum + w, 0);
    const output = weights.reduce((sum, w, i) => sum + (w / total) * (token(i)[E - 2] as number), 0);
    loss += (output - (target[p] as number)) ** 2 / 2 / target.length;
  }
  return loss;
}
