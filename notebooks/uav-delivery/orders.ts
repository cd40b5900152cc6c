/**
 * Orders, what they are worth, and which one the master takes next (the graph orders.onnx ranks them).
 */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Model, Random } from '#lib/notebook/types.ts';
import { BETTER, END, HOPELESS, STATIONS, TIMEOUT } from './airport.ts';

export type Rule = 'smart' | 'first';

export interface Order {
  readonly number: number;
  /** When it was placed, s. */
  readonly placed: number;
  readonly station: number;
  /** When its UAV was loaded and when the parcel was released; null until then. */
  taken: number | null;
  delivered: number | null;
  /** When it was given up as hopeless. */
  givenUp: number | null;
}

/** Points of an order that is delivered `age` seconds after it was placed: 100, then linearly to 0. */
export const scoreOf = (age: number): number =>
  100 * Math.min(1, Math.max(0, (TIMEOUT - age) / (TIMEOUT - BETTER)));

/** A Poisson process of `perHour` orders, each for a station drawn uniformly. The same uniforms serve every rate. */
export function drawOrders(random: Random, perHour: number): Order[] {
  const orders: Order[] = [];
  for (let time = 0; ;) {
    time += (-Math.log1p(-random.uniform()) * 3600) / perHour;
    const station = random.integer(STATIONS.length);
    if (time >= END) return orders;
    orders.push({
      number: orders.length,
      placed: time,
      station,
      taken: null,
      delivered: null,
      givenUp: null,
    });
  }
}

/** What the graph says of every pending order, in the order given. */
export interface Ranking {
  readonly eta: ArrayLike<number>;
  readonly score: ArrayLike<number>;
  readonly key: ArrayLike<number>;
}

export interface Pick {
  readonly now: number;
  /** Seconds from now until a parcel would be released, per station. */
  readonly flight: readonly number[];
}

/** The orders that wait, and the stations served last. */
export class OrderBook {
  readonly pending: Order[] = [];
  /** The last two stations, −1 where there was none. */
  readonly last: [number, number] = [-1, -1];
  readonly #graph: Model;
  readonly #rule: Rule;

  constructor(graph: Model, rule: Rule) {
    this.#graph = graph;
    this.#rule = rule;
  }

  /** Expected arrival (s), score and ranking key of every pending order. */
  async rank({ now, flight }: Pick): Promise<Ranking> {
    const K = this.pending.length;
    const { eta, score, key } = await this.#graph.run({
      now: scalar(now),
      order: float32(
        this.pending.flatMap(({ placed, station, number }) => [placed, station, number]),
        [K, 3],
      ),
      flight: float32([...flight], [flight.length]),
      last: float32([...this.last], [2]),
      better: scalar(BETTER),
      timeout: scalar(TIMEOUT),
    });
    return { eta: floats(eta), score: floats(score), key: floats(key) };
  }

  /** Takes the best order out of the book; undefined when none is worth flying. Hopeless ones are given up. */
  async choose(pick: Pick): Promise<Order | undefined> {
    if (this.pending.length === 0) return undefined;
    const { score, key } = await this.rank(pick);
    let best = -1;
    for (let i = 0; i < this.pending.length; i++) {
      if ((score[i] as number) <= HOPELESS) (this.pending[i] as Order).givenUp = pick.now;
      // Orders stand in the book as they came, so the first that is worth flying is the oldest.
      else if (best < 0 || (this.#rule === 'smart' && (key[i] as number) > (key[best] as number))) best = i;
    }
    const chosen = this.pending[best];
    const left = this.pending.filter((order) => order !== chosen && order.givenUp === null);
    this.pending.splice(0, this.pending.length, ...left);
    if (!chosen) return undefined;
    chosen.taken = pick.now;
    this.last.unshift(chosen.station);
    this.last.pop();
    return chosen;
  }
}
