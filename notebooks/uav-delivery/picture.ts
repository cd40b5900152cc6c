/** Where everything is at one moment: from the simulated world to what a view can draw. */
import {
  AGVS,
  COUNTED_FROM,
  HOME,
  LAYOUTS,
  STATIONS,
  along,
  lengthOf,
  type Leg,
  type Point,
} from './airport.ts';
import type { AgvPicture, PlaceKind, PlacePicture, Stretch, UavPicture } from './frame.ts';
import type { AgvState } from './machines.ts';
import type { Place } from './place.ts';
import type { Agv, Uav } from './vehicles.ts';
import type { World } from './world.ts';

/** Metres between two AGVs that wait behind each other. */
const GAP = 1.5;
/** Seconds of the Gantt strip. */
export const STRIP = 300;

export function agvPictures(world: World): AgvPicture[] {
  return world.agvs.map((agv) => ({
    id: agv.id,
    line: agv.line,
    at: positionOf(world, agv),
    state: agv.machine.state,
    uav: agv.uav?.id ?? null,
    parcel: Boolean(agv.uav?.parcel),
  }));
}

/** On its leg as far as the time says, but behind those that wait before it. */
function positionOf(world: World, agv: Agv): Point {
  const start = LAYOUTS[world.setting.scheme][agv.line]?.toTakeoff as Leg;
  if (!agv.drive) return beside(start[0] as Point, -1.5 * agv.id, -1.6);
  const { leg, from, until } = agv.drive;
  const length = lengthOf(leg);
  for (const place of [world.loading, ...world.takeoffs, ...world.landings]) {
    const position = place.queue.findIndex(({ who }) => who === agv.id);
    if (position >= 0) return along(leg, Math.max(0, length - GAP * (position + 1)));
    const slot = place.holders.indexOf(agv.id);
    if (slot >= 0) return beside(leg[leg.length - 1] as Point, slot * 1.6, 0);
  }
  const share = Math.min(1, (world.now - from) / (until - from));
  return along(leg, share * length);
}

const beside = ([x, y]: Point, dx: number, dy: number): Point => [x + dx, y + dy];

export const uavPictures = (world: World): UavPicture[] =>
  world.uavs.map((uav) => uavPicture(uav, world.now));

function uavPicture(uav: Uav, now: number): UavPicture {
  const { flight } = uav;
  const base = {
    id: uav.id,
    state: uav.machine.state,
    charge: uav.charge,
    parcel: uav.parcel !== null,
    phase: flight?.phase ?? null,
    station: flight?.station ?? null,
  };
  if (!flight) return { ...base, at: HOME };
  const station = STATIONS[flight.station] as Point;
  const share = Math.min(1, (now - flight.from) / (flight.until - flight.from));
  const out = { climb: 0, out: share, station: 1, leave: 1, back: 1 - share, descend: 0, hover: 0 }[
    flight.phase
  ];
  return {
    ...base,
    at: [HOME[0] + out * (station[0] - HOME[0]), HOME[1] + out * (station[1] - HOME[1])],
  };
}

export function placePictures(world: World): PlacePicture[] {
  const { lines } = world;
  const endOf = (leg: Leg | undefined) => leg?.[leg.length - 1] ?? ([0, 0] as Point);
  const picture = (place: Place, kind: PlaceKind, at: Point, hovering: readonly Uav[] = []): PlacePicture => {
    const { working, held, served, waited } = place.account;
    const span = Math.max(1, world.now - COUNTED_FROM) * place.servers;
    return {
      name: place.name,
      kind,
      at,
      servers: place.servers,
      taken: place.taken,
      queue: place.queue.map(({ who }) => who),
      hovering: hovering.map(({ id }) => id),
      working: working / span,
      held: held / span,
      wait: served > 0 ? waited / served : 0,
    };
  };
  return [
    picture(world.loading, 'loading', endOf(lines[0]?.toLoading)),
    ...world.takeoffs.map((place, i) =>
      picture(place, 'take-off', endOf(lines.find(({ takeoff }) => takeoff === i)?.toTakeoff)),
    ),
    ...world.landings.map((place, i) =>
      picture(place, 'landing', endOf(lines[i]?.toLanding), world.hovering[i]),
    ),
  ];
}

/** States of every AGV over the last STRIP seconds. */
export function gantt(world: World): Stretch[][] {
  const since = world.now - STRIP;
  const rows: Stretch[][] = Array.from({ length: AGVS }, () => []);
  const until = new Array<number>(AGVS).fill(world.now);
  const begun = new Array<boolean>(AGVS).fill(false);
  for (let i = world.journal.length - 1; i >= 0 && begun.includes(false); i--) {
    const entry = world.journal[i];
    if (entry?.what !== 'state' || entry.kind !== 'agv' || begun[entry.id]) continue;
    const from = Math.max(since, entry.time);
    // A free point is entered at once: the wait before it has no length.
    if (from < (until[entry.id] as number))
      rows[entry.id]?.unshift({ from, until: until[entry.id] as number, state: entry.to as AgvState });
    until[entry.id] = from;
    begun[entry.id] = entry.time <= since;
  }
  return rows;
}
