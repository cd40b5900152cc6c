/**
 * Trains the layer and its twin without attention, keeps every step, and shows one of them at work on one sequence.
 * When a sweep is asked for, layers for the other lengths are trained after it. Then the run is settled and answers
 * the step slider, another denoiser, another sequence and dragged tokens.
 */
import type { Lab, Simulation } from '#lib/notebook/types.ts';
import { describe, table } from './describe.ts';
import { openExam, score, type Exam, type Score } from './exam.ts';
import type { CurvePoint, DenoisingFrame, LengthPoint, Params } from './frame.ts';
import { sampleSequences } from './sampler.ts';
import { drawSamples, drawSequence, showSequence, type Shown } from './sequence.ts';
import { averagingExcess, oracleRisk, valueDiagonal } from './theory.ts';
import { openTraining, type Layer, type Training } from './training.ts';
import { D, makeWorld, type World } from './world.ts';

export { describe, table };
export type { DenoisingFrame, Params };

/** Lengths of the sweep; of the formula's line. */
export const SWEEP = [4, 8, 16, 32, 64] as const;
const LENGTHS = [2, ...SWEEP] as const;
/** Steps between two frames. */
const STRIDE = 25;
/** Tokens of an exam while training goes on, and afterwards. */
const QUICK = 1024;
const FULL = 32_768;

const examSize = (N: number, tokens: number) => Math.min(2048, Math.max(16, Math.round(tokens / N)));

interface Study {
  readonly params: Params;
  readonly lab: Lab;
  readonly world: World;
  readonly training: Training;
  /** States of the sampler by level, once they are drawn. */
  states: readonly Float32Array[] | null;
  readonly quick: Exam;
  /** The sequence in the picture. */
  sequence: Shown | null;
  full: Exam | null;
  readonly curve: CurvePoint[];
  readonly sweep: LengthPoint[];
  /** Lengths still to train, and the one in training. */
  readonly waiting: number[];
  other: Training | null;
  /** The last layer that was scored on the full exam. */
  scored: { readonly step: number; readonly score: Score } | null;
}

export const simulate: Simulation<Params, DenoisingFrame> = async function* (params, lab) {
  const study = await openStudy(params, lab);
  let now = params;
  for (let first = true; ; first = false) {
    if (!first) await work(study);
    now = yield await picture(study, now);
  }
};

async function openStudy(params: Params, lab: Lab): Promise<Study> {
  const { tokens: N, clusters, signalLevel, steps, initialScale, stepSize } = params;
  const world = makeWorld(lab, clusters, signalLevel);
  const training = await openTraining(lab, world, { N, steps, initialScale, stepSize });
  const quick = await openExam(lab, world, N, examSize(N, QUICK));
  const waiting = params.sweep ? SWEEP.filter((other) => other !== N) : [];
  return {
    ...{ params, lab, world, training, quick, full: null, states: null, sequence: null },
    ...{ other: null, scored: null, curve: [], sweep: [], waiting },
  };
}

const complete = ({ done, length, diverged }: Training) => done >= length || diverged !== null;

/** A little more of what is left to do: the layer itself, then the full exam, then the layers of the sweep. */
async function work(study: Study): Promise<void> {
  const { training, lab, world, params, sweep } = study;
  if (!complete(training)) {
    const from = training.done;
    await training.advance(Math.max(1, Math.min(STRIDE, Math.round(0.1 * from))));
    extendCurve(study, from);
    if (!complete(training)) return;
  }
  if (!study.full) {
    study.states = await sampleSequences(lab);
    study.full = await openExam(lab, world, training.N, examSize(training.N, FULL));
    if (params.sweep && training.diverged === null) {
      const { excess } = await scoreShown(study, training.layer(training.done), training.done);
      sweep.push({ N: training.N, excess });
    }
  } else await sweepOn(study);
}

async function sweepOn(study: Study): Promise<void> {
  const { lab, world, params, waiting, sweep } = study;
  if (!study.other) {
    const N = waiting[0];
    if (N === undefined) return;
    study.other = await openTraining(lab, world, { ...params, N });
  }
  const { other } = study;
  await other.advance(STRIDE);
  if (!complete(other)) return;
  if (other.diverged === null) {
    const exam = await openExam(lab, world, other.N, examSize(other.N, FULL));
    sweep.push({ N: other.N, excess: (await score(lab, other.layer(other.done), exam)).excess });
    sweep.sort((a, b) => a.N - b.N);
  }
  waiting.shift();
  study.other = null;
}

function extendCurve({ curve, training }: Study, from: number): void {
  const part = (list: readonly number[]) => {
    const recent = list.slice(from);
    return recent.reduce((sum, one) => sum + one, 0) / recent.length;
  };
  if (training.done === from) return;
  curve.push({ t: training.done, loss: part(training.loss), lone: part(training.loneLoss) });
}

async function scoreShown(study: Study, layer: Layer, step: number): Promise<Score> {
  if (!study.full) return score(study.lab, layer, study.quick);
  if (study.scored?.step !== step) study.scored = { step, score: await score(study.lab, layer, study.full) };
  return study.scored.score;
}

async function picture(study: Study, now: Params): Promise<DenoisingFrame> {
  const { params, world, training, curve, sweep, other } = study;
  const { N } = training;
  const shown = Math.min(now.step, training.done);
  const layer = training.layer(shown);
  const exam = study.full ?? study.quick;
  const mark = await scoreShown(study, layer, shown);
  study.sequence = await showSequence(study.lab, world, N, now, study.sequence);
  const sequence = await drawSequence(study.lab, world, study.sequence, layer, now.denoiser);
  const oracle = oracleRisk(world);
  const floor = averagingExcess(world, N);
  const last = curve.findLast(({ t }) => t <= Math.max(1, shown));
  return {
    settled: study.full !== null && study.waiting.length === 0,
    metrics: {
      ...metricsOf(now.denoiser, mark, exam),
      floor,
      loss: last?.loss ?? oracle + mark.excess,
      entropy: mark.entropy,
      distance: mark.distance,
      single: exam.single,
      values: valueError(rotated(layer.Wv, world), valueDiagonal(world, N)),
    },
    ...{ N, K: world.K, abar: world.abar, s: world.s, v: world.v, denoiser: now.denoiser },
    ...{ shown, trained: training.done, length: training.length, diverged: training.diverged },
    ...sequence,
    curve: [...curve],
    lines: {
      oracle,
      bayes: oracle + exam.bayes,
      averaging: oracle + floor,
      single: oracle + exam.single,
      lone: oracle + averagingExcess(world, 1),
    },
    A: rotated(layer.A, world),
    Wv: rotated(layer.Wv, world),
    raw: { A: [...layer.A], Wv: [...layer.Wv], Wkq: [...layer.Wkq] },
    valueTheory: valueDiagonal(world, N),
    floor: LENGTHS.map((length) => ({ N: length, excess: averagingExcess(world, length) })),
    sweep: [...sweep],
    sweeping: params.sweep ? (other?.N ?? null) : null,
    samples: study.states && drawSamples(study.states, now.noiseLevel),
    tested: exam.batch.B,
  };
}

/** The excess of the denoiser that is shown. */
function metricsOf(denoiser: Params['denoiser'], mark: Score, exam: Exam) {
  const excess = { attention: mark.excess, none: mark.lone, mean: exam.mean, oracle: 0, bayes: exam.bayes };
  return { excess: excess[denoiser], lone: mark.lone };
}

/** U W Uᵀ with the principal directions of the means in the rows of U. */
function rotated(W: ArrayLike<number>, { axes }: World): number[] {
  return axes.flatMap((u) =>
    axes.map((v) => {
      let sum = 0;
      for (let k = 0; k < D; k++)
        for (let l = 0; l < D; l++) sum += (u[k] as number) * (W[k * D + l] as number) * (v[l] as number);
      return sum;
    }),
  );
}

/** Distance of a matrix from a diagonal one, over the size of the latter (Frobenius norms). */
function valueError(W: readonly number[], diagonal: readonly number[]): number {
  const size = Math.hypot(...diagonal);
  return (
    Math.hypot(
      ...W.map((value, at) => value - (at % (D + 1) === 0 ? (diagonal[at / (D + 1)] as number) : 0)),
    ) / size
  );
}
