/** Geometry and colours that the pictures share. */
import type { Attachment } from 'svelte/attachments';
import { HALF, type Landscape } from './landscape.ts';
import type { ModelName } from './retrieval.ts';

/** A model keeps its colour in every view. */
export const COLORS: Readonly<Record<ModelName, string>> = {
  dense: 'var(--cat-1)',
  mask: 'var(--cat-2)',
  'top-K': 'var(--cat-3)',
  linear: 'var(--cat-4)',
  PRF: 'var(--cat-5)',
};

export const shortName = (model: ModelName, kept: number): string =>
  ({
    dense: 'dense',
    mask: `mask of ${kept}`,
    'top-K': `top-${kept}`,
    linear: 'linear',
    PRF: 'random features',
  })[model];

/** A square on the screen that shows the plane from −HALF to HALF. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

export const place = (
  square: Square,
  u: number,
  v: number,
  half: number = HALF,
): { x: number; y: number } => ({
  x: square.x + (square.side * (1 + u / half)) / 2,
  y: square.y + (square.side * (1 - v / half)) / 2,
});

export const unplace = (square: Square, x: number, y: number): [number, number] => [
  HALF * ((2 * (x - square.x)) / square.side - 1),
  HALF * (1 - (2 * (y - square.y)) / square.side),
];

/** Wells differ by hundredths where the plane spans one: a small power spreads them over the ramp. */
const POWER = 0.35;

/** Shade of an energy: 1 at the bottom of the deepest well, 0 from the middle of the plane upwards. */
export const shadeOf = (E: number, { low, high }: Pick<Landscape, 'low' | 'high'>): number =>
  1 - Math.min(1, Math.max(0, (E - low) / (high - low))) ** POWER;

/** Inverse of `shadeOf`. */
export const energyOf = (shade: number, { low, high }: Pick<Landscape, 'low' | 'high'>): number =>
  low + (1 - shade) ** (1 / POWER) * (high - low);

/** Calls `at` with the place that was clicked, in the units of the SVG. For marks that keys reach in another way. */
export const clicked =
  (at: (x: number, y: number) => void): Attachment<SVGGraphicsElement> =>
  (element) => {
    const onClick = (event: MouseEvent) => {
      const toScreen = element.getScreenCTM();
      if (!toScreen) return;
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(toScreen.inverse());
      at(x, y);
    };
    element.addEventListener('click', onClick);
    return () => element.removeEventListener('click', onClick);
  };

/** Positions at least `gap` apart, in the order of `wanted`, none below `most`. */
export function spread(wanted: readonly number[], gap: number, most: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const result = [...wanted];
  let last = -Infinity;
  for (const i of order) last = result[i] = Math.max(wanted[i] as number, last + gap);
  let next = most + gap;
  for (const i of order.reverse()) next = result[i] = Math.min(result[i] as number, next - gap);
  return result;
}

/** 0.1, 1,234 → 1.2k, 8,388,608 → 8.4M. */
export function short(count: number): string {
  if (count < 1) return String(count);
  const units = ['', 'k', 'M', 'G'];
  const step = Math.max(0, Math.min(3, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  const value = count / 1000 ** step;
  return `${Number(value.toFixed(value >= 100 || step === 0 ? 0 : 1))}${units[step]}`;
}
