/** The same measurement for other numbers of neurons, from 4 to 512, a part at a time. */
import type { Lab } from '#lib/notebook/types.ts';
import type { Params, SweepRow } from './frame.ts';
import { Meter, type Measured } from './meter.ts';
import { Networks } from './networks.ts';
import { END, RECORD, REST, type Data } from './settings.ts';

export const SIZES = [4, 8, 16, 32, 64, 128, 256, 512] as const;
/** Neurons of all networks of one size together: large networks need fewer of them for the same time. */
const MOST = 2048;
/** Neurons times records between two frames: some tens of milliseconds. */
const PORTION = 8192;

/** Measures size after size; after each step `rows` has what is known. */
export class Sweep {
  rows: SweepRow[] = [];
  #steps: AsyncGenerator<void, void, void>;
  done = false;

  constructor(lab: Lab, params: Params, data: Data, target: Float64Array) {
    this.#steps = this.#measure(lab, params, data, target);
  }

  async advance(): Promise<void> {
    if ((await this.#steps.next()).done) this.done = true;
  }

  async *#measure(lab: Lab, params: Params, data: Data, target: Float64Array) {
    const physics = { data, lambda: params.temperature, eta: params.step };
    const blocks = Math.round(END / params.step / RECORD);
    for (const neurons of SIZES) {
      const count = Math.max(1, Math.min(params.replicas, MOST / neurons));
      const networks = await Networks.open(lab, `sweep of ${neurons}`, count, neurons);
      const meter = new Meter(count, 1);
      const portion = Math.ceil(PORTION / (count * neurons));
      for (let block = 1; block <= blocks; block++) {
        await networks.advance(physics, RECORD);
        const time = block * RECORD * params.step;
        if (time > REST) meter.add(networks.f, target, time - REST);
        if (block % portion === 0) yield;
      }
      const { value, interval, records } = meter.errors()[0] as Measured;
      this.rows = [...this.rows, { neurons, records, value: neurons * value, interval: neurons * interval }];
      yield;
    }
  }
}
