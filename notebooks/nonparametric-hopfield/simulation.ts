/**
 * Parameters → frames. Every control is live: a change is answered at once by the plane and the regression, and slower
 * parts (the survey of fixed points, images, costs, capacity) follow in later frames while nothing moves.
 */
import type { Lab } from '#lib/notebook/types.ts';
import type { HopfieldFrame, Params } from './frame.ts';
import { landscapeOf, type Landscape } from './landscape.ts';
import { metricsOf } from './metrics.ts';
import { regress, type Regression } from './pairs.ts';
import { COUNT, planeOf, settingOf, type Plane, type Setting } from './plane.ts';
import { COST } from './regression.ts';
import { SlowParts } from './slow.ts';

export type { HopfieldFrame, Params } from './frame.ts';
export { describe } from './describe.ts';
export { table } from './table.ts';

export async function* simulate(params: Params, lab: Lab): AsyncGenerator<HopfieldFrame, void, Params> {
  const slow = new SlowParts(lab);
  const desk = new Desk(lab);
  let live = params;
  let shown: Params | undefined;
  let rolled = 0;
  try {
    for (;;) {
      const still = shown !== undefined && JSON.stringify(shown) === JSON.stringify(live);
      const setting = desk.setting(live);
      if (still) await slow.advance(setting, live);
      const plane = desk.plane(live, setting);
      const last = plane.path.length - 1;
      // A marble that is put elsewhere rolls anew; while a memory is dragged its path follows at once.
      rolled = still ? rolled + 1 : shown !== undefined && startOf(shown) === startOf(live) ? last : 0;
      rolled = live.view === 'plane' ? Math.min(rolled, last) : last;
      shown = live;
      const { done, shown: parts } = slow.parts(setting, live);
      const frame = await desk.frame(live, setting, plane);
      const settled = done && rolled === last;
      live = yield { ...frame, ...parts, rolled, settled, metrics: metricsOf({ ...frame, ...parts }) };
    }
  } finally {
    await slow.close();
  }
}

const startOf = ({ marble, model, inverseTemperature, kept }: Params): string =>
  JSON.stringify([marble, model, inverseTemperature, kept]);

type Quick = Omit<
  HopfieldFrame,
  'metrics' | 'settled' | 'rolled' | 'survey' | 'images' | 'cost' | 'features' | 'capacity'
>;

/** The quick parts of a frame, computed anew only when what they depend on has changed. */
class Desk {
  #lab: Lab;
  #kept = new Map<string, { key: string; value: unknown }>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  setting(params: Params): Setting {
    return this.#once('setting', sceneKey(params), () => settingOf(this.#lab, params));
  }

  plane(params: Params, setting: Setting): Plane {
    const key = JSON.stringify([sceneKey(params), params.marble, params.noise]);
    return this.#once('plane', key, () => planeOf(this.#lab, params, setting));
  }

  async frame(params: Params, setting: Setting, plane: Plane): Promise<Quick> {
    const { view, model, dimension, tube, inverseTemperature: beta } = params;
    const scene = sceneKey(params);
    const landscape = await this.#once<Promise<Landscape> | null>(
      'landscape',
      `${view === 'plane'} ${scene}`,
      () => (view === 'plane' ? landscapeOf(this.#lab, model, setting) : null),
    );
    const regression = this.#once('regression', JSON.stringify([scene, dimension, tube]), () =>
      regress(this.#lab, setting, dimension, tube),
    );
    return { view, model, beta, plane, landscape, regression, note: noteOn(params, setting, regression) };
  }

  #once<T>(name: string, key: string, make: () => T): T {
    const known = this.#kept.get(name);
    if (known?.key === key) return known.value as T;
    const value = make();
    this.#kept.set(name, { key, value });
    return value;
  }
}

const sceneKey = (params: Params): string => {
  const { model, kept, flipped, inverseTemperature, features, orthogonal, moved } = params;
  return JSON.stringify([model, kept, flipped, inverseTemperature, features, orthogonal, moved]);
};

function noteOn(params: Params, { members }: Setting, { fit, residual }: Regression): string {
  const { view, model, kept, flipped } = params;
  const notes: string[] = [];
  if (view === 'plane') {
    if (model === 'mask' && kept > COUNT) notes.push(`There are ${COUNT} memories: K = ${COUNT} is used.`);
    if (model === 'top-K' && kept > members.length)
      notes.push(`${members.length} memories take part: K = ${members.length} is used.`);
    if (flipped.length > 0 && members.length === 1)
      notes.push('A regression needs a pair: the last memory stays in.');
  }
  if (!fit.converged)
    notes.push(
      `At this β the pairs look so alike that the regression is not solved to nine digits after ${fit.sweeps.toLocaleString('en')} sweeps; the largest residual is ${residual.toPrecision(2)}.`,
    );
  else if (fit.multipliers.some((a) => Math.abs(a) >= COST))
    notes.push('Some multipliers have reached C: slack is used.');
  return notes.join(' ');
}
