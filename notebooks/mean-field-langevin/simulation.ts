/**
 * Parameters → frames. Every frame takes some steps of noisy gradient descent with all networks; when the measurement
 * is complete (t = 120) theory at other temperatures and, if asked for, other numbers of neurons follow. A data point
 * that is dragged, or a neuron that is thrown, sets the run going again.
 */
import type { Lab, Simulation } from '#lib/notebook/types.ts';
import { describe, noteOf, table } from './describe.ts';
import type { LangevinFrame, Params, Rung } from './frame.ts';
import { Run } from './run.ts';
import { solveStationary } from './stationary.ts';
import { Sweep } from './sweep.ts';
import { boundsOf } from './theory.ts';

export { describe, table };
export type { LangevinFrame, Params };

/** Temperatures at which theory is evaluated besides the present one. */
export const LADDER = [0.3, 0.1, 0.03, 0.01] as const;

export const simulate: Simulation<Params, LangevinFrame> = async function* (params, lab) {
  const run = await Run.open(lab, params);
  const after = new Aftermath(lab, params);
  let live = params;
  for (let first = true; ; first = false) {
    const thrown = await run.heed(live);
    after.heed(live);
    // The picture waits while a neuron is in the hand.
    if (!first && !thrown) await (run.finished ? after.advance(run) : run.advance(live.speed));
    live = yield await picture(run, after, params, live);
  }
};

/** What follows once a run is measured. */
class Aftermath {
  ladder: Rung[] = [];
  sweep: Sweep | undefined;
  readonly #lab: Lab;
  readonly #params: Params;
  #key = '';
  #wanted = false;

  constructor(lab: Lab, params: Params) {
    this.#lab = lab;
    this.#params = params;
  }

  get done(): boolean {
    return this.ladder.length === LADDER.length && (!this.#wanted || this.sweep?.done === true);
  }

  /** Other data make what was computed for the old ones void. */
  heed(live: Params): void {
    this.#wanted = live.sweep;
    const key = JSON.stringify(live.dragged);
    if (key === this.#key) return;
    this.#key = key;
    this.ladder = [];
    this.sweep = undefined;
  }

  async advance(run: Run): Promise<void> {
    const lambda = LADDER[this.ladder.length];
    if (lambda !== undefined) {
      const stationary = await solveStationary(this.#lab, lambda, run.data);
      this.ladder = [...this.ladder, { lambda, ...boundsOf(stationary) }];
    } else if (this.#wanted) {
      this.sweep ??= new Sweep(this.#lab, this.#params, run.data, run.infinite.f);
      if (!this.sweep.done) await this.sweep.advance();
    }
  }
}

async function picture(run: Run, after: Aftermath, params: Params, live: Params): Promise<LangevinFrame> {
  const { networks, infinite, meter } = run;
  const { neurons } = networks;
  const errors = meter.errors();
  const one = errors[0];
  const measured = one && {
    value: neurons * one.value,
    interval: neurons * one.interval,
    records: one.records,
  };
  const { bounds, band, density } = infinite;
  const curves = await networks.curves(band.z, params.networks);
  const frame = {
    settled: run.finished && after.done,
    neurons,
    ensemble: params.networks,
    running: networks.count,
    lambda: params.temperature,
    eta: params.step,
    time: run.time,
    window: run.window,
    cloud: networks.cloud(0),
    density,
    data: run.data,
    curves: {
      z: band.z,
      infinite: band.mean,
      deviation: band.deviation.map((sd) => sd / Math.sqrt(neurons)),
      networks: curves,
      mean: meanCurve(curves, params.networks),
    },
    history: run.history,
    bounds,
    measured: measured ?? null,
    ensembles: errors,
    sweep: after.sweep?.rows ?? [],
    sweeping: live.sweep && !(after.sweep?.done ?? false),
    ladder: after.ladder,
  };
  return { ...frame, metrics: metricsOf(frame), note: noteOf(frame, infinite.residual) };
}

function meanCurve(curves: Float32Array, count: number): Float64Array {
  const length = curves.length / count;
  return Float64Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let m = 0; m < count; m++) sum += curves[m * length + i] as number;
    return sum / count;
  });
}

/** Numbers beside the figure; those of the measurement come with its first record. */
function metricsOf(
  frame: Pick<LangevinFrame, 'time' | 'bounds' | 'measured' | 'ensembles' | 'ensemble'>,
): Record<string, number> {
  const { time, bounds, measured, ensembles, ensemble } = frame;
  const together = ensembles.find(({ networks }) => networks === ensemble);
  return {
    time,
    predicted: bounds.variance,
    independent: bounds.independent,
    oldPowers: bounds.oldPowers,
    ...(measured ? { error: measured.value, ratio: measured.value / bounds.variance } : {}),
    ...(together ? { ensembleError: together.value } : {}),
  };
}
