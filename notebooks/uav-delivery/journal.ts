/** What happened in a run, line by line: enough to reconstruct it without the simulator (replay.ts does). */
import type { Change } from './machines.ts';

export type Happening =
  | ({ readonly what: 'state' } & Omit<Change, 'time'>)
  /** An AGV has a server of a point, or gives it back. */
  | { readonly what: 'enter' | 'leave'; readonly place: string; readonly agv: number }
  /** A UAV stands on an AGV, or is no longer on it. */
  | { readonly what: 'board' | 'depart'; readonly agv: number; readonly uav: number }
  | { readonly what: 'load' | 'deliver'; readonly order: number; readonly uav: number }
  | { readonly what: 'swap'; readonly uav: number };

export type JournalEntry = Happening & { readonly time: number };
