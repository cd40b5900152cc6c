/**
 * What operational analysis says no schedule can beat (closed queueing networks; Denning and Buzen 1978): with U UAVs of
 * contention-free cycle time R₀, and service demand D_k seconds per delivery at resource k with c_k servers,
 *
 *   X ≤ min(U / R₀, min_k c_k / D_k).
 */
import {
  AGVS,
  DRIVE_SPEED,
  FLIGHT,
  FLIGHTS_PER_BATTERY,
  LAYOUTS,
  TIMES,
  lengthOf,
  takeoffsOf,
  type Scheme,
} from './airport.ts';

/** In the order of the graph's `bottleneck`. */
export const RESOURCES = ['UAVs', 'loading', 'take-off', 'landing', 'AGVs'] as const;
export type Resource = (typeof RESOURCES)[number];

export interface Plan {
  readonly scheme: Scheme;
  readonly landing: number;
  /** Factor of all durations: 1 + p of a blind timetable, else 1. */
  readonly stretch: number;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Input `times` of bound.onnx: R₀; D of loading; D and c of take-off, of landing, of AGVs. Seconds and servers. */
export function timesOf({ scheme, landing, stretch }: Plan): number[] {
  const { clear, swap, load, takeoff, climb, release, leave, descend } = TIMES;
  const lines = LAYOUTS[scheme];
  const drive = (leg: 'toTakeoff' | 'toLanding' | 'toLoading') =>
    mean(lines.map((line) => lengthOf(line[leg]))) / DRIVE_SPEED;
  // A battery is swapped once in four flights; UAVs come from the store only once.
  const loading = clear + load + swap / FLIGHTS_PER_BATTERY;
  const launching = takeoff + clear;
  const catching = clear + landing + clear;
  const flight = climb + release + leave + descend + 2 * mean(FLIGHT);
  const cycle = loading + drive('toTakeoff') + takeoff + flight + landing + clear + drive('toLoading');
  const round = loading + launching + catching + drive('toTakeoff') + drive('toLanding') + drive('toLoading');
  const times = [cycle, loading, launching, takeoffsOf(scheme), catching, lines.length, round, AGVS];
  return times.map((value, i) => ([3, 5, 7].includes(i) ? value : value * stretch));
}

/** Parcels per hour that each resource alone would allow, in the order of RESOURCES. */
export function limitsOf(plan: Plan, uavs: number, staff: number): number[] {
  const [R0, load, launch, pads, land, grounds, round, agvs] = timesOf(plan) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [uavs / R0, staff / load, pads / launch, grounds / land, agvs / round].map((x) => 3600 * x);
}
