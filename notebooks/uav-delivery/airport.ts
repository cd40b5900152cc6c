/**
 * The airport and the city: places, distances and times (the specification's, near the constants of the public code).
 *
 * Metres and seconds throughout. A layout is a set of lines; each line has three legs, polylines whose lengths are the
 * driving distances of its scheme: loading → take-off → landing → loading.
 */

export type Scheme = 'one' | 'two' | 'three';
export type Point = readonly [x: number, y: number];

/** Seconds of each kind of work; those of driving and flying follow from distances. */
export const TIMES = {
  /** An AGV moves onto a point or off it. The only time without execution noise. */
  clear: 4,
  /** A UAV is taken from the store. */
  fresh: 5,
  swap: 20,
  load: 10,
  takeoff: 12,
  climb: 8,
  /** Descending to a station and releasing the parcel. */
  release: 10,
  /** Climbing again at the station. */
  leave: 5,
  descend: 8,
} as const;

/** Flights per battery. */
export const FLIGHTS_PER_BATTERY = 4;
export const AGVS = 6;
/** AGVs start this many seconds apart. */
export const HEADWAY = 3;
export const DRIVE_SPEED = 1.4;
export const FLIGHT_SPEED = 10;

/** An order is worth 100 points for `better` seconds, then linearly less, and nothing after `timeout`. */
export const BETTER = 1200;
export const TIMEOUT = 1500;
/** Orders that are expected to score no more than this are given up, as in the public code. */
export const HOPELESS = 5;

/** Simulated seconds, and when counting starts: the first half warms up. */
export const END = 5400;
export const COUNTED_FROM = 2700;

/** Positions in the city, from the public configuration. */
export const HOME: Point = [190, 430];
export const STATIONS: readonly Point[] = [
  [146, 186],
  [430, 184],
  [528, 172],
  [508, 514],
  [564, 394],
  [490, 390],
];

/** Seconds of level flight to each station, one way. */
export const FLIGHT: readonly number[] = STATIONS.map(
  ([x, y]) => Math.hypot(x - HOME[0], y - HOME[1]) / FLIGHT_SPEED,
);

export type Leg = readonly Point[];

export interface Line {
  /** Which take-off point the line uses; its landing point is its own. */
  readonly takeoff: number;
  readonly toTakeoff: Leg;
  readonly toLanding: Leg;
  readonly toLoading: Leg;
}

export const LAYOUTS: Readonly<Record<Scheme, readonly Line[]>> = {
  one: [
    {
      takeoff: 0,
      toTakeoff: [
        [7, 5],
        [7, 12],
      ],
      toLanding: [
        [7, 12],
        [7, 18.5],
        [14, 18.5],
        [14, 12],
      ],
      toLoading: [
        [14, 12],
        [14, 5],
        [7, 5],
      ],
    },
  ],
  two: [-1, 1].map((side) => ({
    takeoff: 0,
    toTakeoff: [
      [10, 5],
      [10, 12],
    ],
    toLanding: [
      [10, 12],
      [10, 14],
      [10 + 5 * side, 14],
      [10 + 5 * side, 11],
    ],
    toLoading: [
      [10 + 5 * side, 11],
      [10 + 5 * side, 3.5],
      [10, 3.5],
      [10, 5],
    ],
  })),
  three: [
    {
      takeoff: 0,
      toTakeoff: [
        [10, 4],
        [10, 6],
        [5, 6],
        [5, 9],
      ],
      toLanding: [
        [5, 9],
        [5, 12],
        [3, 12],
        [3, 9],
      ],
      toLoading: [
        [3, 9],
        [3, 4],
        [10, 4],
      ],
    },
    {
      takeoff: 1,
      toTakeoff: [
        [10, 4],
        [10, 16],
      ],
      toLanding: [
        [10, 16],
        [10, 18],
        [13, 18],
        [13, 15],
      ],
      toLoading: [
        [13, 15],
        [13, 4],
        [10, 4],
      ],
    },
    {
      takeoff: 2,
      toTakeoff: [
        [10, 4],
        [10, 6],
        [17, 6],
        [17, 13],
      ],
      toLanding: [
        [17, 13],
        [17, 16],
        [19, 16],
        [19, 13],
      ],
      toLoading: [
        [19, 13],
        [19, 4],
        [10, 4],
      ],
    },
  ],
};

/** Metres. */
export function lengthOf(leg: Leg): number {
  let sum = 0;
  for (let i = 1; i < leg.length; i++) {
    const [a, b] = [leg[i - 1] as Point, leg[i] as Point];
    sum += Math.hypot(b[0] - a[0], b[1] - a[1]);
  }
  return sum;
}

/** The point `metres` along a leg; its end when that is shorter. */
export function along(leg: Leg, metres: number): Point {
  let left = Math.max(0, metres);
  for (let i = 1; i < leg.length; i++) {
    const [a, b] = [leg[i - 1] as Point, leg[i] as Point];
    const piece = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (left <= piece) {
      const t = left / piece;
      return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    }
    left -= piece;
  }
  return leg[leg.length - 1] as Point;
}

/** How many take-off points a scheme has. */
export const takeoffsOf = (scheme: Scheme): number =>
  1 + Math.max(...LAYOUTS[scheme].map(({ takeoff }) => takeoff));
