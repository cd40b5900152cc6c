/** Runs of a simulation: to its end, and the measurement of a claim on such runs. */
import type { AnyClaim, Check, Frame, Lab, Params, Controls, Simulation } from '../notebook/types.ts';

export type AnySimulation = Simulation<Record<string, unknown>, Frame>;

/** Lets messages and timers in between two frames, so that a long measurement never blocks its thread. */
export type Breathe = () => Promise<void>;

/** Every frame until the run settles. @throws Error when a metric is not a number: with its name and the frame's number. */
export async function* runToEnd<P, F extends Frame>(
  simulate: Simulation<P, F>,
  params: P,
  lab: Lab,
  breathe?: Breathe,
): AsyncGenerator<F, void, void> {
  const frames = simulate(params, lab);
  try {
    for (let number = 0; ; number++) {
      const next = await frames.next(params);
      if (next.done) return;
      assertFinite(next.value, number);
      yield next.value;
      if (next.value.settled) return;
      await breathe?.();
    }
  } finally {
    await frames.return();
  }
}

/** Not-a-number is caught where it arises. Infinities are allowed: some bounds are infinite. */
export function assertFinite(frame: Frame, number: number): void {
  for (const [name, value] of Object.entries(frame.metrics)) {
    if (Number.isNaN(value)) throw new Error(`The metric ${name} of frame ${number} is not a number.`);
  }
}

/** The last frame of a run. */
export async function lastFrame<F>(frames: AsyncIterable<F>): Promise<F> {
  let last: F | undefined;
  for await (const frame of frames) last = frame;
  if (last === undefined) throw new Error('The run ended without a frame.');
  return last;
}

/** The first `count` frames of a run, fewer when it settles before. */
export async function firstFrames<P, F extends Frame>(
  simulate: Simulation<P, F>,
  params: P,
  lab: Lab,
  count: number,
): Promise<F[]> {
  const frames: F[] = [];
  for await (const frame of runToEnd(simulate, params, lab)) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** A run that is steered: the function returned gives the settled frame for the next parameters. */
export function steer<P, F extends Frame>(
  simulate: Simulation<P, F>,
  params: P,
  lab: Lab,
): (change?: Partial<P>) => Promise<F> {
  const frames = simulate(params, lab);
  return async (change = {}) => {
    for (;;) {
      const { value, done } = await frames.next({ ...params, ...change });
      if (done) throw new Error('The simulation ended before it had settled.');
      if (value.settled) return value;
    }
  };
}

/** One check of one claim, over one or more seeds. Also a row of `npm run claims -- --json`. */
export interface Measured {
  readonly metric: string;
  readonly unit: string;
  readonly expected: readonly [number, number];
  readonly theory: string;
  /** Mean over the seeds. */
  readonly measured: number;
  /** Half-width of the 95% confidence interval of the mean (Student's t); 0 for one seed. */
  readonly interval: number;
  readonly values: readonly number[];
  readonly seeds: readonly number[];
  /** True when every seed is within the expected interval. */
  readonly holds: boolean;
}

/** Where a claim is measured: at the defaults of the notebook with the claim's state on top. */
export interface MeasureContext {
  readonly simulate: AnySimulation;
  readonly controls: Controls;
  lab(seed: number): Lab;
  breathe?: Breathe;
}

/** Measures `claim` once per seed. */
export async function measureClaim(
  claim: AnyClaim,
  context: MeasureContext,
  seeds: readonly number[],
  progress?: (done: number) => void,
): Promise<Measured[]> {
  const perSeed: Readonly<Record<string, number>>[] = [];
  for (const seed of seeds) {
    const base = { ...defaults(context.controls), ...claim.at };
    const run = (change: Record<string, unknown> = {}, other = seed) =>
      runToEnd(context.simulate, { ...base, ...change }, context.lab(other), context.breathe);
    perSeed.push(await claim.measure(run, context.lab(seed)));
    progress?.(perSeed.length);
  }
  return claim.checks.map((check) => summarize(check, seeds, perSeed, claim.id));
}

/** `count` seeds from `first` on: how a claim is measured over several. */
export const seedsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

/** The initial value of every control. */
export function defaults<C extends Controls>(controls: C): Params<C> {
  return Object.fromEntries(
    Object.entries(controls).map(([name, { initial }]) => [name, initial]),
  ) as Params<C>;
}

function summarize(
  check: Check,
  seeds: readonly number[],
  perSeed: readonly Readonly<Record<string, number>>[],
  id: string,
): Measured {
  const values = perSeed.map((measures) => {
    const value = measures[check.metric];
    if (value === undefined) throw new Error(`Claim ${id} did not measure ${check.metric}.`);
    return value;
  });
  const [low, high] = check.expect;
  return {
    metric: check.metric,
    unit: check.unit,
    expected: check.expect,
    theory: check.theory,
    measured: mean(values),
    interval: halfWidth(values),
    values,
    seeds,
    holds: values.every((value) => value >= low && value <= high),
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, x) => sum + x, 0) / values.length;

// Two-sided 95% quantiles of Student's t with 1, 2, … 10 degrees of freedom; beyond that the normal's is close.
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

function halfWidth(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const center = mean(values);
  const variance = values.reduce((sum, x) => sum + (x - center) ** 2, 0) / (n - 1);
  return (STUDENT[n - 2] ?? 1.96) * Math.sqrt(variance / n);
}
