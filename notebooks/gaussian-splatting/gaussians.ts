/** Everything that is learned, as one row of numbers with named parts, and its start from noisy surface points. */
import type { Random } from '#lib/notebook/types.ts';
import { rayThrough, type Pose } from './camera.ts';
import { add, apply, scale, transpose, type Vec3 } from './linear.ts';
import { GAUSSIANS as N, PIXELS, WIDTH } from './settings.ts';

/** Inputs of the encodings: sine and cosine of 4 octaves of x, y, z and of t. */
export const OCTAVES = 4;
export const SPACE = 6 * OCTAVES;
export const TIME = 2 * OCTAVES;
export const HIDDEN = 48;
/** Networks: deformation D, deformation enhancement (DEM), opacity enhancement (OEM); two hidden layers each. */
export const NETS = {
  move: [SPACE + TIME, 3],
  dem: [SPACE + TIME + 1, 2],
  oem: [SPACE + 4, 1],
} as const;
export type NetName = keyof typeof NETS;

/** Shapes of a network's weights and biases, in the order in which they are stored. */
export const layersOf = (net: NetName): readonly (readonly number[])[] => {
  const [inputs, outputs] = NETS[net];
  return [[inputs, HIDDEN], [HIDDEN], [HIDDEN, HIDDEN], [HIDDEN], [HIDDEN, outputs], [outputs]];
};
const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
const netSize = (net: NetName) => layersOf(net).reduce((sum, shape) => sum + sizeOf(shape), 0);

/** Parts of a row of parameters: name, shape, and Adam's step size for it. */
export const PARTS = [
  { name: 'x', shape: [N, 3], rate: 0.02 },
  { name: 's', shape: [N, 3], rate: 0.02 },
  { name: 'q', shape: [N, 4], rate: 0.01 },
  { name: 'o', shape: [N], rate: 0.05 },
  { name: 'c', shape: [N, 3], rate: 0.03 },
  { name: 'd', shape: [N], rate: 0.02 },
  { name: 'sky', shape: [2, 3], rate: 0.02 },
  { name: 'move', shape: [netSize('move')], rate: 0.003 },
  { name: 'dem', shape: [netSize('dem')], rate: 0.003 },
  { name: 'oem', shape: [netSize('oem')], rate: 0.003 },
] as const;
export type PartName = (typeof PARTS)[number]['name'];
/** Views of one row: x position (m), s log scale, q quaternion, o opacity logit, c colour, d state, sky its two colours. */
export type Gaussians = Readonly<Record<PartName, Float32Array>>;

export const ROW = PARTS.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** The parts of a row of ROW numbers; they share its memory. */
export function partsOf(row: Float32Array): Gaussians {
  let from = 0;
  return Object.fromEntries(
    PARTS.map(({ name, shape }) => {
      const part = row.subarray(from, (from += sizeOf(shape)));
      return [name, part];
    }),
  ) as unknown as Gaussians;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** What a start needs of a photo: in the place of the points that structure from motion would give. */
export interface Surface {
  readonly rgb: Float32Array;
  readonly depth: Float32Array;
  readonly pose: Pose;
}

/** Relative noise of the depth of a starting point. */
const DEPTH_NOISE = 0.03;

/** A row at its start: N points on surfaces that the photos show, with noise in depth; networks of He's size, last layer small. */
export function startRow(surfaces: readonly Surface[], random: Random): Float32Array {
  const row = new Float32Array(ROW);
  const parts = partsOf(row);
  const points: Vec3[] = [];
  while (points.length < N) {
    const { rgb, depth, pose } = surfaces[random.integer(surfaces.length)] as Surface;
    const pixel = random.integer(PIXELS);
    const away = depth[pixel] as number;
    if (!Number.isFinite(away)) continue;
    const ray = rayThrough((pixel % WIDTH) + 0.5, Math.floor(pixel / WIDTH) + 0.5);
    const at = apply(transpose(pose.R), scale(ray, away * (1 + DEPTH_NOISE * random.normal())));
    const n = points.length;
    parts.x.set(add(pose.o, at), 3 * n);
    for (let k = 0; k < 3; k++) parts.c[3 * n + k] = rgb[3 * pixel + k] as number;
    points.push(add(pose.o, at));
  }
  spread(points).forEach((size, n) => parts.s.fill(Math.log(size) - 0.1, 3 * n, 3 * n + 3));
  for (let n = 0; n < N; n++) parts.q[4 * n] = 1;
  parts.o.fill(0.5);
  parts.sky.fill(0.5);
  for (const net of ['move', 'dem', 'oem'] as const) startNet(parts[net], net, random);
  return row;
}

/** Mean distance of every point to its three nearest neighbours, in [0.05, 1.5] metres. */
function spread(points: readonly Vec3[]): number[] {
  return points.map((p, i) => {
    const nearest = [Infinity, Infinity, Infinity];
    points.forEach((q, j) => {
      const away = i === j ? Infinity : Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
      if (away >= (nearest[2] as number)) return;
      nearest[2] = away;
      nearest.sort((a, b) => a - b);
    });
    const mean = nearest.reduce((sum, value) => sum + value, 0) / 3;
    return Math.min(1.5, Math.max(0.05, mean));
  });
}

function startNet(weights: Float32Array, net: NetName, random: Random): void {
  let from = 0;
  layersOf(net).forEach((shape, k) => {
    const last = k === 4;
    const size = sizeOf(shape);
    if (shape.length === 2)
      for (let i = 0; i < size; i++)
        weights[from + i] = (last ? 0.01 : 1) * Math.sqrt(2 / (shape[0] as number)) * random.normal();
    from += size;
  });
}
