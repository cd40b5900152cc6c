/** The picture in words, and the rows behind it. */
import type { Table } from '#lib/notebook/types.ts';
import type { DenoisingFrame, Params } from './frame.ts';

export const DENOISERS: Readonly<Record<Params['denoiser'], string>> = {
  attention: 'attention',
  none: 'the layer without attention',
  mean: 'the plain mean denoiser',
  oracle: 'the oracle',
  bayes: 'Bayes',
};

/** What is shown, and after how many steps. */
export function nameDenoiser({ denoiser, shown, N }: DenoisingFrame): string {
  const tokens = `${N} tokens`;
  if (denoiser === 'attention') return `${tokens}, attention after ${shown} steps`;
  if (denoiser === 'none') return `${tokens}, no attention, after ${shown} steps`;
  return `${tokens}, denoised by ${DENOISERS[denoiser]}`;
}

export function describe(frame: DenoisingFrame, params: Params): string {
  const { metrics, lines } = frame;
  const number = (value: number | undefined) => (value ?? 0).toFixed(4);
  const told =
    params.denoiser === 'attention'
      ? ` Attention has ${(100 * (metrics.entropy as number)).toFixed(1)}% of the entropy of plain averaging, and its average lies ${(100 * (metrics.distance as number)).toFixed(1)}% away from the mean of the tokens.`
      : '';
  const lost =
    frame.diverged === null
      ? ''
      : ` Training left every bound after step ${frame.diverged}: a step size of ${params.stepSize} is too large here; the last finite layer is shown.`;
  return (
    `${nameDenoiser(frame)}: its predictions lie ${number(metrics.excess)} per coordinate from the oracle’s (mean square); ` +
    `averaging can reach ${number(metrics.floor)}, one token alone ${number(metrics.single)}; the oracle’s own risk is ${number(lines.oracle)}.${told}${lost}`
  );
}

/** The tokens of the picture, in its plane. */
export function table(frame: DenoisingFrame): Table {
  return {
    columns: ['token', 'x', 'y', 'guess_x', 'guess_y', 'oracle_x', 'oracle_y', 'attended_x', 'attended_y'],
    rows: frame.tokens.map(({ at, guess, oracle, average }, i) => [
      i + 1,
      ...at,
      ...guess,
      ...oracle,
      ...(average ?? ['', '']),
    ]),
  };
}
