/** Vehicles as the simulation keeps them: a state machine, where they are, and a stream of execution noise of their own. */
import type { Random } from '#lib/notebook/types.ts';
import { FLIGHTS_PER_BATTERY, type Leg } from './airport.ts';
import { Machine, type AgvState, type Change, type UavState } from './machines.ts';
import type { Order } from './orders.ts';

/** A stretch of time in which a vehicle moves: on a leg of the airport, or between airport and station. */
export interface Motion {
  readonly from: number;
  readonly until: number;
}

export interface Drive extends Motion {
  readonly leg: Leg;
}

export type FlightPhase = 'climb' | 'out' | 'station' | 'leave' | 'back' | 'descend' | 'hover';

export interface Flight extends Motion {
  readonly phase: FlightPhase;
  readonly station: number;
}

type Report = (change: Omit<Change, 'time'>) => void;

export class Uav {
  readonly id: number;
  readonly machine: Machine<UavState>;
  readonly random: Random;
  /** Flights left in the battery. */
  charge = FLIGHTS_PER_BATTERY;
  parcel: Order | null = null;
  flight: Flight | null = null;

  constructor(id: number, random: Random, report: Report) {
    this.id = id;
    this.random = random;
    this.machine = new Machine<UavState>('uav', id, 'Ready', report);
  }
}

export class Agv {
  readonly id: number;
  readonly line: number;
  readonly machine: Machine<AgvState>;
  readonly random: Random;
  uav: Uav | null = null;
  /** A UAV of the store that waits for this AGV. */
  reserved: Uav | null = null;
  /** The leg that it drives or has driven last. */
  drive: Drive | null = null;

  constructor(id: number, line: number, random: Random, report: Report) {
    this.id = id;
    this.line = line;
    this.random = random;
    this.machine = new Machine<AgvState>('agv', id, 'Running', report);
  }
}
