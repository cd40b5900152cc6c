/** A second implementation of the layer, its loss and the posterior in double precision, for tests. */
import { D } from './world.ts';

export interface Weights {
  readonly A: ArrayLike<number>;
  readonly Wv: ArrayLike<number>;
  readonly Wkq: ArrayLike<number>;
}

const times = (row: readonly number[], W: ArrayLike<number>): number[] =>
  row.map((_, l) => row.reduce((sum, x, k) => sum + x * (W[k * D + l] as number), 0));
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, k) => sum + x * (b[k] as number), 0);

export function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const weights = logits.map((x) => Math.exp(x - top));
  const total = weights.reduce((sum, x) => sum + x, 0);
  return weights.map((x) => x / total);
}

/** Rows of B × N × d as lists, sequence by sequence. */
export function sequences(w: ArrayLike<number>, N: number): number[][][] {
  const rows = Array.from({ length: w.length / D }, (_, i) =>
    Array.from({ length: D }, (_, k) => w[i * D + k] as number),
  );
  return Array.from({ length: rows.length / N }, (_, b) => rows.slice(b * N, (b + 1) * N));
}

/** Prediction and attention of one sequence. */
export function layer(tokens: readonly number[][], { A, Wv, Wkq }: Weights) {
  const attention = tokens.map((w) => {
    const key = times(w, Wkq);
    return softmax(tokens.map((other) => dot(key, other)));
  });
  const eps = tokens.map((w, i) => {
    const gathered = tokens.reduce<number[]>(
      (sum, other, j) => sum.map((x, k) => x + (attention[i]?.[j] as number) * (other[k] as number)),
      Array<number>(D).fill(0),
    );
    const values = times(gathered, Wv);
    return times(w, A).map((x, k) => x + (values[k] as number));
  });
  return { eps, attention };
}

/** Squared error summed over coordinates, averaged over tokens. */
export function loss(w: ArrayLike<number>, eps: ArrayLike<number>, N: number, weights: Weights): number {
  const guess = sequences(w, N).flatMap((tokens) => layer(tokens, weights).eps.flat());
  return guess.reduce((sum, x, at) => sum + (x - (eps[at] as number)) ** 2, 0) / (guess.length / D);
}
