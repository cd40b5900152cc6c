/**
 * The view that is asked for comes first: camera through the adaptor, Gaussians moved to time t, splats blended, labels
 * transferred. Then, a little per frame, the quality of all models on unseen frames, and the exam of the detectors.
 */
import type { Lab, Simulation } from '#lib/notebook/types.ts';
import { describe, table } from './describe.ts';
import { openDetectors, type Detectors } from './detectors.ts';
import type { GaussianFrame, Params } from './frame.ts';
import { openFurther, type Further } from './further.ts';
import { drawView, type View } from './picture.ts';
import { openQualities, type Qualities } from './quality.ts';
import { MODEL_NAMES } from './settings.ts';
import { openScenes, setAt, stepsOf, type Scenes } from './scenes.ts';
import { openClip } from './world.ts';

export { describe, table };
export type { GaussianFrame, Params };

/** Training steps between two frames: about 40 ms. */
const STRIDE = 2;

/** Further steps between two drawings of the view. */
const REDRAW = 10;

interface Desk {
  readonly lab: Lab;
  readonly scenes: Scenes;
  readonly further: Further;
  readonly qualities: Qualities;
  readonly detectors: Detectors;
  /** The state that `view` belongs to. */
  key: string;
  view: View | null;
}

export const simulate: Simulation<Params, GaussianFrame> = async function* (params, lab) {
  const scenes = await openScenes(lab, openClip(lab));
  const desk: Desk = {
    lab,
    scenes,
    further: openFurther(lab, scenes),
    qualities: openQualities(lab, scenes),
    detectors: await openDetectors(lab, scenes),
    key: '',
    view: null,
  };
  let now = params;
  for (;;) {
    const busy = await work(desk, now);
    now = yield picture(desk, now, desk.view as View, busy);
  }
};

/** One portion of work, the most urgent there is. False when nothing is left. */
async function work(desk: Desk, params: Params): Promise<boolean> {
  const { scenes, further, qualities, detectors } = desk;
  // The first picture does not wait for the graph of training, which takes a while to open.
  if (desk.view === null && (await look(desk, params))) return true;
  const key = setAt(params.model, params.time);
  const trained = (await scenes.more(key, STRIDE)) || (await further.more(key, params.further, STRIDE));
  if (await look(desk, params)) return true;
  return trained || (await qualities.more(params.model)) || (await detectors.more());
}

/** Draws the view anew where it is another one, or its Gaussians have changed. False when it is drawn already. */
async function look(desk: Desk, params: Params): Promise<boolean> {
  const { lab, scenes, further } = desk;
  const { time, sideStep, model, labels, show } = params;
  const set = setAt(model, time);
  const steps = further.loss(set, params.further).length;
  const drawn = scenes.row(set) ? steps - (steps % REDRAW) : 'none';
  const key = [time, sideStep, model, labels, show, drawn].join();
  if (key === desk.key) return false;
  const row: typeof scenes.row = (one) => further.row(one, params.further);
  desk.view = await drawView({ lab, street: scenes.clip.street, row }, params);
  desk.key = key;
  return true;
}

function picture(
  { scenes, further, qualities, detectors }: Desk,
  params: Params,
  view: View,
  busy: boolean,
): GaussianFrame {
  const { exams, progress } = detectors;
  const set = setAt(params.model, params.time);
  // What there is no picture of is about to be trained.
  const going = scenes.training ?? (view.picture ? null : { key: set, loss: [] });
  return {
    ...view,
    settled: !busy,
    time: params.time,
    model: params.model,
    group: set.group,
    qualities: qualities.all,
    exams,
    examined: progress.examined,
    training: going && {
      name: MODEL_NAMES[going.key.model],
      loss: [...going.loss],
      of: stepsOf(going.key),
    },
    further: further.loss(set, params.further),
  };
}
