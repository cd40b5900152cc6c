/**
 * A run: networks that learn from t = 0 to 60 and are measured from then to 120, always against the infinite network:
 * while it learns itself a network of 4,096 neurons stands in for it, at rest it is known exactly.
 */
import type { Lab, MovedPoint } from '#lib/notebook/types.ts';
import type { History, Params } from './frame.ts';
import { solveInfinite, type Infinite } from './infinite.ts';
import { groupError, Meter } from './meter.ts';
import { Networks } from './networks.ts';
import { dataOf, END, RECORD, REFERENCE, REST, type Data } from './settings.ts';

/** Time that a neuron without a task needs to forget where it was: 1/(2λ′). */
const FORGET = 25;
const EPSILON = 1e-9;
/** Width in time of a point of the history. */
const BIN = 0.5;

export class Run {
  readonly networks: Networks;
  infinite: Infinite;
  data: Data;
  meter: Meter;
  window: [number, number] = [REST, END];
  readonly #lab: Lab;
  readonly #params: Params;
  readonly #reference: Networks | null;
  #steps = 0;
  #pausedUntil = 0;
  #until = END;
  #dragged: string;
  #kicked = '[]';
  #bins = new Map<number, { sum: number; count: number }>();

  private constructor(
    lab: Lab,
    params: Params,
    parts: Pick<Run, 'networks' | 'infinite' | 'data'> & { reference: Networks | null },
  ) {
    this.#lab = lab;
    this.#params = params;
    this.networks = parts.networks;
    this.infinite = parts.infinite;
    this.data = parts.data;
    this.#reference = parts.reference;
    this.#dragged = JSON.stringify(params.dragged);
    this.meter = this.#newMeter();
  }

  static async open(lab: Lab, params: Params): Promise<Run> {
    const { neurons, replicas, networks: ensemble, temperature, reference } = params;
    const data = dataOf(params.dragged);
    const run = new Run(lab, params, {
      data,
      networks: await Networks.open(lab, 'network', Math.max(replicas, ensemble), neurons),
      infinite: await solveInfinite(lab, temperature, data),
      reference: reference ? await Networks.open(lab, 'reference', 1, REFERENCE) : null,
    });
    run.#kick(params.kicked);
    await run.#move(0);
    run.#record();
    return run;
  }

  /** t = ηk since the start, or since the data were last changed. */
  get time(): number {
    return this.#steps * this.#params.step;
  }

  get finished(): boolean {
    return this.time >= this.#until - EPSILON;
  }

  get history(): History {
    const bins = [...this.#bins].sort(([a], [b]) => a - b);
    return {
      time: bins.map(([bin]) => bin * BIN),
      error: bins.map(([, { sum, count }]) => sum / count),
    };
  }

  /** Takes up what the reader moved, data points and neurons; true when it was a neuron. */
  async heed(live: Params): Promise<boolean> {
    if (JSON.stringify(live.dragged) !== this.#dragged) await this.#changeData(live.dragged);
    return this.#kick(live.kicked);
  }

  /** Takes `count` steps, or as many as are left; records at every tenth. */
  async advance(count: number): Promise<void> {
    for (let left = count; left > 0 && !this.finished;) {
      const chunk = Math.min(left, RECORD - (this.#steps % RECORD));
      await this.#move(chunk);
      this.#steps += chunk;
      left -= chunk;
      if (this.#steps % RECORD === 0) this.#record();
    }
  }

  async #move(steps: number): Promise<void> {
    const physics = { data: this.data, lambda: this.#params.temperature, eta: this.#params.step };
    await this.networks.advance(physics, steps);
    if (this.time < REST) await this.#reference?.advance(physics, steps);
  }

  #record(): void {
    const resting = this.time >= REST - EPSILON;
    const target = resting ? this.infinite.f : this.#reference?.f;
    if (!target) return;
    const { neurons, count, f } = this.networks;
    let sum = 0;
    for (let b = 0; b < count; b++) sum += groupError(f, b, 1, target);
    // The reference fluctuates too: the difference of the two has the variance of 1/N + 1/4096.
    const scale = resting ? neurons : 1 / (1 / neurons + 1 / REFERENCE);
    this.#remember((scale * sum) / count);
    const [from, to] = this.window;
    const measures = this.time > from + EPSILON && this.time <= to + EPSILON;
    if (measures && this.time >= this.#pausedUntil) this.meter.add(f, this.infinite.f, this.time - from);
  }

  #remember(error: number): void {
    const bin = Math.round(this.time / BIN);
    const { sum, count } = this.#bins.get(bin) ?? { sum: 0, count: 0 };
    this.#bins.set(bin, { sum: sum + error, count: count + 1 });
  }

  /** The clouds stay where they are and follow the new data; the measurement starts over. */
  async #changeData(dragged: readonly MovedPoint[]): Promise<void> {
    this.#dragged = JSON.stringify(dragged);
    this.data = dataOf(dragged);
    this.infinite = await solveInfinite(this.#lab, this.#params.temperature, this.data, this.infinite.f);
    this.#steps = 0;
    this.#pausedUntil = 0;
    this.#until = END;
    this.window = [REST, END];
    this.#bins = new Map();
    this.meter = this.#newMeter();
  }

  /** Puts neurons of the first network elsewhere. Nothing is recorded until they had time to come back. */
  #kick(kicked: readonly MovedPoint[]): boolean {
    const text = JSON.stringify(kicked);
    if (text === this.#kicked) return false;
    this.#kicked = text;
    const moved = kicked.filter(({ index }) => index < this.networks.neurons);
    for (const { index, at } of moved) this.networks.X.set(at.map(within), 2 * index);
    if (moved.length > 0) this.#wait();
    return moved.length > 0;
  }

  #wait(): void {
    const back = this.time + FORGET;
    const [from, to] = this.window;
    if (this.time < from) {
      const start = Math.max(from, this.time === 0 ? 0 : back);
      this.window = [start, start + END - REST];
      this.#until = this.window[1];
    } else if (this.time < to - EPSILON) {
      const lost = back - Math.max(this.time, this.#pausedUntil);
      this.#pausedUntil = back;
      this.window = [from, to + lost];
      this.#until = to + lost;
    } else this.#until = back;
  }

  #newMeter(): Meter {
    return new Meter(this.networks.count, this.#params.networks);
  }
}

/** No neuron is thrown further than any picture shows. */
const within = (x: number) => Math.min(30, Math.max(-30, x));
