/**
 * Colours by meaning. In SVG a colour is the name of a CSS variable, so that a figure follows the reader's view; for
 * canvas the same variables are read from the page and interpolated.
 */
import { interpolateRgbBasis } from 'd3-interpolate';

export type Ramp = 'seq' | 'div';
const STOPS = 9;

/** CSS colour of `t` in [0, 1] on a ramp, rounded to one of its nine stops. */
export function rampColor(ramp: Ramp, t: number): string {
  const index = Math.min(STOPS - 1, Math.max(0, Math.round(t * (STOPS - 1))));
  return `var(--${ramp}-${index})`;
}

/** CSS colour of a category, counted from 0; six, then again from the first. */
export const categoryColor = (index: number): string => `var(--cat-${(index % 6) + 1})`;

/** 256 RGB triples of a ramp, as the element's view shows it. */
export function rampBytes(element: Element, ramp: Ramp): Uint8ClampedArray<ArrayBuffer> {
  const style = getComputedStyle(element);
  const stops = Array.from(
    { length: STOPS },
    (_, i) => style.getPropertyValue(`--${ramp}-${i}`).trim() || '#888888',
  );
  const interpolate = interpolateRgbBasis(stops);
  const bytes = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const [r = 0, g = 0, b = 0] = (interpolate(i / 255).match(/\d+/g) ?? []).map(Number);
    bytes.set([r, g, b], i * 3);
  }
  return bytes;
}
