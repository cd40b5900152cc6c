/**
 * The pinhole camera. World: x to the right, y up, z along the road. View: x right, y down, z forward, as images have it.
 */
import { apply, multiply, sub, type Mat3, type Vec3 } from './linear.ts';
import { CENTER, FOCAL } from './settings.ts';

/** A point X of the world is seen at R (X − o). */
export interface Pose {
  readonly R: Mat3;
  readonly o: Vec3;
}

/** Looking down the road: only y turns over. */
const FORWARD: Mat3 = [1, 0, 0, 0, -1, 0, 0, 0, 1];

/** World → view for a camera turned to the right by `yaw` radians. */
export function facing(yaw: number): Mat3 {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  return multiply(FORWARD, [c, 0, -s, 0, 1, 0, s, 0, c]);
}

/** The drive: 1.6 m per frame at a height of 1.6 m; `aside` metres to the right of it, turned by `yaw` radians. */
export const drivePose = (t: number, aside = 0, yaw = 0): Pose => ({
  R: facing(yaw),
  o: [aside, 1.6, 1.6 * t - 4],
});

export const toView = ({ R, o }: Pose, point: Vec3): Vec3 => apply(R, sub(point, o));

/** Pixel coordinates of a point in view coordinates; the centre of the first pixel is (0.5, 0.5). */
export const toPixel = ([x, y, z]: Vec3): readonly [number, number] => [
  (FOCAL * x) / z + CENTER[0],
  (FOCAL * y) / z + CENTER[1],
];

/** Direction in view coordinates, with z = 1, of the ray through a pixel position: depth along it is view depth. */
export const rayThrough = (u: number, v: number): Vec3 => [
  (u - CENTER[0]) / FOCAL,
  (v - CENTER[1]) / FOCAL,
  1,
];
