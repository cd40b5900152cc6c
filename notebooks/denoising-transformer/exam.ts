/**
 * Fresh sequences on which denoisers are compared. The excess of a denoiser is its mean squared distance from the oracle
 * on the same tokens: since the oracle is E[ε | w, z], that is its risk minus the oracle's, without the sampling error
 * of the noise itself.
 */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Layer } from './training.ts';
import { D, drawBatch, oneHot, SIGMA, type Batch, type World } from './world.ts';

export interface Answers {
  readonly oracle: Float32Array;
  readonly bayes: Float32Array;
  readonly single: Float32Array;
  readonly mean: Float32Array;
}

export interface Exam {
  readonly batch: Batch;
  readonly answers: Answers;
  /** Excess of the other baselines. */
  readonly bayes: number;
  readonly single: number;
  readonly mean: number;
}

export interface Score {
  readonly excess: number;
  /** Excess of the twin without attention. */
  readonly lone: number;
  /** Mean entropy of a token's attention over ln N. */
  readonly entropy: number;
  /** Distance of the attended average from the mean of the tokens, root mean square, over the size of that mean. */
  readonly distance: number;
}

/** Oracle, Bayes, one-token Bayes and mean denoiser on a batch, by the exported graph. */
export async function answer(lab: Lab, world: World, { w, z, B, N }: Batch): Promise<Answers> {
  const out = await (
    await lab.model('baselines')
  ).run({
    w: float32(w, [B, N, D]),
    mu: float32(world.means, [world.K, D]),
    z: float32(oneHot(z, world.K), [B, world.K]),
    abar: scalar(world.abar),
    sigma: scalar(SIGMA),
  });
  return {
    oracle: floats(out.oracle),
    bayes: floats(out.bayes),
    single: floats(out.single),
    mean: floats(out.mean),
  };
}

export async function openExam(lab: Lab, world: World, N: number, sequences: number): Promise<Exam> {
  const batch = drawBatch(lab.random(`exam ${N}`), world, sequences, N);
  const answers = await answer(lab, world, batch);
  const over = (one: Float32Array) => meanSquare(one, answers.oracle);
  return {
    batch,
    answers,
    bayes: over(answers.bayes),
    single: over(answers.single),
    mean: over(answers.mean),
  };
}

/** Prediction and attention of the layer on a batch, by the exported graph. */
export async function predict(lab: Lab, layer: Layer, { w, B, N }: Batch) {
  const out = await (
    await lab.model('forward')
  ).run({
    w: float32(w, [B, N, D]),
    A: float32(layer.A, [D, D]),
    Wv: float32(layer.Wv, [D, D]),
    Wkq: float32(layer.Wkq, [D, D]),
  });
  return { eps: floats(out.eps), attention: floats(out.att) };
}

export async function score(lab: Lab, layer: Layer, { batch, answers }: Exam): Promise<Score> {
  const { eps, attention } = await predict(lab, layer, batch);
  return {
    excess: meanSquare(eps, answers.oracle),
    lone: meanSquare(skipOnly(layer.lone, batch.w), answers.oracle),
    entropy: relativeEntropy(attention, batch.N),
    distance: averageDistance(attention, batch),
  };
}

/** The twin without attention: w_i A. */
export function skipOnly(A: ArrayLike<number>, w: Float32Array): Float32Array {
  const out = new Float32Array(w.length);
  for (let at = 0; at < w.length; at += D)
    for (let l = 0; l < D; l++) {
      let sum = 0;
      for (let k = 0; k < D; k++) sum += (w[at + k] as number) * (A[k * D + l] as number);
      out[at + l] = sum;
    }
  return out;
}

function meanSquare(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum / a.length;
}

function relativeEntropy(attention: Float32Array, N: number): number {
  let sum = 0;
  for (const a of attention) if (a > 0) sum -= a * Math.log(a);
  return sum / (attention.length / N) / Math.log(N);
}

/** Attended averages Σ_j a_ij w_j of one sequence, N × d, and the plain mean of its tokens. */
export function averages(attention: ArrayLike<number>, w: Float32Array, N: number, b = 0) {
  const attended = new Float64Array(N * D);
  const mean = new Float64Array(D);
  for (let j = 0; j < N; j++)
    for (let k = 0; k < D; k++) {
      const value = w[(b * N + j) * D + k] as number;
      mean[k] = (mean[k] as number) + value / N;
      for (let i = 0; i < N; i++)
        attended[i * D + k] =
          (attended[i * D + k] as number) + (attention[(b * N + i) * N + j] as number) * value;
    }
  return { attended, mean };
}

function averageDistance(attention: Float32Array, { B, N, w }: Batch): number {
  let [apart, size] = [0, 0];
  for (let b = 0; b < B; b++) {
    const { attended, mean } = averages(attention, w, N, b);
    attended.forEach((value, at) => {
      const centre = mean[at % D] as number;
      apart += (value - centre) ** 2;
      size += centre ** 2;
    });
  }
  return Math.sqrt(apart / size);
}
