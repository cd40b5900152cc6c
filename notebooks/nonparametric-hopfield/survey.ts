/**
 * Where retrieval ends: 400 starts on a grid over [−1.3, 1.3]², 300 steps each. The largest last step says whether all
 * came to rest, the largest rise of E whether it ever went uphill, and the places where they ended are the fixed points.
 */
import { distance, type Retriever } from './retrieval.ts';

export const STARTS = 400;
const SIDE = 20;
const STEPS = 300;
/** Ends nearer than this are one fixed point. */
const SAME = 1e-3;
/** A longer last step has not come to rest: its end is no fixed point yet. */
const REST = 1e-6;
const PART = 20;

export interface FixedPoint {
  readonly x: number;
  readonly y: number;
  /** Starts that end here. */
  readonly starts: number;
}

export interface Survey {
  readonly done: boolean;
  readonly starts: number;
  readonly fixed: readonly FixedPoint[];
  /** Starts that still creep after 300 steps. */
  readonly creeping: number;
  readonly lastStep: number;
  /** Largest E(T(x)) − E(x) on the way; null where there is no energy. */
  readonly energyRise: number | null;
}

export const startOf = (i: number): Float64Array =>
  Float64Array.from([i % SIDE, Math.floor(i / SIDE)], (k) => -1.3 + (2.6 * (k + 0.5)) / SIDE);

interface Ending {
  readonly x: Float64Array;
  readonly step: number;
  readonly rise: number;
}

/** 300 steps from x; the rise is −∞ where the model has no energy. */
export function follow(map: Pick<Retriever, 'retrieve' | 'energy'>, start: Float64Array): Ending {
  const x = start.slice();
  const next = start.slice();
  let energy = map.energy(x);
  let [step, rise] = [0, -Infinity];
  for (let n = 0; n < STEPS; n++) {
    map.retrieve(x, next);
    step = distance(x, next);
    x.set(next);
    const after = map.energy(x);
    if (after !== null && energy !== null) rise = Math.max(rise, after - energy);
    energy = after;
    if (step === 0) break;
  }
  return { x, step, rise };
}

export function* survey(map: Retriever): Generator<Survey, void, void> {
  const fixed: { x: number; y: number; starts: number }[] = [];
  let [lastStep, rise, creeping] = [0, -Infinity, 0];
  for (let i = 0; i < STARTS; i++) {
    const end = follow(map, startOf(i));
    lastStep = Math.max(lastStep, end.step);
    rise = Math.max(rise, end.rise);
    const [x, y] = [end.x[0] as number, end.x[1] as number];
    const known = fixed.find((point) => Math.hypot(point.x - x, point.y - y) < SAME);
    if (end.step > REST) creeping++;
    else if (known) known.starts++;
    else fixed.push({ x, y, starts: 1 });
    if ((i + 1) % PART === 0)
      yield {
        done: i + 1 === STARTS,
        starts: i + 1,
        fixed: fixed.map((point) => ({ ...point })),
        creeping,
        lastStep,
        energyRise: rise === -Infinity ? null : rise,
      };
  }
}
