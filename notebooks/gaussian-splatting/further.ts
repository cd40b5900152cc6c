/** Training further in the page: every set goes on from what it came with, and keeps a copy at every hundred steps. */
import type { Lab } from '#lib/notebook/types.ts';
import { modulesOf } from './settings.ts';
import { nameOf, viewsOf, type Scenes, type SetKey } from './scenes.ts';
import { openTraining, type Training } from './training.ts';

const KEPT = 100;

export interface Further {
  /** The set after `steps` further steps, or as far as it has come; undefined while it has not been trained at all. */
  row(key: SetKey, steps: number): Float32Array | undefined;
  loss(key: SetKey, steps: number): readonly number[];
  /** Takes a few steps towards `steps`. False when they are there. */
  more(key: SetKey, steps: number, stride: number): Promise<boolean>;
}

export function openFurther(lab: Lab, scenes: Scenes): Further {
  const going = new Map<string, { run: Training; kept: Float32Array[] }>();
  return {
    row(key, steps) {
      const base = scenes.row(key);
      const one = going.get(nameOf(key));
      if (!base || steps === 0 || !one) return base;
      return one.kept[steps / KEPT - 1] ?? one.run.row;
    },
    loss: (key, steps) => going.get(nameOf(key))?.run.loss.slice(0, steps) ?? [],
    async more(key, steps, stride) {
      const base = scenes.row(key);
      if (!base || steps === 0) return false;
      let one = going.get(nameOf(key));
      if (!one) {
        const random = lab.random(`further pixels of ${nameOf(key)}`);
        const run = await openTraining(lab, base, viewsOf(scenes.clip, key), modulesOf(key.model), random);
        going.set(nameOf(key), (one = { run, kept: [] }));
      }
      if (one.run.loss.length >= steps) return false;
      for (let i = 0; i < stride && one.run.loss.length < steps; i++) {
        await one.run.step();
        if (one.run.loss.length % KEPT === 0) one.kept.push(one.run.row.slice());
      }
      return true;
    },
  };
}
