/** Sequences that no training has seen, and how the block does on them, by the graph fwd. */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { NEURONS } from './block.ts';
import { D, drawSequences, sourceOf, type Regime, type Sequences } from './sequence.ts';
import type { Weights } from './training.ts';

export const TESTED = 1000;

export const drawExam = (lab: Lab, regime: Regime, tau: number): Sequences =>
  drawSequences(sourceOf(lab, 'test'), regime, tau, TESTED);

/** F: [count]; gates: [count, L]; K: [count, L, L]. */
export interface Answers {
  readonly F: Float32Array;
  readonly gates: Float32Array;
  readonly K: Float32Array;
}

export async function answer(
  lab: Lab,
  { w, W }: Weights,
  { X, count, L }: Pick<Sequences, 'X' | 'count' | 'L'>,
): Promise<Answers> {
  const model = await lab.model('fwd');
  const out = await model.run({
    X: float32(X, [count, L, D]),
    w: float32(w, [D]),
    W: float32(W, [NEURONS, D]),
  });
  return { F: floats(out.F), gates: floats(out.g), K: floats(out.K) };
}

export interface Score {
  /** Mean of max(0, 1 − label·F). */
  readonly loss: number;
  /** Share of sequences on which F has the sign of the label. */
  readonly accuracy: number;
}

export function judge(F: ArrayLike<number>, labels: ArrayLike<number>): Score {
  let [loss, right] = [0, 0];
  for (let i = 0; i < F.length; i++) {
    const margin = (F[i] as number) * (labels[i] as number);
    loss += Math.max(0, 1 - margin);
    if (margin > 0) right++;
  }
  return { loss: loss / F.length, accuracy: right / F.length };
}

export const examine = async (lab: Lab, weights: Weights, exam: Sequences): Promise<Score> =>
  judge((await answer(lab, weights, exam)).F, exam.labels);
