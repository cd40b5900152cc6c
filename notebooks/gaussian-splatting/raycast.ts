/** The truth: the street seen by casting 3 × 3 rays through every pixel. */
import { rayThrough, type Pose } from './camera.ts';
import { apply, transpose, type Vec3 } from './linear.ts';
import { HEIGHT, PIXELS, WIDTH } from './settings.ts';
import {
  carColour,
  carsAt,
  groundColour,
  skyAt,
  SKY_LOW,
  SKY_TOP,
  wallColour,
  type Block,
  type Street,
} from './street.ts';

export interface Photo {
  /** [HEIGHT, WIDTH, 3] in [0, 1]. */
  readonly rgb: Float32Array;
  /** View depth (m) at pixel centres; Infinity where there is sky. */
  readonly depth: Float32Array;
  /** Number of the car at pixel centres, −1 for anything else. */
  readonly car: Int8Array;
  /** Per car: rays that hit it first, over rays that would if it stood alone. 0 where none would. */
  readonly seen: readonly number[];
}

const GRID = 3;
const GROUND = -1;
const SKY = -2;

interface Hit {
  depth: number;
  /** Index into blocks, GROUND or SKY. */
  what: number;
  axis: number;
}

/** Slabs: the depth at which the ray o + s·d enters the block, and the axis of the face; Infinity when it does not. */
function enter({ center, size }: Block, o: Vec3, d: Vec3, out: Hit): void {
  let [from, to, axis] = [-Infinity, Infinity, 0];
  for (let k = 0; k < 3; k++) {
    const low = ((center[k] as number) - (size[k] as number) / 2 - (o[k] as number)) / (d[k] as number);
    const high = ((center[k] as number) + (size[k] as number) / 2 - (o[k] as number)) / (d[k] as number);
    const first = Math.min(low, high);
    if (first > from) [from, axis] = [first, k];
    to = Math.min(to, Math.max(low, high));
  }
  out.depth = from < to && from > 0.05 ? from : Infinity;
  out.axis = axis;
}

/** Keeps the blocks that have a part in front of the camera. */
const ahead = (block: Block, { R, o }: Pose): boolean => {
  const z = (p: Vec3) => R[6] * (p[0] - o[0]) + R[7] * (p[1] - o[1]) + R[8] * (p[2] - o[2]);
  return z(block.center) > -Math.hypot(...block.size) / 2;
};

/** What a camera at `pose` sees of the street at time t. */
export function photograph(street: Street, pose: Pose, t: number): Photo {
  const cars = carsAt(street, t);
  const blocks = [...cars, ...street.buildings];
  const near = [...blocks.keys()].filter((i) => ahead(blocks[i] as Block, pose));
  const rgb = new Float32Array(3 * PIXELS);
  const depth = new Float32Array(PIXELS);
  const car = new Int8Array(PIXELS);
  const first = new Array<number>(cars.length).fill(0);
  const alone = new Array<number>(cars.length).fill(0);
  const back = transpose(pose.R);
  const hit: Hit = { depth: 0, what: SKY, axis: 1 };
  const best: Hit = { depth: 0, what: SKY, axis: 1 };
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    for (let sample = 0; sample < GRID * GRID; sample++) {
      const u = (pixel % WIDTH) + ((sample % GRID) + 0.5) / GRID;
      const v = Math.floor(pixel / WIDTH) + (Math.floor(sample / GRID) + 0.5) / GRID;
      const d = apply(back, rayThrough(u, v));
      [best.depth, best.what, best.axis] = d[1] < 0 ? [-pose.o[1] / d[1], GROUND, 1] : [Infinity, SKY, 1];
      for (const i of near) {
        enter(blocks[i] as Block, pose.o, d, hit);
        if (hit.depth === Infinity) continue;
        if (i < cars.length) alone[i] = (alone[i] as number) + 1;
        if (hit.depth < best.depth) [best.depth, best.what, best.axis] = [hit.depth, i, hit.axis];
      }
      const isCar = best.what >= 0 && best.what < cars.length;
      if (isCar) first[best.what] = (first[best.what] as number) + 1;
      const colour = colourOf(best, blocks, cars.length, pose.o, d, v);
      for (let k = 0; k < 3; k++)
        rgb[3 * pixel + k] = (rgb[3 * pixel + k] as number) + (colour[k] as number) / (GRID * GRID);
      if (sample === 4) {
        depth[pixel] = best.depth;
        car[pixel] = isCar ? best.what : -1;
      }
    }
  }
  return { rgb, depth, car, seen: first.map((n, i) => (alone[i] ? n / (alone[i] as number) : 0)) };
}

function colourOf(hit: Hit, blocks: readonly Block[], cars: number, o: Vec3, d: Vec3, v: number): Vec3 {
  if (hit.what === SKY) return skyAt(SKY_TOP, SKY_LOW, v / HEIGHT);
  const at: Vec3 = [o[0] + hit.depth * d[0], o[1] + hit.depth * d[1], o[2] + hit.depth * d[2]];
  if (hit.what === GROUND) return groundColour(at[0], at[2]);
  const block = blocks[hit.what] as Block;
  return hit.what < cars ? carColour(block, at, hit.axis) : wallColour(block, at, hit.axis);
}
