/**
 * 3D Gaussians on an image, in float64: EWA projection (Zwicker et al. 2001), sorting by depth, and blending from front
 * to back (Kerbl et al. 2023). Projection and sorting feed the graph splat; the blending is what it is checked against.
 */
import { toPixel, toView, type Pose } from './camera.ts';
import { sigmoid, type Gaussians } from './gaussians.ts';
import type { Placed } from './field.ts';
import { multiply, rotationOf, type Mat3, type Vec3 } from './linear.ts';
import { BLUR, FOCAL, HEIGHT, MOST_ALPHA, NEAR, PIXELS, SLOPES, WIDTH } from './settings.ts';
import { skyAt } from './street.ts';

/** One Gaussian on the image. */
export interface Splat {
  /** Index of the Gaussian that it comes from. */
  readonly index: number;
  /** Pixel coordinates of its centre. */
  readonly mean: readonly [number, number];
  /** Covariance [a, b; b, c] in px², before it is inverted. */
  readonly covariance: readonly [number, number, number];
  readonly opacity: number;
  readonly colour: Vec3;
  /** View depth in metres. */
  readonly depth: number;
}

/** J R Σ Rᵀ Jᵀ + 0.3 I of a Gaussian with Σ = (Rq S)(Rq S)ᵀ, at view position `view`: [a, b, c]. */
export function projectedCovariance(
  R: Mat3,
  [x, y, z]: Vec3,
  turn: Mat3,
  size: Vec3,
): [number, number, number] {
  const root = multiply(R, turn).map((value, i) => value * (size[i % 3] as number));
  const row = (i: 0 | 1, slope: number) =>
    [0, 1, 2].map((j) => (FOCAL / z) * ((root[3 * i + j] as number) - slope * (root[6 + j] as number)));
  const [u, v] = [row(0, x / z), row(1, y / z)] as [number[], number[]];
  const inner = (a: number[], b: number[]) => a.reduce((sum, value, j) => sum + value * (b[j] as number), 0);
  return [inner(u, u) + BLUR, inner(u, v), inner(v, v) + BLUR];
}

/** The splats in sight of a camera, nearest first. */
export function project(g: Gaussians, { x, o }: Placed, pose: Pose): Splat[] {
  const three = (from: ArrayLike<number>, i: number): Vec3 => [
    from[3 * i] as number,
    from[3 * i + 1] as number,
    from[3 * i + 2] as number,
  ];
  const splats: Splat[] = [];
  for (let i = 0; i < o.length; i++) {
    const view = toView(pose, three(x, i));
    if (view[2] < NEAR) continue;
    if (Math.abs(view[0] / view[2]) > SLOPES[0] || Math.abs(view[1] / view[2]) > SLOPES[1]) continue;
    const [w, a, b, c] = g.q.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    const size = three(g.s, i).map(Math.exp) as unknown as Vec3;
    splats.push({
      index: i,
      mean: toPixel(view),
      covariance: projectedCovariance(pose.R, view, rotationOf(w, a, b, c), size),
      opacity: sigmoid(o[i] as number),
      colour: three(g.c, i),
      depth: view[2],
    });
  }
  return splats.sort((one, two) => one.depth - two.depth);
}

/** α of a splat at a pixel position. */
export function alphaAt({ mean, covariance: [a, b, c], opacity }: Splat, u: number, v: number): number {
  const [dx, dy] = [u - mean[0], v - mean[1]];
  const power = (c * dx * dx - 2 * b * dx * dy + a * dy * dy) / (a * c - b * b);
  return Math.min(MOST_ALPHA, opacity * Math.exp(-0.5 * power));
}

/** Colour, α-weighted depth, and transmittance behind all splats at one pixel position. */
export function blendAt(splats: readonly Splat[], u: number, v: number) {
  let T = 1;
  let depth = 0;
  const rgb: [number, number, number] = [0, 0, 0];
  for (const splat of splats) {
    const alpha = alphaAt(splat, u, v);
    for (let k = 0; k < 3; k++) rgb[k] = (rgb[k] as number) + (splat.colour[k] as number) * alpha * T;
    depth += splat.depth * alpha * T;
    T *= 1 - alpha;
  }
  return { rgb, depth, T };
}

/** The two learned colours of the sky, blended at height v of the image. */
export function skyOf({ sky }: Gaussians, v: number): Vec3 {
  const [r, g, b, r2, g2, b2] = Array.from(sky) as [number, number, number, number, number, number];
  return skyAt([r, g, b], [r2, g2, b2], v / HEIGHT);
}

/** Centres of all pixels, row by row: [PIXELS, 2]. */
export const pixelCenters = (): Float32Array =>
  Float32Array.from({ length: 2 * PIXELS }, (_, i) => {
    const pixel = i >> 1;
    return (i % 2 === 0 ? pixel % WIDTH : Math.floor(pixel / WIDTH)) + 0.5;
  });

/** A whole view in float64: [HEIGHT, WIDTH, 3]. Slow: for checks. */
export function renderReference(g: Gaussians, placed: Placed, pose: Pose): Float64Array {
  const splats = project(g, placed, pose);
  const image = new Float64Array(3 * PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const v = Math.floor(pixel / WIDTH) + 0.5;
    const { rgb, T } = blendAt(splats, (pixel % WIDTH) + 0.5, v);
    const sky = skyOf(g, v);
    for (let k = 0; k < 3; k++) image[3 * pixel + k] = (rgb[k] as number) + T * (sky[k] as number);
  }
  return image;
}
