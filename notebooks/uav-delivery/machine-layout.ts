/** Where the states of a machine stand in its diagram, in columns (0, 1) and rows, and the arrows between them. */
import { AGV_NEXT, UAV_NEXT } from './machines.ts';

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** There is an arrow back, too. */
  readonly both: boolean;
}

export interface Diagram {
  readonly at: Readonly<Record<string, readonly [column: number, row: number]>>;
  readonly arrows: readonly Arrow[];
}

function arrowsOf(table: Readonly<Record<string, readonly string[]>>): Arrow[] {
  const leads = (from: string, to: string) => table[from]?.includes(to) ?? false;
  return Object.entries(table).flatMap(([from, next]) =>
    next.filter((to) => !(leads(to, from) && to < from)).map((to) => ({ from, to, both: leads(to, from) })),
  );
}

export const DIAGRAMS: Readonly<Record<'agv' | 'uav', Diagram>> = {
  agv: {
    at: {
      Running: [0, 1.5],
      Waiting_Go_GW: [1, 0],
      Waiting_Work: [1, 1],
      Waiting_Go_AW: [1, 2],
      Waiting_Pickup: [1, 3],
    },
    arrows: arrowsOf(AGV_NEXT),
  },
  uav: {
    at: {
      Ready: [0, 0],
      On_Car: [0, 1],
      Waiting_Go: [0, 2],
      Flying_Go: [0, 3],
      Retrieve: [1, 0],
      Flying_Back: [1, 2],
      Waiting_Back: [1, 3],
    },
    arrows: arrowsOf(UAV_NEXT),
  },
};

/** The point where the line from a box's centre towards (dx, dy) leaves the box of half sizes (w, h). */
export function leave(dx: number, dy: number, w: number, h: number): readonly [number, number] {
  const t = Math.min(dx === 0 ? Infinity : w / Math.abs(dx), dy === 0 ? Infinity : h / Math.abs(dy));
  return [t * dx, t * dy];
}
