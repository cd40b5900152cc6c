/** What the claims have in common: means over runs under several seeds, each left as soon as it has what is asked for. */
import { mean } from '#lib/lab/run.ts';
import type { Run } from '#lib/notebook/types.ts';
import type { GroupFrame, Params } from './frame.ts';

export type Runs = Run<Params, GroupFrame>;

/** The first frame that has what is needed; the run is left there. @throws Error when it ends without. */
export async function frameWhen(
  frames: AsyncIterable<GroupFrame>,
  ready: (frame: GroupFrame) => boolean,
): Promise<GroupFrame> {
  for await (const frame of frames) if (ready(frame)) return frame;
  throw new Error('The run ended before the number that is asked for was there.');
}

async function over(
  run: Runs,
  seed: number,
  count: number,
  change: Partial<Params>,
  ready: (frame: GroupFrame) => boolean,
  value: (frame: GroupFrame) => number,
): Promise<number> {
  const values: number[] = [];
  for (let k = 0; k < count; k++) values.push(value(await frameWhen(run(change, seed + 1000 * k), ready)));
  return mean(values);
}

/** Mean of a number of the replicates over `count` panels of 24 data sets. */
export const panels = (
  run: Runs,
  seed: number,
  count: number,
  change: Partial<Params>,
  value: (frame: GroupFrame) => number,
): Promise<number> => over(run, seed, count, change, ({ complete }) => complete, value);

/** Mean contraction per step of gradient descent over `count` data sets. @throws Error when one has no straight stretch. */
export const rates = (run: Runs, seed: number, count: number, change: Partial<Params>): Promise<number> =>
  over(run, seed, count, change, ({ student }) => student.finished, rateIn);

function rateIn({ student: { rate } }: GroupFrame): number {
  if (!rate) throw new Error('Gradient descent was too short for its rate to be fitted.');
  return rate.rho;
}

/** What a ratio may be when numerator and denominator may be anywhere in their intervals, all above zero. */
export const ratio = (
  over: readonly [number, number],
  under: readonly [number, number],
): readonly [number, number] => [over[0] / under[1], over[1] / under[0]];
