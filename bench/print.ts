/** Rows as lines of text. */
import type { Row, Target } from './row.ts';

export function printRow({ name, unit, value, target, holds, spread, details = [], why }: Row): string {
  const verdict = holds === null ? '·' : holds ? '✓ reached' : '✗ MISSED ';
  const number = value === null ? 'not measured' : `${digits(value)} ${unit}`;
  const range = spread ? ` (${digits(spread[0])} to ${digits(spread[1])})` : '';
  const lines = [`${verdict.padEnd(10)} ${name}: ${number}${range}${targetText(target, unit)}`];
  for (const detail of details)
    lines.push(`             ${detail.label}: ${digits(detail.value)} ${detail.unit}`);
  if (why) lines.push(`             ${why}`);
  return `${lines.join('\n')}\n`;
}

export function targetText({ most, least }: Target, unit: string): string {
  if (most !== undefined) return `, to reach: at most ${digits(most)} ${unit}`;
  if (least !== undefined) return `, to reach: at least ${digits(least)} ${unit}`;
  return '';
}

/** Three significant digits. */
export const digits = (value: number): string => String(Number(value.toPrecision(3)));
