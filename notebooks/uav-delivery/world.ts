/**
 * The airport in operation: a discrete-event simulation with one process per AGV and per flight (Liu, Liu and Huang 2024,
 * “Airport–Unloading Station” model; the order of work is the specification's).
 *
 * An AGV drives its line for ever: loading point, take-off point, landing point. Points serve who came first. A UAV is in
 * the store, on an AGV, or in the air, and comes back to the landing point of the line that launched it.
 */
import type { Lab, Model } from '#lib/notebook/types.ts';
import {
  AGVS,
  COUNTED_FROM,
  DRIVE_SPEED,
  FLIGHT,
  FLIGHTS_PER_BATTERY,
  HEADWAY,
  LAYOUTS,
  TIMES,
  lengthOf,
  takeoffsOf,
  type Leg,
  type Line,
  type Scheme,
} from './airport.ts';
import { Calendar } from './calendar.ts';
import { CommandClock, type Execution } from './clock.ts';
import type { Happening, JournalEntry } from './journal.ts';
import { isLegal, type Change } from './machines.ts';
import { OrderBook, drawOrders, type Order, type Rule } from './orders.ts';
import { Place } from './place.ts';
import { delay, start, type Process, type Wait } from './process.ts';
import { Agv, Uav, type FlightPhase } from './vehicles.ts';

/** Everything that decides a run, besides the seed. */
export interface Setting extends Execution {
  readonly scheme: Scheme;
  readonly uavs: number;
  readonly staff: number;
  readonly ordersPerHour: number;
  /** Seconds that a UAV needs to land. */
  readonly landing: number;
  readonly rule: Rule;
}

interface Loader {
  readonly agv: Agv;
  readonly resume: (order: Order) => void;
}

export class World {
  readonly setting: Setting;
  readonly lines: readonly Line[];
  readonly orders: readonly Order[];
  readonly book: OrderBook;
  readonly clock: CommandClock;
  readonly loading: Place;
  readonly takeoffs: readonly Place[];
  readonly landings: readonly Place[];
  readonly agvs: readonly Agv[];
  readonly uavs: readonly Uav[];
  /** UAVs that nobody has reserved. */
  readonly store: Uav[];
  /** UAVs over the airport that wait to land, per line. */
  readonly hovering: readonly Uav[][];
  readonly journal: JournalEntry[] = [];
  /** State changes without an arrow in the tables of machines.ts. */
  illegal = 0;
  readonly #calendar = new Calendar();
  /** AGVs at the loading point that wait for an order, and per line the one that waits for a UAV. */
  readonly #loaders: Loader[] = [];
  readonly #catchers: (() => void)[][];

  constructor(lab: Lab, graph: Model, setting: Setting) {
    this.setting = setting;
    this.lines = LAYOUTS[setting.scheme];
    this.orders = drawOrders(lab.random('orders'), setting.ordersPerHour);
    this.book = new OrderBook(graph, setting.rule);
    this.clock = new CommandClock(setting);
    const place = (name: string, servers: number) => new Place(name, servers, () => this.now, COUNTED_FROM);
    this.loading = place('loading', setting.staff);
    this.takeoffs = Array.from({ length: takeoffsOf(setting.scheme) }, (_, i) => place(`take-off ${i}`, 1));
    this.landings = this.lines.map((_, i) => place(`landing ${i}`, 1));
    const report = (change: Omit<Change, 'time'>) => {
      if (!isLegal(change.kind, change.from, change.to)) this.illegal++;
      this.#note({ what: 'state', ...change });
    };
    this.uavs = Array.from({ length: setting.uavs }, (_, i) => new Uav(i, lab.random(`UAV ${i}`), report));
    this.store = [...this.uavs];
    this.agvs = Array.from(
      { length: AGVS },
      (_, i) => new Agv(i, i % this.lines.length, lab.random(`AGV ${i}`), report),
    );
    this.hovering = this.lines.map(() => []);
    this.#catchers = this.lines.map(() => []);
    for (const order of this.orders) this.#calendar.after(order.placed, () => this.#receive(order));
    for (const agv of this.agvs) this.#calendar.after(HEADWAY * agv.id, () => start(this.#drive(agv)));
  }

  get now(): number {
    return this.#calendar.now;
  }

  /** Simulates until `time`, s. */
  advance(time: number): Promise<void> {
    return this.#calendar.advance(time);
  }

  /** Seconds from the choice of an order on this line until its parcel is released, per station, as planned. */
  plannedFlight(line: Line): number[] {
    const { load, takeoff, climb, release } = TIMES;
    const drive = lengthOf(line.toTakeoff) / DRIVE_SPEED;
    return FLIGHT.map((level) => this.clock.stretch * (load + drive + takeoff + climb + level + release));
  }

  /** What an AGV does. */
  *#drive(agv: Agv): Process {
    const { toTakeoff, toLanding, toLoading } = this.lines[agv.line] as Line;
    for (;;) {
      this.#reserve(agv);
      const laden = agv.uav !== null || agv.reserved !== null;
      if (laden) yield* this.#load(agv);
      yield* this.#go(agv, toTakeoff);
      if (laden) yield* this.#launch(agv);
      yield* this.#go(agv, toLanding);
      if (!this.#reserve(agv)) yield* this.#land(agv);
      yield* this.#go(agv, toLoading);
    }
  }

  #reserve(agv: Agv): boolean {
    if (!agv.uav) agv.reserved ??= this.store.shift() ?? null;
    return agv.reserved !== null;
  }

  *#load(agv: Agv): Process {
    agv.machine.to('Waiting_Go_GW');
    yield* this.#enter(agv, this.loading);
    agv.machine.to('Waiting_Work');
    yield delay(this.#calendar, this.clock.clear(TIMES.clear));
    if (agv.reserved) {
      yield this.#work(agv, TIMES.fresh);
      this.#board(agv, agv.reserved);
      agv.reserved = null;
    }
    const uav = agv.uav as Uav;
    if (uav.charge === 0) {
      yield this.#work(agv, TIMES.swap);
      uav.charge = FLIGHTS_PER_BATTERY;
      this.#note({ what: 'swap', uav: uav.id });
    }
    yield this.#order(agv);
    yield this.#work(agv, TIMES.load);
    this.#note({ what: 'load', order: uav.parcel?.number ?? -1, uav: uav.id });
    this.#leave(agv, this.loading);
    agv.machine.to('Running');
  }

  *#launch(agv: Agv): Process {
    const pad = this.takeoffs[(this.lines[agv.line] as Line).takeoff] as Place;
    const uav = agv.uav as Uav;
    agv.machine.to('Waiting_Go_AW');
    yield* this.#enter(agv, pad);
    uav.machine.to('Waiting_Go');
    yield this.#work(agv, TIMES.takeoff);
    agv.uav = null;
    this.#note({ what: 'depart', agv: agv.id, uav: uav.id });
    start(this.#fly(uav, agv.line));
    yield delay(this.#calendar, this.clock.clear(TIMES.clear));
    this.#leave(agv, pad);
    agv.machine.to('Running');
  }

  *#land(agv: Agv): Process {
    const pad = this.landings[agv.line] as Place;
    agv.machine.to('Waiting_Pickup');
    yield* this.#enter(agv, pad);
    yield delay(this.#calendar, this.clock.clear(TIMES.clear));
    const hovering = this.hovering[agv.line] as Uav[];
    if (hovering.length === 0) {
      pad.idle(1);
      yield (resume) => this.#catchers[agv.line]?.push(resume);
      pad.idle(-1);
    }
    const uav = hovering.shift() as Uav;
    yield this.#work(agv, this.setting.landing);
    uav.flight = null;
    this.#board(agv, uav);
    yield delay(this.#calendar, this.clock.clear(TIMES.clear));
    this.#leave(agv, pad);
    agv.machine.to('Running');
  }

  /** A flight: to the station of the parcel, and back over the landing point of its line. */
  *#fly(uav: Uav, line: number): Process {
    const { number, station } = uav.parcel as Order;
    const level = FLIGHT[station] as number;
    uav.charge--;
    uav.machine.to('Flying_Go');
    yield this.#flight(uav, 'climb', station, TIMES.climb);
    yield this.#flight(uav, 'out', station, level);
    uav.machine.to('Waiting_Back');
    yield this.#flight(uav, 'station', station, TIMES.release);
    (this.orders[number] as Order).delivered = this.now;
    uav.parcel = null;
    this.#note({ what: 'deliver', order: number, uav: uav.id });
    uav.machine.to('Flying_Back');
    yield this.#flight(uav, 'leave', station, TIMES.leave);
    yield this.#flight(uav, 'back', station, level);
    yield this.#flight(uav, 'descend', station, TIMES.descend);
    uav.flight = { phase: 'hover', station, from: this.now, until: Infinity };
    this.hovering[line]?.push(uav);
    this.#catchers[line]?.shift()?.();
  }

  #work(agv: Agv, mean: number): Wait {
    return delay(this.#calendar, this.clock.work(mean, agv.random));
  }

  #flight(uav: Uav, phase: FlightPhase, station: number, mean: number): Wait {
    const seconds = this.clock.work(mean, uav.random);
    uav.flight = { phase, station, from: this.now, until: this.now + seconds };
    return delay(this.#calendar, seconds);
  }

  *#go(agv: Agv, leg: Leg): Process {
    const seconds = this.clock.work(lengthOf(leg) / DRIVE_SPEED, agv.random);
    agv.drive = { leg, from: this.now, until: this.now + seconds };
    yield delay(this.#calendar, seconds);
  }

  *#enter(agv: Agv, place: Place): Process {
    yield (resume) => place.get(agv.id, resume);
    this.#note({ what: 'enter', place: place.name, agv: agv.id });
  }

  #leave(agv: Agv, place: Place): void {
    // Noted first: releasing lets the next one in at the same moment.
    this.#note({ what: 'leave', place: place.name, agv: agv.id });
    place.release(agv.id);
  }

  #board(agv: Agv, uav: Uav): void {
    agv.uav = uav;
    this.#note({ what: 'board', agv: agv.id, uav: uav.id });
    uav.machine.to('On_Car');
  }

  /** The AGV waits at the loading point until there is an order that is worth flying. */
  #order(agv: Agv): Wait {
    return (resume) => {
      this.loading.idle(1);
      this.#loaders.push({
        agv,
        resume: (order) => {
          this.loading.idle(-1);
          (agv.uav as Uav).parcel = order;
          resume();
        },
      });
      this.#calendar.after(0, () => this.#assign());
    };
  }

  #receive(order: Order): Promise<void> {
    this.book.pending.push(order);
    return this.#assign();
  }

  /** Gives orders to the AGVs that wait for one. */
  async #assign(): Promise<void> {
    while (this.#loaders.length > 0) {
      const { agv, resume } = this.#loaders[0] as Loader;
      const flight = this.plannedFlight(this.lines[agv.line] as Line);
      const order = await this.book.choose({ now: this.now, flight });
      if (!order) return;
      this.#loaders.shift();
      resume(order);
    }
  }

  #note(happening: Happening): void {
    this.journal.push({ time: this.now, ...happening });
  }
}
