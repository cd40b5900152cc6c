/** What a run holds on to, and the layer that it shows now. */
import type { Lab } from '#lib/notebook/types.ts';
import type { NearestFrame, Params, Path } from './frame.ts';
import { prepareExam, scoreLinear, scoreSoftmax, type Exam, type Score } from './layer.ts';
import { discTokens, paintDisc, paintRing, readPrompt, type Applied } from './painting.ts';
import { drawShown, withMoved, type Shown } from './prompt.ts';
import { testPrompts, trainingCosines } from './prompts.ts';
import { lossAt, startSurvey, type Survey } from './scape.ts';
import { cellEdges, circleEdges } from './sphere.ts';
import { linearScale } from './theory.ts';
import { coordinates, diagonal, trainFull, trainReduced, type Training } from './training.ts';

export interface Study {
  readonly params: Params;
  readonly lab: Lab;
  readonly cosines: Float32Array;
  readonly shown: Shown;
  /** None in linear attention, where the best scale is known. */
  readonly training: Training | undefined;
  readonly survey: Survey | undefined;
  readonly alpha: number;
  readonly exams: Map<string, Exam>;
  readonly path: { [K in keyof Path]: number[] };
  /** The last answer to every question. */
  readonly memory: Map<string, readonly [key: string, answer: Promise<unknown>]>;
}

export async function openStudy(params: Params, lab: Lab): Promise<Study> {
  const { dimension: d, points: N, maskStart: sigma } = params;
  const cosines = trainingCosines(lab, d, N);
  const softmax = params.attention === 'softmax';
  const train = params.training === 'full' ? trainFull : trainReduced;
  return {
    params,
    lab,
    cosines,
    shown: drawShown(lab, d, N),
    training: softmax ? await train(lab, { d, N, sigma }) : undefined,
    survey: softmax ? startSurvey(lab, cosines) : undefined,
    alpha: linearScale(meanOfLargest(cosines, N), d, N),
    exams: new Map(),
    path: { t: [], xi1: [], xi2: [], loss: [] },
    memory: new Map(),
  };
}

function meanOfLargest(cosines: Float32Array, N: number): number {
  let sum = 0;
  for (let at = 0; at < cosines.length; at += N) sum += Math.max(...cosines.subarray(at, at + N));
  return (sum * N) / cosines.length;
}

/** ½E[1 − 2α max c + α² Σ c²]: the loss of linear attention on the training prompts, averaged over labels. */
function averagedLinearLoss(cosines: Float32Array, N: number, alpha: number): number {
  const square = cosines.reduce((sum, c) => sum + c * c, 0) / (cosines.length / N);
  return (1 - 2 * alpha * meanOfLargest(cosines, N) + alpha * alpha * square) / 2;
}

/** Answers `question` anew only when `key` differs from the last one. */
function remember<T>(
  { memory }: Study,
  question: string,
  key: string,
  answer: () => T | Promise<T>,
): Promise<T> {
  let known = memory.get(question);
  if (known?.[0] !== key) {
    known = [key, Promise.resolve(answer())];
    memory.set(question, known);
  }
  return known[1] as Promise<T>;
}

export interface LayerNow {
  readonly applied: Applied;
  readonly weights: Float64Array;
  readonly step: number;
  readonly chosen: boolean;
  /** On the training prompts. */
  readonly loss: number;
}

/** The layer to show: chosen on the landscape, or that of the step asked for as far as it is trained. */
export async function layerNow(study: Study, now: Params): Promise<LayerNow> {
  const { training, alpha, cosines, lab } = study;
  const { dimension: d, points: N } = study.params;
  if (!training) {
    const weights = new Float64Array((d + 2) ** 2);
    const loss = averagedLinearLoss(cosines, N, alpha);
    return { applied: { kind: 'linear', alpha }, weights, step: 0, chosen: false, loss };
  }
  const chosen = now.layer[0]?.at as readonly [number, number] | undefined;
  const step = Math.min(now.step, training.kept - 1);
  const weights = chosen ? diagonal(d, ...chosen) : training.weights(step);
  const loss = chosen
    ? await remember(study, 'loss', chosen.join(), async () => (await lossAt(lab, cosines, [chosen])).loss[0])
    : training.loss[step];
  return {
    applied: { kind: 'softmax', weights },
    weights,
    step,
    chosen: chosen !== undefined,
    loss: loss as number,
  };
}

/** Before the run rests, so many prompts are examined: all of them take longer than the steps between two frames. */
const FEW = 2000;

/** How the layer does on fresh prompts: on `all`, or on some. Without training there is nothing to wait for. */
export async function scoreNow(
  study: Study,
  { applied, weights }: LayerNow,
  source: Params['testSet'],
  all: boolean,
) {
  const { lab, params, exams } = study;
  let exam = exams.get(source);
  if (!exam) {
    exam = prepareExam(testPrompts(lab, params.dimension, params.points, source));
    exams.set(source, exam);
  }
  const ready = exam;
  const tested = all ? ready.prompts.count : Math.min(FEW, ready.prompts.count);
  const score = await remember<Score>(study, 'score', `${source}|${tested}|${weights.join()}`, () =>
    applied.kind === 'linear'
      ? scoreLinear(applied.alpha, ready)
      : scoreSoftmax(applied.weights, ready, tested),
  );
  return { score, tested };
}

type Drawn = Pick<
  NearestFrame,
  'camera' | 'tokens' | 'nearest' | 'output' | 'disc' | 'ring' | 'edges' | 'corners'
>;
const NOTHING = new Float32Array(0);

/** The prompt under the layer, and the layer at every direction in sight. */
export async function drawNow(study: Study, { applied, weights }: LayerNow, now: Params): Promise<Drawn> {
  const { lab } = study;
  const flat = study.params.dimension === 2;
  const camera = { longitude: now.longitude, latitude: now.latitude };
  const view = `${camera.longitude}|${camera.latitude}`;
  const moved = now.moved.map(({ index, at }) => `${index}:${at.join()}`).join(';');
  const shown = await remember(study, 'shown', moved, () => withMoved(study.shown, now.moved));
  const key = `${moved}|${weights.join()}`;
  const prompt = await remember(study, 'prompt', key, () => readPrompt(lab, applied, shown));
  const cells = await remember(study, 'cells', moved, () => {
    const at = prompt.tokens.slice(0, -1).map((token) => token.at);
    return { edges: flat ? [] : cellEdges(at), corners: flat ? circleEdges(at) : [] };
  });
  const disc = flat
    ? { size: 0, values: NOTHING }
    : await remember(study, 'disc', `${key}|${view}`, async () =>
        paintDisc(
          lab,
          applied,
          shown,
          await remember(study, 'tokens', view, () => discTokens(shown, camera)),
        ),
      );
  const ring = flat
    ? await remember(study, 'ring', key, () => paintRing(lab, applied, shown))
    : { size: 0, values: NOTHING, attention: NOTHING };
  return { camera, ...prompt, ...cells, disc, ring };
}

/** Steps at which the path is kept: 12% apart. */
export function extendPath({ path }: Study, training: Training): void {
  for (;;) {
    const last = path.t.at(-1);
    const t = last === undefined ? 0 : Math.min(training.length, Math.max(last + 1, Math.round(last * 1.12)));
    if (t >= training.kept || t === last) return;
    const [xi1, xi2] = coordinates(training.weights(t));
    path.t.push(t);
    path.xi1.push(xi1);
    path.xi2.push(xi2);
    path.loss.push(training.loss[t] as number);
  }
}
