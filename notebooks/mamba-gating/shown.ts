/** The three sequences of the picture: drawn once per regime, edited token by token, answered by the graph fwd. */
import type { Lab, MovedPoint } from '#lib/notebook/types.ts';
import { answer } from './exam.ts';
import type { ShownSequence } from './frame.ts';
import { D, drawNoise, drawSequences, embed, sourceOf, type Regime } from './sequence.ts';
import type { Weights } from './training.ts';

/** Sequences shown, and the most tokens that one can have. */
export const [SHOWN, LONGEST] = [3, 20] as const;

export interface Drawn {
  readonly L: number;
  /** [3, L] */
  readonly patterns: Uint8Array;
  readonly labels: Float32Array;
  readonly noise: Float32Array;
}

/** Labels +1, −1, +1, each drawn for itself: none mirrors another. */
export function drawShown(lab: Lab, regime: Regime): Drawn {
  const all = drawSequences(sourceOf(lab, 'picture'), regime, 0, 2 * SHOWN);
  const { L } = all;
  const order = [0, SHOWN + 1, 2];
  const patterns = new Uint8Array(SHOWN * L);
  order.forEach((from, to) => patterns.set(all.patterns.subarray(from * L, (from + 1) * L), to * L));
  return {
    L,
    patterns,
    labels: Float32Array.from(order, (i) => all.labels[i] as number),
    noise: drawNoise(lab.random('noise of the picture'), patterns.length),
  };
}

/** Patterns with the edits applied; a token is counted through all sequences, and what names no token is ignored. */
export function editPatterns({ patterns }: Drawn, edits: readonly MovedPoint[]): Uint8Array {
  const out = patterns.slice();
  for (const { index, at } of edits)
    if (index < out.length) out[index] = Math.max(0, Math.min(D - 1, Math.round(at[0] as number)));
  return out;
}

export async function showSequences(
  lab: Lab,
  drawn: Drawn,
  edits: readonly MovedPoint[],
  tau: number,
  weights: Weights,
): Promise<ShownSequence[]> {
  const { L, labels, noise } = drawn;
  const patterns = editPatterns(drawn, edits);
  const { F, gates, K } = await answer(lab, weights, { X: embed(patterns, noise, tau), count: SHOWN, L });
  return Array.from(labels, (label, i) => ({
    label,
    F: F[i] as number,
    tokens: Array.from({ length: L }, (_, l) => ({
      pattern: patterns[i * L + l] as number,
      drawn: drawn.patterns[i * L + l] as number,
      gate: gates[i * L + l] as number,
    })),
    K: [...K.subarray(i * L * L, (i + 1) * L * L)],
  }));
}
