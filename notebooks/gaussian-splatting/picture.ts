/** One view: the camera through the adaptor, the splats' picture of it, the labels, and the truth beside them. */
import type { Lab } from '#lib/notebook/types.ts';
import { alignByPoses, alignByPositions, poseError, reconstruct, renderedPose } from './adaptor.ts';
import { boxAround, edgesOf, iou } from './boxes.ts';
import { drivePose, type Pose } from './camera.ts';
import type { CarScore, Cloud, GaussianFrame, LabelSource, Params } from './frame.ts';
import type { Placed } from './field.ts';
import { partsOf, sigmoid } from './gaussians.ts';
import { annotations, copiedLabels, labelsAt, visibleBoxes, type Label } from './labels.ts';
import { isMoving } from './quality.ts';
import { photograph } from './raycast.ts';
import { blendState, place, psnr, render, squaredError } from './render.ts';
import { groupsOf, modulesOf } from './settings.ts';
import { setAt, type SetKey } from './scenes.ts';
import { carsAt, type Street } from './street.ts';

/** What a view needs to know of the run. */
export interface Stage {
  readonly lab: Lab;
  readonly street: Street;
  row(key: SetKey): Float32Array | undefined;
}
export type View = Pick<
  GaussianFrame,
  | 'picture'
  | 'labels'
  | 'truth'
  | 'scores'
  | 'asked'
  | 'got'
  | 'offset'
  | 'cloud'
  | 'cars'
  | 'metrics'
  | 'row'
>;

type Asked = Pick<Params, 'time' | 'sideStep' | 'model' | 'labels' | 'show'>;

/** The camera of every source of labels: copied labels are put on the adaptor's view. */
function cameras(lab: Lab, pose: Pose): Record<LabelSource, Pose> {
  const reconstruction = reconstruct(lab.random('sfm 0'));
  const adaptor = renderedPose(pose, alignByPoses(reconstruction), reconstruction);
  const positions = renderedPose(pose, alignByPositions(reconstruction), reconstruction);
  return { adaptor, positions, copy: adaptor };
}

/** IoU of each label with the car's box as it is on the rendered image, for every car that is to be seen. */
function scoreCars(
  street: Street,
  t: number,
  truth: readonly Label[],
  poses: Record<LabelSource, Pose>,
  labels: Record<LabelSource, readonly Label[]>,
): CarScore[] {
  const solids = carsAt(street, t);
  return truth.map(({ car }) => {
    const score = (source: LabelSource) => {
      const there = boxAround(edgesOf(solids[car] as (typeof solids)[number], poses[source]));
      const label = labels[source].find((one) => one.car === car);
      return there && label ? iou(there, label.box) : 0;
    };
    return {
      car,
      moving: isMoving(car),
      iou: { adaptor: score('adaptor'), positions: score('positions'), copy: score('copy') },
    };
  });
}

export async function drawView({ lab, street, row }: Stage, asked: Asked): Promise<View> {
  const { time: t, sideStep, model } = asked;
  const key = setAt(model, t);
  const parameters = row(key);
  const pose = drivePose(t, sideStep);
  const poses = cameras(lab, pose);
  const got = poses[asked.labels];
  const photo = photograph(street, pose, t);
  const truth = visibleBoxes(street, pose, t, photo);
  const placed = labelsAt(annotations(street, t), pose);
  const labels = { adaptor: placed, positions: placed, copy: copiedLabels(street, t) };
  const scores = scoreCars(street, t, truth, poses, labels);
  const offset = poseError(got, pose);
  const metrics: Record<string, number> = { offset: offset.metres };
  if (scores.length > 0)
    metrics.labelIou = scores.reduce((sum, one) => sum + one.iou[asked.labels], 0) / scores.length;
  const view = {
    labels: labels[asked.labels],
    truth,
    scores,
    asked: pose,
    got,
    offset,
    cars: carsAt(street, t).map(({ center }, i) => ({ x: center[0], z: center[2], moving: isMoving(i) })),
    metrics,
    row: parameters ?? null,
  };
  if (!parameters) return { ...view, picture: null, cloud: null };
  const g = partsOf(parameters);
  const field = await place(lab, g, t, modulesOf(model));
  const { rgb, depth, splats } = await render(lab, g, field, got);
  const state = asked.show === 'state' ? await blendState(lab, g, splats) : null;
  metrics.splats = splats.length;
  metrics.psnr = psnr(squaredError(rgb, photo.rgb, () => true));
  const cars = psnr(squaredError(rgb, photo.rgb, (pixel) => isMoving(photo.car[pixel] as number)));
  if (Number.isFinite(cars)) metrics.carPsnr = cars;
  const picture = { rendered: rgb, truth: photo.rgb, depth, trueDepth: photo.depth, state };
  return { ...view, picture, cloud: cloudOf(model, key.group, row, field) };
}

/** All groups from above; those that are not in sight without deformation. */
function cloudOf(model: Params['model'], group: number, row: Stage['row'], { x, o }: Placed): Cloud {
  const sets = Array.from({ length: groupsOf(model) }, (_, i) => row({ model, group: i })).flatMap(
    (one, i) => (one ? [{ g: partsOf(one), group: i }] : []),
  );
  const n = sets.reduce((sum, { g }) => sum + g.o.length, 0);
  const column = () => new Float32Array(n);
  const cloud = {
    x: column(),
    z: column(),
    restX: column(),
    restZ: column(),
    state: column(),
    opacity: column(),
    colour: new Float32Array(3 * n),
    group: new Uint8Array(n),
  };
  let at = 0;
  for (const { g, group: of } of sets)
    for (let i = 0; i < g.o.length; i++, at++) {
      const now = of === group;
      cloud.restX[at] = g.x[3 * i] as number;
      cloud.restZ[at] = g.x[3 * i + 2] as number;
      cloud.x[at] = (now ? x[3 * i] : g.x[3 * i]) as number;
      cloud.z[at] = (now ? x[3 * i + 2] : g.x[3 * i + 2]) as number;
      cloud.state[at] = g.d[i] as number;
      cloud.opacity[at] = sigmoid((now ? o[i] : g.o[i]) as number);
      cloud.group[at] = of;
      for (let k = 0; k < 3; k++) cloud.colour[3 * at + k] = g.c[3 * i + k] as number;
    }
  return cloud;
}
