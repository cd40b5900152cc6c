/** Sequences that no training has seen, and how the edited model does on them: ta_eval on onnxruntime, or a quick map. */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { BIN, BINS, SCORES } from './axes.ts';
import type { Histogram } from './frame.ts';
import { forward, judge } from './forward.ts';
import { NEURONS } from './graphs.ts';
import type { Weights } from './training.ts';
import { countKinds, D, drawSequences, embed, KINDS, kindsOf, TOKENS, type Sequences } from './world.ts';

export const TESTED = 2000;
/** Sequences judged between two frames, and while something is dragged. */
export const PART = 500;

export type TaskName = 'task 1' | 'task 2' | 'unseen task' | 'task 2 flipped';

export interface Exam {
  readonly sequences: Sequences;
  readonly counts: Uint8Array;
}

export function drawExam(lab: Lab, name: string): Exam {
  const sequences = drawSequences(lab.random(`test sequences of ${name}`), TESTED);
  return { sequences, counts: countKinds(sequences) };
}

/** Scores of sequences from … from + PART by the graph ta_eval. */
export async function evaluate(
  lab: Lab,
  { W, V }: Weights,
  { sequences }: Exam,
  patterns: readonly Float64Array[],
  from: number,
): Promise<Float32Array> {
  const model = await lab.model('ta_eval');
  const kinds = sequences.kinds.subarray(from * TOKENS, (from + PART) * TOKENS);
  const labels = sequences.labels.subarray(from, from + PART);
  const X = embed({ count: PART, kinds, labels }, patterns);
  const { f } = await model.run({
    W: float32(W, [D, D]),
    V: float32(V, [NEURONS, D]),
    X: float32(X, [PART, TOKENS, D]),
  });
  return floats(f);
}

export function histogram(name: string, f: readonly number[], labels: ArrayLike<number>): Histogram {
  const bins = new Array<number>(BINS).fill(0);
  f.forEach((value, i) => {
    const at = Math.floor((value * (labels[i] as number) - SCORES[0]) / BIN);
    const bin = Math.min(BINS - 1, Math.max(0, at));
    bins[bin] = (bins[bin] as number) + 1;
  });
  return { name, bins, ...judge(f, labels) };
}

/** Loss and accuracy on the first n sequences, by counts: what maps and thresholds are made of. */
export function quick(
  weights: Weights,
  exam: Exam,
  mu: Float64Array,
  basis: readonly Float64Array[],
  n: number,
): { loss: number; accuracy: number } {
  const f = forward(weights, kindsOf(basis, mu), exam.counts.subarray(0, n * KINDS), n);
  return judge(f, exam.sequences.labels);
}
