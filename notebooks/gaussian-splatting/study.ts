/**
 * Does free labelling help a detector? One learns from six key frames of the source; another also from 72 views that the
 * splats draw beside the drive, with labels through the adaptor. Both are examined on real views that are shifted and turned.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { alignByPoses, reconstruct, renderedPose } from './adaptor.ts';
import type { Box } from './boxes.ts';
import { drivePose } from './camera.ts';
import { photograph } from './raycast.ts';
import { partsOf } from './gaussians.ts';
import type { Example } from './detector-training.ts';
import { annotations, labelsAt, visibleBoxes } from './labels.ts';
import { place, render } from './render.ts';
import { FRAMES, modulesOf, TEST_FRAMES, type ModelName } from './settings.ts';
import { setAt, type Scenes } from './scenes.ts';
import type { Clip } from './world.ts';

/** Frames of the source that the detector may see. */
export const KEY_FRAMES = [0, 4, 8, 12, 16, 20] as const;
/** Views per frame of the drive that are synthesised: 72 in all. */
const PER_FRAME = 3;
export const SYNTHESISED = FRAMES * PER_FRAME;
/** Views per test frame. */
const PER_TEST = 8;
export const EXAMINED = TEST_FRAMES.length * PER_TEST;
/** New views stand up to so far beside the drive (m) and are turned by up to so much (rad). */
const ASIDE = 1.5;
const TURN = 0.2;
/** The scene that draws them. */
export const SCENE: ModelName = 'groups';

interface Somewhere {
  readonly t: number;
  readonly aside: number;
  readonly yaw: number;
}
function somewhere(lab: Lab, purpose: string, times: readonly number[], each: number): Somewhere[] {
  const random = lab.random(purpose);
  const within = (most: number) => most * (2 * random.uniform() - 1);
  return times.flatMap((t) =>
    Array.from({ length: each }, () => ({ t, aside: within(ASIDE), yaw: within(TURN) })),
  );
}

const boxesOf = (labels: readonly { box: Box }[]): Box[] => labels.map(({ box }) => box);

/** Key frames as they are, with the labels of the source. */
export const sourceExamples = ({ street, frame }: Clip): Example[] =>
  KEY_FRAMES.map((t) => ({
    rgb: frame(t).rgb,
    boxes: boxesOf(labelsAt(annotations(street, t), drivePose(t))),
  }));

/** The i-th synthesised view, drawn by the splats where the adaptor puts the camera, labelled where it was asked for. */
export async function synthesise(lab: Lab, scenes: Scenes, i: number): Promise<Example> {
  const times = Array.from({ length: FRAMES }, (_, t) => t);
  const { t, aside, yaw } = somewhere(lab, 'synthesised views', times, PER_FRAME)[i] as Somewhere;
  const key = setAt(SCENE, t);
  const row = scenes.row(key);
  if (!row) throw new Error(`The scene ${key.model} is not trained yet.`);
  const reconstruction = reconstruct(lab.random('sfm 0'));
  const pose = drivePose(t, aside, yaw);
  const g = partsOf(row);
  const placed = await place(lab, g, t, modulesOf(SCENE));
  const { rgb } = await render(
    lab,
    g,
    placed,
    renderedPose(pose, alignByPoses(reconstruction), reconstruction),
  );
  return { rgb, boxes: boxesOf(labelsAt(annotations(scenes.clip.street, t), pose)) };
}

/** The i-th view of the exam: a real photo beside the drive, with what is truly to be seen on it. */
export function examView(lab: Lab, { street }: Clip, i: number): { rgb: Float32Array; truth: Box[] } {
  const { t, aside, yaw } = somewhere(lab, 'views of the exam', TEST_FRAMES, PER_TEST)[i] as Somewhere;
  const pose = drivePose(t, aside, yaw);
  const photo = photograph(street, pose, t);
  return { rgb: photo.rgb, truth: boxesOf(visibleBoxes(street, pose, t, photo)) };
}
