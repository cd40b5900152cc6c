/**
 * The trained scenes of a run: shipped for seed 0, else trained here. A set is 600 Gaussians with their networks; a
 * model has one set, the one with groups three.
 */
import { floats, int32 } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { ROW, startRow } from './gaussians.ts';
import { groupOf, groupsOf, MODELS, modulesOf, STEPS, TRAIN_FRAMES, type ModelName } from './settings.ts';
import { openTraining, type Training, type View } from './training.ts';
import type { Clip } from './world.ts';

/** Seed of the shipped scenes. */
export const SHIPPED = 0;

export interface SetKey {
  readonly model: ModelName;
  readonly group: number;
}
export const SETS: readonly SetKey[] = MODELS.flatMap((model) =>
  Array.from({ length: groupsOf(model) }, (_, group) => ({ model, group })),
);
export const setAt = (model: ModelName, t: number): SetKey => ({
  model,
  group: groupsOf(model) > 1 ? groupOf(t) : 0,
});
export const nameOf = ({ model, group }: SetKey): string => `${model} ${group}`;

/** Steps that a set is trained for: 900 per model, however many sets it has. */
export const stepsOf = ({ model }: SetKey): number => STEPS / groupsOf(model);

/** The frames that a set is trained on, as training sees them. */
export const viewsOf = (clip: Clip, { model, group }: SetKey): View[] =>
  TRAIN_FRAMES.filter((t) => setAt(model, t).group === group).map((t) => clip.frame(t));

/** Training from the start: the three models without groups start from the same points. */
export async function beginTraining(lab: Lab, clip: Clip, key: SetKey): Promise<Training> {
  const views = viewsOf(clip, key);
  const frames = views.map(({ t }) => clip.frame(t));
  const row = startRow(frames, lab.random(groupsOf(key.model) > 1 ? `start of group ${key.group}` : 'start'));
  return openTraining(lab, row, views, modulesOf(key.model), lab.random(`pixels of ${nameOf(key)}`));
}

/** Scenes follow from the seed alone, so that a second run under it need not train again. */
const trained = new Map<string, Float32Array>();

export interface Scenes {
  readonly clip: Clip;
  /** Parameters of a set once they are there. */
  row(key: SetKey): Float32Array | undefined;
  /** The training that goes on; null where there is none. */
  readonly training: { readonly key: SetKey; readonly loss: readonly number[] } | null;
  /** Trains some steps of this set. False when it is complete. */
  more(key: SetKey, steps: number): Promise<boolean>;
}

export async function openScenes(lab: Lab, clip: Clip): Promise<Scenes> {
  const rows = new Map<string, Float32Array>();
  if (lab.seed === SHIPPED) await load(lab, rows);
  const going = new Map<string, Training>();
  let training: Scenes['training'] = null;
  const row = (key: SetKey) => rows.get(nameOf(key)) ?? trained.get(`${lab.seed} ${nameOf(key)}`);
  return {
    clip,
    row,
    get training() {
      return training;
    },
    async more(key, steps) {
      if (row(key)) return false;
      const name = nameOf(key);
      const run = going.get(name) ?? (await beginTraining(lab, clip, key));
      going.set(name, run);
      for (let i = 0; i < steps && run.loss.length < stepsOf(key); i++) await run.step();
      training = { key, loss: run.loss };
      if (run.loss.length >= stepsOf(key)) {
        trained.set(`${lab.seed} ${name}`, run.row);
        going.delete(name);
        training = null;
      }
      return true;
    },
  };
}

async function load(lab: Lab, rows: Map<string, Float32Array>): Promise<void> {
  const graph = await lab.model('scenes');
  const entry = Int32Array.from({ length: SETS.length * ROW }, (_, i) => i);
  const { values } = await graph.run({ entry: int32(entry, [entry.length]) });
  const all = floats(values);
  SETS.forEach((key, i) => rows.set(nameOf(key), all.slice(i * ROW, (i + 1) * ROW)));
}
