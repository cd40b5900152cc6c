/**
 * A run is replayed from its journal alone and everything that must be conserved is counted again: parcels, UAVs,
 * batteries, points. Nothing here uses the simulator, so a mistake of its bookkeeping shows.
 */
import { FLIGHTS_PER_BATTERY } from './airport.ts';
import type { JournalEntry } from './journal.ts';
import { isLegal } from './machines.ts';

export interface Fleet {
  readonly uavs: number;
  readonly agvs: number;
  /** Servers of each point, by name. */
  readonly servers: Readonly<Record<string, number>>;
}

interface Ledger {
  readonly uavState: string[];
  readonly agvState: string[];
  /** Which UAV stands on each AGV. */
  readonly load: (number | null)[];
  readonly charge: number[];
  /** Which order each UAV carries. */
  readonly parcel: (number | null)[];
  readonly inside: Map<string, Set<number>>;
  readonly delivered: Set<number>;
  readonly loaded: Set<number>;
}

/** Sentences about everything that is not as it must be; none when the run is sound. */
export function audit(journal: readonly JournalEntry[], fleet: Fleet): string[] {
  const ledger: Ledger = {
    uavState: new Array<string>(fleet.uavs).fill('Ready'),
    agvState: new Array<string>(fleet.agvs).fill('Running'),
    load: new Array<null>(fleet.agvs).fill(null),
    charge: new Array<number>(fleet.uavs).fill(FLIGHTS_PER_BATTERY),
    parcel: new Array<null>(fleet.uavs).fill(null),
    inside: new Map(Object.keys(fleet.servers).map((name) => [name, new Set()])),
    delivered: new Set(),
    loaded: new Set(),
  };
  const faults: string[] = [];
  let last = 0;
  journal.forEach((entry, i) => {
    const say = (fault: string) => faults.push(`At ${entry.time.toFixed(1)} s ${fault}.`);
    if (entry.time < last) say('time runs backwards');
    last = entry.time;
    apply(ledger, entry, fleet, say);
    // Between the two lines of one moment (boarding, then the change of state) a UAV is in neither place.
    if (journal[i + 1]?.time !== entry.time) checkUavs(ledger, fleet, say);
  });
  return faults;
}

type Say = (fault: string) => void;

function apply(ledger: Ledger, entry: JournalEntry, fleet: Fleet, say: Say): void {
  switch (entry.what) {
    case 'state':
      return change(ledger, entry, say);
    case 'enter':
    case 'leave':
      return occupy(ledger, entry, fleet, say);
    case 'board':
      if (ledger.load[entry.agv] !== null) say(`AGV ${entry.agv} takes a second UAV`);
      if (ledger.load.includes(entry.uav)) say(`UAV ${entry.uav} stands on two AGVs`);
      ledger.load[entry.agv] = entry.uav;
      return;
    case 'depart':
      if (ledger.load[entry.agv] !== entry.uav) say(`UAV ${entry.uav} departs from an AGV that it is not on`);
      ledger.load[entry.agv] = null;
      return;
    case 'swap':
      ledger.charge[entry.uav] = FLIGHTS_PER_BATTERY;
      return;
    default:
      return carry(ledger, entry, say);
  }
}

function change(ledger: Ledger, entry: JournalEntry & { what: 'state' }, say: Say): void {
  const { kind, id, from, to } = entry;
  const states = kind === 'uav' ? ledger.uavState : ledger.agvState;
  if (states[id] !== from || !isLegal(kind, from, to))
    say(`${kind.toUpperCase()} ${id} goes from ${states[id]} to ${to}`);
  states[id] = to;
  if (kind === 'uav' && to === 'Flying_Go') {
    const left = (ledger.charge[id] as number) - 1;
    ledger.charge[id] = left;
    if (left < 0) say(`UAV ${id} flies with an empty battery`);
    if (ledger.parcel[id] === null) say(`UAV ${id} flies without a parcel`);
  }
}

function occupy(
  ledger: Ledger,
  entry: JournalEntry & { what: 'enter' | 'leave' },
  fleet: Fleet,
  say: Say,
): void {
  const inside = ledger.inside.get(entry.place);
  if (!inside) return say(`somebody is at ${entry.place}, which does not exist`);
  if (entry.what === 'leave') {
    if (!inside.delete(entry.agv)) say(`AGV ${entry.agv} leaves ${entry.place}, where it is not`);
    return;
  }
  inside.add(entry.agv);
  if (inside.size > (fleet.servers[entry.place] as number)) say(`${entry.place} holds ${inside.size} AGVs`);
}

function carry(ledger: Ledger, entry: JournalEntry & { what: 'load' | 'deliver' }, say: Say): void {
  const { order, uav } = entry;
  if (entry.what === 'load') {
    if (ledger.loaded.has(order)) say(`order ${order} is loaded twice`);
    if (ledger.parcel[uav] !== null) say(`UAV ${uav} is given a second parcel`);
    ledger.loaded.add(order);
    ledger.parcel[uav] = order;
    return;
  }
  if (ledger.parcel[uav] !== order) say(`UAV ${uav} delivers order ${order}, which it does not carry`);
  if (ledger.delivered.has(order)) say(`order ${order} is delivered twice`);
  ledger.delivered.add(order);
  ledger.parcel[uav] = null;
}

/** In store + on AGVs + in the air = all. */
function checkUavs(ledger: Ledger, fleet: Fleet, say: Say): void {
  const count = (...states: string[]) => ledger.uavState.filter((state) => states.includes(state)).length;
  const aboard = ledger.load.filter((uav) => uav !== null).length;
  const stored = count('Ready', 'Retrieve');
  const flying = count('Flying_Go', 'Waiting_Back', 'Flying_Back');
  if (stored + aboard + flying !== fleet.uavs)
    say(`${stored} UAVs in store, ${aboard} on AGVs and ${flying} in the air are not ${fleet.uavs}`);
}
