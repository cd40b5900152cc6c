/** The layer on many prompts at once, in double precision: how often it gives the label of the nearest neighbour. */
import { largest, cosines, type Prompts } from './prompts.ts';

export interface Score {
  /** Share of prompts on which sign ŷ is the nearest neighbour's label; an output of exactly 0 does not count. */
  readonly agreement: number;
  /** ½ mean (ŷ − y*)². */
  readonly loss: number;
  /** Mean attention on the nearest neighbour, and on the query itself. */
  readonly neighbour: number;
  readonly self: number;
}

/** Prompts with what does not depend on the layer. */
export interface Exam {
  readonly prompts: Prompts;
  readonly cosines: Float32Array;
  readonly nearest: Uint8Array;
}

export function prepareExam(prompts: Prompts): Exam {
  const c = cosines(prompts);
  const N = prompts.points;
  const nearest = Uint8Array.from({ length: prompts.count }, (_, p) => largest(c, p * N, N));
  return { prompts, cosines: c, nearest };
}

/** One prompt's logits h_iᵀ W h_q into `out`, the query's own last; `key` is room for W h_q. */
export function logits(
  W: ArrayLike<number>,
  { prompts }: Exam,
  p: number,
  out: Float64Array,
  key = new Float64Array(prompts.dimension + 2),
): void {
  const { dimension: d, points: N, x, y, query } = prompts;
  const E = d + 2;
  for (let k = 0; k < E; k++) {
    let sum = W[k * E + d + 1] as number;
    for (let l = 0; l < d; l++) sum += (W[k * E + l] as number) * (query[p * d + l] as number);
    key[k] = sum;
  }
  for (let i = 0; i < N; i++) {
    const at = p * N + i;
    let sum = (key[d] as number) * (y[at] as number);
    for (let k = 0; k < d; k++) sum += (key[k] as number) * (x[at * d + k] as number);
    out[i] = sum;
  }
  let self = key[d + 1] as number;
  for (let k = 0; k < d; k++) self += (key[k] as number) * (query[p * d + k] as number);
  out[N] = self;
}

/** Softmax attention under W, (d+2)² numbers, on the first `count` prompts of the exam. */
export function scoreSoftmax(W: ArrayLike<number>, exam: Exam, count = exam.prompts.count): Score {
  const { points: N, y } = exam.prompts;
  const s = new Float64Array(N + 1);
  const key = new Float64Array(exam.prompts.dimension + 2);
  return score(exam, count, (p) => {
    logits(W, exam, p, s, key);
    const top = s[largest(s, 0, N + 1)] as number;
    let [total, sum] = [0, 0];
    for (let i = 0; i <= N; i++) {
      const w = Math.exp((s[i] as number) - top);
      s[i] = w;
      total += w;
      if (i < N) sum += w * (y[p * N + i] as number);
    }
    return [sum / total, (s[exam.nearest[p] as number] as number) / total, (s[N] as number) / total];
  });
}

/** Linear attention: the weights are α⟨x_i, x_q⟩. */
export function scoreLinear(alpha: number, exam: Exam): Score {
  const { points: N, y } = exam.prompts;
  return score(exam, exam.prompts.count, (p) => {
    let sum = 0;
    for (let i = p * N; i < (p + 1) * N; i++) sum += (exam.cosines[i] as number) * (y[i] as number);
    return [alpha * sum, alpha * (exam.cosines[p * N + (exam.nearest[p] as number)] as number), 0];
  });
}

function score(
  { prompts: { points: N, y }, nearest }: Exam,
  count: number,
  answer: (p: number) => readonly [output: number, neighbour: number, self: number],
): Score {
  let [right, loss, neighbour, self] = [0, 0, 0, 0];
  for (let p = 0; p < count; p++) {
    const label = y[p * N + (nearest[p] as number)] as number;
    const [output, near, own] = answer(p);
    if (output * label > 0) right++;
    loss += (output - label) ** 2 / 2;
    neighbour += near;
    self += own;
  }
  return {
    agreement: right / count,
    loss: loss / count,
    neighbour: neighbour / count,
    self: self / count,
  };
}
