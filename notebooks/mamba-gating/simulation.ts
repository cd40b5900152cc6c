/**
 * Trains the block and keeps every step; shows one of them at work on three sequences and on the test set. When it is
 * asked for, the panel of scaling is computed afterwards. Then the run is settled, and answers the step slider and
 * edited tokens.
 */
import { Part } from '#lib/lab/part.ts';
import type { Lab, Simulation } from '#lib/notebook/types.ts';
import { describe, table } from './describe.ts';
import { drawExam } from './exam.ts';
import type { GatingFrame, Params, Scaling } from './frame.ts';
import { measureGate } from './gate.ts';
import { watchTraining, type Watched } from './progress.ts';
import { studyScaling } from './scaling.ts';
import { lengthOf, type Regime } from './sequence.ts';
import { drawShown, showSequences, type Drawn } from './shown.ts';
import { crossing, signalOf, thresholdOf } from './theory.ts';
import type { Settings } from './training.ts';

export { describe, table };
export type { GatingFrame, Params };

export const regimeOf = (params: Params): Regime =>
  params.regime === 'majority'
    ? { kind: 'majority', relevant: params.relevantShare, confusing: params.confusingShare }
    : { kind: 'locality', near: params.nearDistance, far: params.farDistance };

export const settingsOf = (params: Params): Settings => ({
  regime: regimeOf(params),
  tau: params.tokenNoise,
  eta: params.regime === 'majority' ? params.stepSize : params.localStepSize,
  trainsGate: params.gate === 'on',
  n: params.trainingSet,
  steps: params.steps,
});

interface Study {
  readonly lab: Lab;
  readonly settings: Settings;
  readonly run: Watched;
  readonly drawn: Drawn;
  readonly scaling: Part<Scaling>;
  readonly path: { readonly t: number; readonly w: readonly number[] }[];
}

export const simulate: Simulation<Params, GatingFrame> = async function* (params, lab) {
  const settings = settingsOf(params);
  const exam = drawExam(lab, settings.regime, settings.tau);
  const study: Study = {
    lab,
    settings,
    run: await watchTraining(lab, settings, exam),
    drawn: drawShown(lab, settings.regime),
    scaling: new Part(),
    path: [],
  };
  let now = params;
  try {
    for (let first = true; ; first = false) {
      if (!first) await work(study, now);
      now = yield await picture(study, now);
    }
  } finally {
    await study.scaling.drop();
  }
};

/** Steps between two frames: one by one at first, where the doors start to move. */
const strideAt = (done: number) => (done < 10 ? 1 : done < 400 ? 2 : 5);

async function work({ run, scaling, settings, lab }: Study, now: Params): Promise<void> {
  if (!run.complete) return run.advance(strideAt(run.training.done));
  // Once it has begun it is kept, shown or not: what it depends on restarts the run.
  if (now.scaling) {
    scaling.want('all', () => studyScaling(lab, settings));
    if (!scaling.done) await scaling.advance();
  }
}

async function picture(study: Study, now: Params): Promise<GatingFrame> {
  const { lab, run, settings, drawn, scaling } = study;
  const { training, curve } = run;
  const shown = Math.min(now.step, training.done);
  const weights = training.weights(shown);
  const w = [...weights.w];
  extendPath(study);
  const score = await run.scoreAt(shown);
  const theta = thresholdOf(settings.regime);
  const T = crossing(curve, theta);
  return {
    settled: run.complete && (!now.scaling || (scaling.latest !== undefined && scaling.done)),
    metrics: {
      loss: score.loss,
      accuracy: score.accuracy,
      ...measureGate(w),
      ...(T === undefined ? {} : { crossing: T }),
    },
    regime: settings.regime,
    L: lengthOf(settings.regime),
    signal: signalOf(settings.regime),
    theta,
    trainsGate: settings.trainsGate,
    ...{ shown, trained: training.done, length: training.length, diverged: training.diverged },
    evaluated: score.t,
    sequences: await showSequences(lab, drawn, now.edited, settings.tau, weights),
    ...{ w, W: [...weights.W] },
    path: [...study.path],
    curve: [...curve],
    scaling: now.scaling ? (scaling.latest ?? null) : null,
  };
}

/** The gating vector every few steps: some hundred of them, whatever the length. */
function extendPath({ path, run: { training } }: Study): void {
  const every = Math.max(1, Math.round(training.length / 100));
  for (let t = (path.at(-1)?.t ?? -every) + every; t <= training.done; t += every)
    path.push({ t, w: [...training.weights(t).w] });
}
