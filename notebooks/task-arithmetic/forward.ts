/**
 * The edited model in double precision. A sequence has at most 12 different tokens, and f does not depend on their order:
 * equal queries give equal outputs and equal keys share a weight, so counts of tokens are all that is needed. The sum is
 * that of the definition, term by term; tests compare it with ta_eval, which knows nothing of counts.
 */
import { NEURONS, readout } from './graphs.ts';
import type { Weights } from './training.ts';
import { D, KINDS, TOKENS } from './world.ts';

const A = readout();
/** The sizes as constants of this file: inner loops read them millions of times. */
const [K, M, DIM] = [KINDS, NEURONS, D];

/** exp(x_sᵀ W x_l) for query kind l and key kind s, the largest exponent of a row subtracted. */
function attentionWeights(W: Float64Array, patterns: readonly Float64Array[]): Float64Array {
  const E = new Float64Array(K * K);
  for (let l = 0; l < K; l++) {
    const q = patterns[l] as Float64Array;
    const Wq = Float64Array.from({ length: DIM }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < DIM; k++) sum += (W[i * DIM + k] as number) * (q[k] as number);
      return sum;
    });
    let top = -Infinity;
    for (let s = 0; s < K; s++) {
      let logit = 0;
      for (let k = 0; k < DIM; k++) logit += (patterns[s]?.[k] as number) * (Wq[k] as number);
      E[l * K + s] = logit;
      top = Math.max(top, logit);
    }
    for (let s = 0; s < K; s++) E[l * K + s] = Math.exp((E[l * K + s] as number) - top);
  }
  return E;
}

/** V x for every kind: K × M. */
function values(V: Float64Array, patterns: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(K * M);
  for (let s = 0; s < K; s++)
    for (let j = 0; j < M; j++) {
      let sum = 0;
      for (let k = 0; k < DIM; k++) sum += (V[j * DIM + k] as number) * (patterns[s]?.[k] as number);
      out[s * M + j] = sum;
    }
  return out;
}

/** f of the first `n` sequences, given as counts of kinds. */
export function forward(
  { W, V }: Weights,
  patterns: readonly Float64Array[],
  counts: Uint8Array,
  n: number,
): Float64Array {
  const E = attentionWeights(W, patterns);
  const VX = values(V, patterns);
  const z = new Float64Array(M);
  const f = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let l = 0; l < K; l++) {
      const times = counts[i * K + l] as number;
      if (times === 0) continue;
      let total = 0;
      z.fill(0);
      for (let s = 0; s < K; s++) {
        const c = counts[i * K + s] as number;
        if (c === 0) continue;
        const weight = c * (E[l * K + s] as number);
        total += weight;
        for (let j = 0; j < M; j++) z[j] = (z[j] as number) + weight * (VX[s * M + j] as number);
      }
      let out = 0;
      for (let j = 0; j < M; j++) out += (A[j] as number) * Math.max(0, z[j] as number);
      sum += (times * out) / total;
    }
    f[i] = sum / TOKENS;
  }
  return f;
}

/** Mean hinge loss max(0, 1 − y f), and the share of sequences with the right sign. */
export function judge(f: ArrayLike<number>, labels: ArrayLike<number>): { loss: number; accuracy: number } {
  let loss = 0;
  let right = 0;
  for (let i = 0; i < f.length; i++) {
    const margin = (f[i] as number) * (labels[i] as number);
    loss += Math.max(0, 1 - margin);
    if (margin > 0) right++;
  }
  return { loss: loss / f.length, accuracy: right / f.length };
}
