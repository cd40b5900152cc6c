/**
 * The adaptor: from poses of the data set (metres) to poses of the reconstruction (the frame that structure from motion
 * chose), as a similarity X ↦ s G X + h fitted in closed form to the frames that have both.
 */
import type { Random } from '#lib/notebook/types.ts';
import { drivePose, type Pose } from './camera.ts';
import {
  add,
  angleBetween,
  apply,
  dot,
  length,
  multiply,
  rotationAbout,
  rotationOf,
  scale,
  sub,
  transpose,
  type Mat3,
  type Vec3,
} from './linear.ts';
import { nearestRotation } from './nearest-rotation.ts';
import { FRAMES } from './settings.ts';

export interface Similarity {
  readonly scale: number;
  readonly G: Mat3;
  readonly shift: Vec3;
}

/** A camera seen from the other frame: what it looks at stays what it looks at. */
export const moved = ({ R, o }: Pose, { scale: s, G, shift }: Similarity): Pose => ({
  R: multiply(R, transpose(G)),
  o: add(scale(apply(G, o), s), shift),
});

export const inverse = ({ scale: s, G, shift }: Similarity): Similarity => {
  const back = transpose(G);
  return { scale: 1 / s, G: back, shift: scale(apply(back, shift), -1 / s) };
};

/** Scale of the reconstruction, and errors of its poses: 0.03 m and 0.01 rad in every axis. */
const SFM_SCALE = 0.37;
const POSE_NOISE = { metres: 0.03, radians: 0.01 };

export interface Reconstruction {
  /** The data set's poses of the drive and the reconstruction's, frame by frame. */
  readonly source: readonly Pose[];
  readonly sfm: readonly Pose[];
  /** What the adaptor has to find. */
  readonly truth: Similarity;
}

/** The poses that structure from motion might give: another origin, orientation and scale, and noise. */
export function reconstruct(random: Random): Reconstruction {
  const normals = (): Vec3 => [random.normal(), random.normal(), random.normal()];
  const truth = {
    scale: SFM_SCALE,
    G: rotationOf(random.normal(), ...normals()),
    shift: scale(normals(), 2),
  };
  const source = Array.from({ length: FRAMES }, (_, t) => drivePose(t));
  const sfm = source.map(({ R, o }) =>
    moved(
      {
        R: multiply(rotationAbout(scale(normals(), POSE_NOISE.radians)), R),
        o: add(o, scale(normals(), POSE_NOISE.metres)),
      },
      truth,
    ),
  );
  return { source, sfm, truth };
}

const mean = (all: readonly Vec3[]): Vec3 =>
  scale(
    all.reduce((sum, one) => add(sum, one), [0, 0, 0]),
    1 / all.length,
  );
const summed = (all: readonly Mat3[]): Mat3 =>
  all.reduce((sum, one) => sum.map((value, i) => value + (one[i] as number)) as unknown as Mat3);

/** Scale and shift by least squares, once the rotation is known. */
function complete(G: Mat3, from: readonly Vec3[], to: readonly Vec3[]): Similarity {
  const [p, q] = [mean(from), mean(to)];
  let [up, down] = [0, 0];
  from.forEach((one, i) => {
    const centred = sub(one, p);
    up += dot(apply(G, centred), sub(to[i] as Vec3, q));
    down += dot(centred, centred);
  });
  const s = up / down;
  return { scale: s, G, shift: sub(q, scale(apply(G, p), s)) };
}

const centres = (poses: readonly Pose[]) => poses.map(({ o }) => o);

/** Rotation from the orientations of the cameras, max_G tr(Gᵀ Σ Rᵢˢᶠᵐᵀ Rᵢ); the rest from where they stand. */
export function alignByPoses({ source, sfm }: Reconstruction): Similarity {
  const turns = source.map(({ R }, i) => multiply(transpose((sfm[i] as Pose).R), R));
  return complete(nearestRotation(summed(turns)), centres(source), centres(sfm));
}

/** Umeyama (1991): everything from where the cameras stand. On a straight drive the roll about it is left to chance. */
export function alignByPositions({ source, sfm }: Reconstruction): Similarity {
  const [p, q] = [mean(centres(source)), mean(centres(sfm))];
  const products = source.map(({ o }, i) => {
    const [a, b] = [sub(o, p), sub((sfm[i] as Pose).o, q)];
    return b.flatMap((row) => a.map((column) => row * column)) as unknown as Mat3;
  });
  return complete(nearestRotation(summed(products)), centres(source), centres(sfm));
}

/** Where the renderer's camera ends up, in metres, when it is asked for `pose` through the adaptor. */
export const renderedPose = (pose: Pose, adaptor: Similarity, { truth }: Reconstruction): Pose =>
  moved(moved(pose, adaptor), inverse(truth));

export const poseError = (a: Pose, b: Pose) => ({
  metres: length(sub(a.o, b.o)),
  degrees: (angleBetween(a.R, b.R) * 180) / Math.PI,
});
