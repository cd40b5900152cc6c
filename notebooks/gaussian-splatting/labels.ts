/** Labels of a new view from the source's 3D boxes; and the truth that they are scored against. */
import { boxAround, area, covered, edgesOf, iou, type Box, type Segment } from './boxes.ts';
import { drivePose, toView, type Pose } from './camera.ts';
import type { Photo } from './raycast.ts';
import { carsAt, type Block, type Street } from './street.ts';

export interface Label {
  /** Number of the car. */
  readonly car: number;
  readonly box: Box;
  readonly edges: readonly Segment[];
}

/** A label needs this many px² and must show this share of itself beside nearer boxes. */
const LEAST_AREA = 12;
const LEAST_SHOWN = 0.4;

type Solid = Pick<Block, 'center' | 'size'>;

/**
 * The annotations of the data set: 3D boxes at whole frames. Between two of them, boxes are interpolated linearly.
 */
export function annotations(street: Street, t: number): Solid[] {
  const [before, after] = [carsAt(street, Math.floor(t)), carsAt(street, Math.ceil(t))];
  const share = t - Math.floor(t);
  return before.map(({ center, size }, i) => {
    const next = (after[i] as Block).center;
    const z = center[2] + share * (next[2] - center[2]);
    return { center: [center[0] + share * (next[0] - center[0]), center[1], z], size };
  });
}

interface Projected extends Label {
  readonly depth: number;
}

function projected(boxes: readonly Solid[], pose: Pose): Projected[] {
  return boxes
    .flatMap((solid, car) => {
      const edges = edgesOf(solid, pose);
      const box = boxAround(edges);
      return box ? [{ car, box, edges, depth: toView(pose, solid.center)[2] }] : [];
    })
    .sort((a, b) => a.depth - b.depth);
}

/** 2D labels of the boxes at a pose: large enough, and less than 60% behind nearer ones. Nothing of the truth is used. */
export function labelsAt(boxes: readonly Solid[], pose: Pose): Label[] {
  const all = projected(boxes, pose);
  return all.filter(
    ({ box }, i) =>
      area(box) >= LEAST_AREA &&
      1 -
        covered(
          box,
          all.slice(0, i).map((nearer) => nearer.box),
        ) >
        LEAST_SHOWN,
  );
}

/** The labels of the nearest source frame, as they are. */
export const copiedLabels = (street: Street, t: number): Label[] => {
  const nearest = Math.floor(t + 0.5);
  return labelsAt(annotations(street, nearest), drivePose(nearest));
};

/** The boxes of cars that are truly to be seen at a pose: at least 12 px², and 40% of what would be seen of them alone. */
export function visibleBoxes(street: Street, pose: Pose, t: number, { seen }: Photo): Label[] {
  return projected(carsAt(street, t), pose).filter(
    ({ car, box }) => area(box) >= LEAST_AREA && (seen[car] as number) >= LEAST_SHOWN,
  );
}

export interface Score {
  readonly car: number;
  readonly iou: number;
}

/** IoU of the label of every car that is truly in sight; 0 where it has none. */
export const scoreLabels = (truth: readonly Label[], labels: readonly Label[]): Score[] =>
  truth.map(({ car, box }) => {
    const label = labels.find((one) => one.car === car);
    return { car, iou: label ? iou(label.box, box) : 0 };
  });
