/** The block once more, in double precision and straight from its definition: what the graphs are checked against. */

import { sigmoid } from './gate.ts';

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
};

export interface Reference {
  readonly F: number;
  readonly gates: readonly number[];
  /** Rows l, columns s. */
  readonly K: readonly (readonly number[])[];
}

/**
 * One sequence x_1 … x_L through gate w and head W (rows W_i, readout v). `decays` says which tokens j erase what s wrote
 * before l reads it; another choice than s < j ≤ l is a mutant.
 */
export function blockOf(
  x: readonly ArrayLike<number>[],
  w: ArrayLike<number>,
  W: readonly ArrayLike<number>[],
  v: ArrayLike<number>,
  decays: (j: number, s: number, l: number) => boolean = (j, s, l) => j > s && j <= l,
): Reference {
  const gates = x.map((token) => sigmoid(dot(w, token)));
  const K = x.map((reader, l) =>
    x.map((written, s) => {
      if (s > l) return 0;
      const kept = gates.reduce((product, g, j) => (decays(j, s, l) ? product * (1 - g) : product), 1);
      return kept * (gates[s] as number) * dot(written, reader);
    }),
  );
  let F = 0;
  for (const row of K) {
    const y = Float64Array.from(x[0] as ArrayLike<number>, (_, k) =>
      row.reduce((sum, weight, s) => sum + weight * ((x[s] as ArrayLike<number>)[k] as number), 0),
    );
    W.forEach((neuron, i) => (F += ((v[i] as number) * Math.max(0, dot(neuron, y))) / x.length));
  }
  return { F, gates, K };
}
