/** Paths for the figures: dots as one path, curves, areas, numbers as text. One decimal is a tenth of a pixel. */
import { format } from 'd3-format';

export { power, short } from './describe.ts';

/** A power of ten for axes: 10⁻². */
export const superscript = (exponent: number): string =>
  `10${[...String(Math.round(exponent))].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] ?? '⁻').join('')}`;

/** Round dots, for a stroke with round caps: one element for a cloud of 512. */
export function dots(x: (i: number) => number, y: (i: number) => number, count: number): string {
  let d = '';
  for (let i = 0; i < count; i++) d += `M${x(i).toFixed(1)},${y(i).toFixed(1)}h0`;
  return d;
}

export function curve(
  x: ArrayLike<number>,
  y: (i: number) => number,
  scale: (value: number) => number,
): string {
  let d = '';
  for (let i = 0; i < x.length; i++) {
    d += `${i === 0 ? 'M' : 'L'}${scale(x[i] as number).toFixed(1)},${y(i).toFixed(1)}`;
  }
  return d;
}

/** The area between two curves over the same x. */
export function area(
  x: ArrayLike<number>,
  low: (i: number) => number,
  high: (i: number) => number,
  scale: (value: number) => number,
): string {
  const last = x.length - 1;
  const back = Array.from({ length: last + 1 }, (_, i) => last - i)
    .map((i) => `L${scale(x[i] as number).toFixed(1)},${low(i).toFixed(1)}`)
    .join('');
  return `${curve(x, high, scale)}${back}Z`;
}

export const fixed = format('.2f');
export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
