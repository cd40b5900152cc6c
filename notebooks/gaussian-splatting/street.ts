/** The street that is driven through: a road with dashes, 18 buildings with windows, six parked cars and two that move. */
import type { Lab } from '#lib/notebook/types.ts';
import type { Vec3 } from './linear.ts';

export interface Block {
  readonly center: Vec3;
  readonly size: Vec3;
  readonly colour: Vec3;
}
/** A car is 1.8 m wide, 1.5 m high and 4 m long, and moves by `speed` metres per frame along the road. */
export interface Car extends Block {
  readonly speed: number;
}
export interface Street {
  readonly buildings: readonly Block[];
  readonly cars: readonly Car[];
}

export const CAR_SIZE: Vec3 = [1.8, 1.5, 4];
const PARKED: readonly (readonly [x: number, z: number])[] = [
  [-4.2, 6],
  [4.2, 12],
  [-4.2, 19],
  [4.2, 27],
  [-4.2, 35],
  [4.2, 44],
];
/** x, z at t = 0, metres per frame, paint: the first one drives ahead, the other one comes towards us. */
const MOVING: readonly (readonly [number, number, number, Vec3])[] = [
  [1.7, 9, 1.9, [0.8, 0.12, 0.1]],
  [-1.7, 46, -0.9, [0.93, 0.92, 0.88]],
];
const PAINTS: readonly Vec3[] = [
  [0.78, 0.12, 0.1],
  [0.12, 0.3, 0.72],
  [0.92, 0.9, 0.86],
  [0.95, 0.72, 0.12],
  [0.12, 0.5, 0.34],
  [0.56, 0.24, 0.58],
];
const WALLS: readonly Vec3[] = [
  [0.72, 0.5, 0.38],
  [0.8, 0.72, 0.58],
  [0.58, 0.56, 0.6],
  [0.62, 0.38, 0.32],
  [0.7, 0.66, 0.5],
];

/** Colours and the sizes of buildings follow from the seed; where cars stand and drive does not. */
export function buildStreet(lab: Lab): Street {
  const random = lab.random('street');
  const vary = (colour: Vec3): Vec3 =>
    colour.map((value) => Math.min(0.97, Math.max(0.04, value + 0.05 * random.normal()))) as unknown as Vec3;
  const pick = (list: readonly Vec3[]) => vary(list[random.integer(list.length)] as Vec3);
  const buildings: Block[] = [];
  for (const side of [-1, 1])
    for (let k = 0; k < 9; k++) {
      const [deep, high, front] = [6, 5 + 6 * random.uniform(), 7.2 + 1.2 * random.uniform()];
      const long = 6.8 + 1.6 * random.uniform();
      buildings.push({
        center: [side * (front + deep / 2), high / 2, -3 + 8.5 * k],
        size: [deep, high, long],
        colour: pick(WALLS),
      });
    }
  const car = (x: number, z: number, speed: number, colour: Vec3): Car => ({
    center: [x, CAR_SIZE[1] / 2, z],
    size: CAR_SIZE,
    colour,
    speed,
  });
  const cars = [...PARKED.map(([x, z]) => car(x, z, 0, pick(PAINTS))), ...MOVING.map((one) => car(...one))];
  return { buildings, cars };
}

/** The cars as they are at time t (frames; between frames too). */
export const carsAt = ({ cars }: Street, t: number): Car[] =>
  cars.map((car) => ({ ...car, center: [car.center[0], car.center[1], car.center[2] + car.speed * t] }));

export const SKY_TOP: Vec3 = [0.42, 0.6, 0.86];
export const SKY_LOW: Vec3 = [0.86, 0.88, 0.9];

/** The sky behind a pixel row at height v of an image `rows` high: a vertical gradient. */
export const skyAt = (top: Vec3, low: Vec3, share: number): Vec3 => [
  top[0] + (low[0] - top[0]) * share,
  top[1] + (low[1] - top[1]) * share,
  top[2] + (low[2] - top[2]) * share,
];

export function groundColour(x: number, z: number): Vec3 {
  const away = Math.abs(x);
  if (away < 0.12 && z - 4 * Math.floor(z / 4) < 2) return [0.92, 0.91, 0.86];
  if (away < 5.4) return away > 3.15 && away < 3.25 ? [0.62, 0.62, 0.6] : [0.36, 0.36, 0.38];
  if (away < 7) return [0.6, 0.57, 0.54];
  return [0.4, 0.46, 0.3];
}

const mod = (value: number, period: number) => value - period * Math.floor(value / period);

/** Colour of a wall at a point of its face, with windows every 2.2 m; `axis`: the axis that the face looks along. */
export function wallColour({ center, size, colour }: Block, point: Vec3, axis: number): Vec3 {
  const shade = [0.88, 1, 0.74][axis] as number;
  const along = axis === 0 ? 2 : 0;
  const from = point[along] - center[along];
  const [u, v] = [mod(from, 2.2), mod(point[1], 2.4)];
  const inside = Math.abs(from) < size[along] / 2 - 0.5 && point[1] < size[1] - 0.4;
  const window = axis !== 1 && inside && u > 0.6 && u < 1.7 && v > 0.9 && v < 2;
  if (window) return [0.2 * shade, 0.25 * shade, 0.33 * shade];
  return [colour[0] * shade, colour[1] * shade, colour[2] * shade];
}

/** Paint below, a band of glass above, dark wheels; darker at the ends than on the sides. */
export function carColour({ center, colour }: Block, point: Vec3, axis: number): Vec3 {
  const shade = [0.85, 1, 0.72][axis] as number;
  const y = point[1];
  const along = Math.abs(point[2] - center[2]);
  const glass = axis === 0 ? along < 1.6 : Math.abs(point[0] - center[0]) < 0.7;
  if (axis !== 1 && glass && y > 0.85 && y < 1.35) return [0.14, 0.17, 0.2];
  if (axis === 0 && y < 0.45 && along > 0.9 && along < 1.6) return [0.07, 0.07, 0.08];
  return colour.map((c) => c * shade) as unknown as Vec3;
}
