/**
 * Trains the layer, keeps every step, and shows one of them at work on one prompt. While training goes on, each frame
 * is a little further on the logarithm of time, up to the step that was asked for; once all is trained and the loss
 * landscape is drawn, the run is settled. The slider, the camera, dragged points and chosen layers are answered at any
 * time: before training goes on, and in the midst of it.
 */
import type { Simulation } from '#lib/notebook/types.ts';
import { describe, table } from './describe.ts';
import type { NearestFrame, Params } from './frame.ts';
import { drawNow, extendPath, layerNow, openStudy, scoreNow, type Study } from './study.ts';
import { lossConstant } from './theory.ts';
import { coordinates, offDiagonal, type Training } from './training.ts';

export { describe, table };
export type { NearestFrame, Params };

export const simulate: Simulation<Params, NearestFrame> = async function* (params, lab) {
  const study = await openStudy(params, lab);
  const { training, survey } = study;
  let now = params;
  try {
    for (let shown: Params | undefined; ;) {
      // A change is answered with what is there; training goes on when nothing moves.
      if (!shown || same(shown, now)) {
        const { steps, newer } = training ? await train(study, training) : { steps: 0 };
        if (newer) now = newer;
        else if (shown) await survey?.more(callsBeside(steps));
        now = ((await lab.newer()) as Params | undefined) ?? now;
      }
      shown = now;
      now = yield await picture(study, now);
    }
  } finally {
    training?.dispose();
  }
};

/** Steps between two looks for newer parameters: some three milliseconds. */
const STRETCH = 5;

/** Trains as far as the next frame, or until parameters are newer; the number of steps taken. */
async function train(study: Study, training: Training): Promise<{ steps: number; newer?: Params }> {
  const from = training.kept;
  const stop = from === 0 ? 1 : nextStop(from - 1, training.length) + 1;
  let newer: Params | undefined;
  while (training.kept < stop && !newer) {
    await training.advance(Math.min(STRETCH, stop - training.kept));
    newer = (await study.lab.newer()) as Params | undefined;
  }
  extendPath(study, training);
  return { steps: training.kept - from, ...(newer && { newer }) };
}

/** Calls of the landscape's graph in a frame of so many steps: it waits for a training that is fast by now. */
const callsBeside = (steps: number) => (steps === 0 ? 3 : steps < 20 ? 2 : 0);

const same = (a: Params, b: Params) => JSON.stringify(a) === JSON.stringify(b);

/** The step that is shown after step t on the way: 12% later. */
const nextStop = (t: number, length: number) => Math.min(length, Math.max(t + 1, Math.round(t * 1.12)));

async function picture(study: Study, now: Params): Promise<NearestFrame> {
  const { params, training, survey, path, alpha } = study;
  const layer = await layerNow(study, now);
  const trained = training ? training.kept - 1 : 0;
  const length = training?.length ?? 0;
  const landscape = survey?.landscape ?? null;
  const settled = trained === length && (landscape?.complete ?? true);
  const { score, tested } = await scoreNow(study, layer, now.testSet, settled);
  const { agreement, neighbour, self } = score;
  const drawn = await drawNow(study, layer, now);
  const [xi1, xi2] = coordinates(layer.weights);
  return {
    settled,
    metrics: {
      agreement,
      testLoss: score.loss,
      loss: layer.loss,
      xi1,
      xi2,
      neighbour,
      self,
      offDiagonal: offDiagonal(layer.weights),
    },
    mode: training ? params.training : 'linear',
    dimension: params.dimension,
    points: params.points,
    shown: layer.step,
    trained,
    length,
    chosen: layer.chosen,
    weights: Array.from(layer.weights),
    xi: [xi1, xi2],
    alpha,
    ...drawn,
    landscape,
    path: { t: [...path.t], xi1: [...path.xi1], xi2: [...path.xi2], loss: [...path.loss] },
    constant: lossConstant(params.dimension, params.points),
    rises: training?.loss.filter((loss, t) => loss > (training.loss[t - 1] ?? loss)).length ?? 0,
    tested,
  };
}
