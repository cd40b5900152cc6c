/** Gaussians from above as a few paths: one per colour, so that thousands of marks are a handful of elements. */
import { rampColor } from '#lib/charts/palette.ts';
import type { Cloud } from './frame.ts';

export interface Dots {
  /** Small squares, in metres: z to the right, x down. */
  readonly d: string;
  readonly fill: string;
  readonly opacity: number;
}

/** Half of a square's side, in metres. */
const HALF = 0.16;
const LEVELS = 5;

const square = (z: number, x: number): string =>
  `M${(z - HALF).toFixed(2)} ${(x - HALF).toFixed(2)}h${2 * HALF}v${2 * HALF}h-${2 * HALF}z`;

/** Colour of a state from −0.5 to 0.5 and beyond. */
const stateColour = (d: number): string => rampColor('div', Math.min(1, Math.max(0, d + 0.5)));

function ownColour(cloud: Cloud, i: number): string {
  const level = (k: number) => {
    const value = Math.min(1, Math.max(0, cloud.colour[3 * i + k] as number));
    return Math.round((Math.round(value * (LEVELS - 1)) / (LEVELS - 1)) * 255);
  };
  return `rgb(${level(0)} ${level(1)} ${level(2)})`;
}

export function dotPaths(cloud: Cloud, by: 'group' | 'state' | 'colour'): Dots[] {
  const paths = new Map<string, string>();
  for (let i = 0; i < cloud.x.length; i++) {
    const fill =
      by === 'state'
        ? stateColour(cloud.state[i] as number)
        : by === 'group'
          ? `var(--cat-${(cloud.group[i] as number) + 1})`
          : ownColour(cloud, i);
    paths.set(fill, (paths.get(fill) ?? '') + square(cloud.z[i] as number, cloud.x[i] as number));
  }
  return [...paths].map(([fill, d]) => ({ d, fill, opacity: by === 'group' ? 0.6 : 1 }));
}

/** Lines from where Gaussians rest to where they are now, for those that have moved by more than a metre. */
export function driftPath({ x, z, restX, restZ }: Cloud): string {
  let path = '';
  for (let i = 0; i < x.length; i++) {
    const [x1, z1, x0, z0] = [x[i], z[i], restX[i], restZ[i]] as [number, number, number, number];
    if (Math.hypot(x1 - x0, z1 - z0) > 1)
      path += `M${z0.toFixed(2)} ${x0.toFixed(2)}L${z1.toFixed(2)} ${x1.toFixed(2)}`;
  }
  return path;
}
