/** Rows of the bench as the page quotes them: times only as ratios, since they depend on the machine. */
import { formatNumber } from '#lib/player/format.ts';
import type { Row } from '../../../bench/row.ts';

/** Units of time, and of what is done in a time. */
const TIMES = ['ms', 's', 'µs', 'frames/s', 'steps/s', 'runs/s'];

/** How much of the limit is used: at most 1 when the target is reached. Undefined where there is nothing to compare. */
export function share({ value, target }: Row): number | undefined {
  if (value === null) return undefined;
  if (target.most !== undefined) return value / target.most;
  if (target.least !== undefined) return target.least / value;
  return undefined;
}

export function measuredText(row: Row): string {
  const { value, unit } = row;
  if (value === null) return 'not measured';
  if (!TIMES.includes(unit)) return withUnit(value, unit);
  const { most, least } = row.target;
  if (most !== undefined) return `${formatNumber(value / most)} × the limit`;
  if (least !== undefined) return `${formatNumber(value / least)} × what is asked for`;
  return 'see the ratios';
}

export function targetText({ target: { most, least }, unit }: Row): string {
  if (most !== undefined) return `≤ ${withUnit(most, unit)}`;
  if (least !== undefined) return `≥ ${withUnit(least, unit)}`;
  return '–';
}

export const verdict = ({ holds }: Row): string => (holds === null ? '–' : holds ? '✓ reached' : '✗ missed');

const withUnit = (value: number, unit: string) =>
  `${formatNumber(value)}${unit === 'ratio' ? '' : ` ${unit}`}`;
