/** The picture in words and as a table. */
import type { Table } from '#lib/notebook/types.ts';
import type { LangevinFrame, Params } from './frame.ts';
import { SOLVED } from './stationary.ts';

/** A power of ten in plain text. */
export const power = (exponent: number): string => `10^${Math.round(exponent)}`;

/** Three significant digits. */
export const short = (value: number): string => String(Number(value.toPrecision(3)));

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

export function describe(frame: LangevinFrame, { sweep }: Params): string {
  const { neurons, running, lambda, time, bounds, measured, ensemble, ensembles } = frame;
  const size = running === 1 ? `A network` : `${running} networks`;
  const state =
    `${size} of ${plural(neurons, 'noisy neuron')} at λ = ${short(lambda)}, t = ${short(time)}` +
    (measured
      ? `: N × error to the infinite network is ${short(measured.value)} ± ${short(measured.interval)}, predicted ${short(bounds.variance)}.`
      : `, still learning; N × error at rest is predicted to be ${short(bounds.variance)}.`);
  const old = ` Independent neurons would give ${short(bounds.independent)}; the old bound carries a factor ${power(bounds.oldPowers)}.`;
  const together = ensembles.find(({ networks }) => networks === ensemble && networks > 1);
  const mean = together
    ? ` The mean of ${ensemble} networks has error ${short(together.value)}, predicted ${short(bounds.variance / (ensemble * neurons))}.`
    : '';
  const more = sweep && frame.sweep.length > 0 ? ` ${frame.sweep.length} of 8 sizes are measured.` : '';
  return state + mean + old + more;
}

/** What the reader should know about this state. */
export function noteOf(
  { lambda, eta, running, ensemble }: Pick<LangevinFrame, 'lambda' | 'eta' | 'running' | 'ensemble'>,
  residual: number,
): string {
  const notes = [
    lambda < 0.03
      ? 'At λ below 0.03 a cloud needs longer than t = 60 to come to rest: measured a little high.'
      : '',
    eta > 0.1
      ? `Steps of η = ${short(eta)} inflate the fluctuations visibly; halve η and the excess halves.`
      : '',
    running < 2 * ensemble && ensemble > 1
      ? 'There is one ensemble only, so its error is measured roughly.'
      : '',
    residual > 1e4 * SOLVED ? `μ* is solved to ${residual.toExponential(0)} only.` : '',
  ];
  return notes.filter(Boolean).join(' ');
}

/** N × error against time. */
export function table(frame: LangevinFrame): Table {
  const { time, error } = frame.history;
  return {
    columns: ['t', 'N × mean squared error', 'predicted at rest'],
    rows: time.map((t, i) => [t, error[i] as number, frame.bounds.variance]),
  };
}
