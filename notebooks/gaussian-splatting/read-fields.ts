/** Which fields of a frame training reads: it is handed whole frames, truth included, that keep a record. */
import type { Lab } from '#lib/notebook/types.ts';
import { startRow } from './gaussians.ts';
import { modulesOf, TRAIN_FRAMES } from './settings.ts';
import { openTraining } from './training.ts';
import { openClip } from './world.ts';

/** Names of the fields that `steps` training steps of the full model read, sorted. */
export async function readFields(lab: Lab, steps: number): Promise<string[]> {
  const clip = openClip(lab);
  const frames = TRAIN_FRAMES.map((t) => clip.frame(t));
  const read = new Set<string>();
  const recorded = frames.map(
    (frame) =>
      new Proxy(frame, {
        get(target, name, receiver): unknown {
          read.add(String(name));
          return Reflect.get(target, name, receiver);
        },
      }),
  );
  const row = startRow(frames, lab.random('start'));
  const training = await openTraining(lab, row, recorded, modulesOf('groups'), lab.random('recorded'));
  for (let i = 0; i < steps; i++) await training.step();
  return [...read].sort();
}
