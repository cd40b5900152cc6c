/** The same airport with other fleets: one whole run each, measured as the main one is. */
import type { Lab, Model } from '#lib/notebook/types.ts';
import { END } from './airport.ts';
import type { SweepPoint } from './frame.ts';
import { rateOf } from './statistics.ts';
import { World, type Setting } from './world.ts';

export const FLEETS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30] as const;

/** A run is a function of seed and setting, so fleets that were simulated are kept while the page is open. */
const known = new Map<string, SweepPoint>();
const MOST = 40 * FLEETS.length;

export class Sweep {
  readonly points: SweepPoint[] = [];
  readonly #lab: Lab;
  readonly #graph: Model;
  readonly #setting: Setting;

  constructor(lab: Lab, graph: Model, setting: Setting) {
    this.#lab = lab;
    this.#graph = graph;
    this.#setting = setting;
    while (this.#recall());
  }

  get done(): boolean {
    return this.points.length === FLEETS.length;
  }

  /** Simulates the next fleet. */
  async advance(): Promise<void> {
    const uavs = FLEETS[this.points.length];
    if (uavs === undefined) return;
    const world = new World(this.#lab, this.#graph, { ...this.#setting, uavs });
    await world.advance(END);
    if (known.size >= MOST) known.clear();
    known.set(this.#key(uavs), { uavs, rate: rateOf(world.orders, END).rate });
    while (this.#recall());
  }

  #recall(): boolean {
    const uavs = FLEETS[this.points.length];
    const point = uavs === undefined ? undefined : known.get(this.#key(uavs));
    if (point) this.points.push(point);
    return point !== undefined;
  }

  #key(uavs: number): string {
    return JSON.stringify([this.#lab.seed, { ...this.#setting, uavs }]);
  }
}
