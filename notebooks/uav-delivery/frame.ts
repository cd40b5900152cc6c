/** What a frame holds, and the parameters. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type { Point, Scheme } from './airport.ts';
import type { Resource } from './bounds.ts';
import type { AgvState, UavState } from './machines.ts';
import type notebook from './notebook.ts';
import type { FlightPhase } from './vehicles.ts';

export type Params = ParamsOf<(typeof notebook)['controls']>;

export interface AgvPicture {
  readonly id: number;
  readonly line: number;
  /** Metres in the airport. */
  readonly at: Point;
  readonly state: AgvState;
  /** The UAV on it, and whether that has a parcel. */
  readonly uav: number | null;
  readonly parcel: boolean;
}

export interface UavPicture {
  readonly id: number;
  readonly state: UavState;
  /** Metres in the city. */
  readonly at: Point;
  /** Flights left in the battery, of four. */
  readonly charge: number;
  readonly parcel: boolean;
  /** Null on the ground. */
  readonly phase: FlightPhase | null;
  readonly station: number | null;
}

export type PlaceKind = 'loading' | 'take-off' | 'landing';

export interface PlacePicture {
  readonly name: string;
  readonly kind: PlaceKind;
  readonly at: Point;
  readonly servers: number;
  readonly taken: number;
  /** AGVs in its queue now. */
  readonly queue: readonly number[];
  /** UAVs that hover over a landing point and wait. */
  readonly hovering: readonly number[];
  /** Shares of server time since counting began: at work, and held by somebody who waits. */
  readonly working: number;
  readonly held: number;
  /** Mean wait in the queue, s. */
  readonly wait: number;
}

/** What one AGV did in a stretch of the last five minutes. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly state: AgvState;
}

export interface OrderStatistics {
  /** Mean score of the orders decided since counting began, lost ones counted as 0; in percent. */
  readonly score: number;
  readonly known: number;
  readonly delivered: number;
  readonly late: number;
  readonly lost: number;
  readonly pending: number;
  /** Minutes from order to release: counts per bin of `BIN` minutes, up to the timeout. */
  readonly ages: readonly number[];
}

export interface Limit {
  readonly resource: Resource | 'orders';
  /** Parcels per hour. */
  readonly rate: number;
}

export interface SweepPoint {
  readonly uavs: number;
  readonly rate: number;
}

export interface DeliveryFrame extends Frame {
  readonly scheme: Scheme;
  readonly uavCount: number;
  readonly staff: number;
  /** Simulated seconds. */
  readonly time: number;
  readonly agvs: readonly AgvPicture[];
  readonly uavs: readonly UavPicture[];
  readonly store: number;
  readonly places: readonly PlacePicture[];
  /** Parcels per hour since counting began, and the standard error of that number. */
  readonly rate: number;
  readonly rateError: number;
  readonly deliveries: number;
  /** What each resource alone would allow, least first. */
  readonly limits: readonly Limit[];
  /** The bound for fleets of 1 to 30 with this staff; the demand is not in it. */
  readonly curve: readonly SweepPoint[];
  readonly sweep: readonly SweepPoint[];
  readonly sweeping: boolean;
  readonly gantt: readonly (readonly Stretch[])[];
  readonly orders: OrderStatistics;
  readonly commands: { readonly count: number; readonly early: number; readonly predicted: number };
  readonly illegal: number;
  readonly violations: readonly string[];
  readonly note: string;
}
