/** The clip: the street of a seed, driven through, photographed once per frame. */
import type { Lab } from '#lib/notebook/types.ts';
import { drivePose, type Pose } from './camera.ts';
import { photograph, type Photo } from './raycast.ts';
import { FRAMES } from './settings.ts';
import { buildStreet, type Street } from './street.ts';

export interface ClipFrame extends Photo {
  readonly t: number;
  readonly pose: Pose;
}
export interface Clip {
  readonly street: Street;
  frame(t: number): ClipFrame;
}

/** Photos are taken when they are first asked for: about 15 ms each. */
export function openClip(lab: Lab): Clip {
  const street = buildStreet(lab);
  const taken = new Array<ClipFrame | undefined>(FRAMES);
  return {
    street,
    frame(t) {
      const pose = drivePose(t);
      return (taken[t] ??= { ...photograph(street, pose, t), t, pose });
    },
  };
}
