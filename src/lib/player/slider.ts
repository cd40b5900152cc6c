/** Positions of a slider and values of its control. A logarithmic range that starts at 0 uses log(1 + value). */
import type { Widget } from '#lib/notebook/types.ts';

type Range = Extract<Widget, { kind: 'range' }>;

/** Positions run from 0 to this. */
export const POSITIONS = 1000;
/** Factor of one key press on a logarithmic scale. */
const KEY_FACTOR = 1.05;

const warp = ({ log, min }: Range, value: number) =>
  !log ? value : min > 0 ? Math.log(value) : Math.log1p(value);
const unwarp = ({ log, min }: Range, value: number) =>
  !log ? value : min > 0 ? Math.exp(value) : Math.expm1(value);

export function toPosition(range: Range, value: number): number {
  const low = warp(range, range.min);
  return Math.round(((warp(range, value) - low) / (warp(range, range.max) - low)) * POSITIONS);
}

export function fromPosition(range: Range, position: number): number {
  // The ends are exact, whatever the logarithm rounds to.
  if (position <= 0) return range.min;
  if (position >= POSITIONS) return range.max;
  const low = warp(range, range.min);
  return unwarp(range, low + (position / POSITIONS) * (warp(range, range.max) - low));
}

/** The value `presses` key presses away; always another value unless an end is reached. */
export function nextValue(range: Range, value: number, presses: number): number {
  const sign = Math.sign(presses);
  let next = value;
  for (let i = 0; i < Math.abs(presses); i++) {
    if (!range.log) next += sign * range.step;
    else if (range.integer)
      next = sign > 0 ? Math.max(next + 1, next * KEY_FACTOR) : Math.min(next - 1, next / KEY_FACTOR);
    else next = sign > 0 ? next * KEY_FACTOR : next / KEY_FACTOR;
  }
  return Math.min(range.max, Math.max(range.min, next));
}
