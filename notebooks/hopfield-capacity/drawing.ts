/** Geometry of the pictures: where things of feature space are on the screen, and the paths between them. */
import { contours } from 'd3-contour';
import { contourPath } from '#lib/charts/contour.ts';
import { project, type Camera } from '#lib/charts/orthographic.ts';

/** A disc on the screen: the globe seen from the camera, or the unit disc of the plane. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** On the visible half. */
  readonly front: boolean;
}

export function place(point: ArrayLike<number>, camera: Camera, disc: Disc): Spot {
  const { x, y, depth } = project(point, camera);
  return { x: disc.x + disc.radius * x, y: disc.y - disc.radius * y, front: depth >= 0 };
}

const PIECES = 24;

/** The great circle from a to b: the parts on the visible half and those behind, as SVG paths. */
export function arc(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  camera: Camera,
  disc: Disc,
): { front: string; back: string } {
  const paths = { front: '', back: '' };
  const spots = Array.from({ length: PIECES + 1 }, (_, i) => {
    const t = i / PIECES;
    const mixed = Array.from(a, (x, d) => (1 - t) * x + t * (b[d] as number));
    const length = Math.hypot(...mixed) || 1;
    return place(a.length === 2 ? mixed : mixed.map((x) => x / length), camera, disc);
  });
  for (let i = 0; i < PIECES; i++) {
    const [from, to] = [spots[i] as Spot, spots[i + 1] as Spot];
    const side = from.front && to.front ? 'front' : 'back';
    paths[side] += `M${from.x.toFixed(1)},${from.y.toFixed(1)}L${to.x.toFixed(1)},${to.y.toFixed(1)}`;
  }
  return paths;
}

/**
 * Outline of the cells with `label === which`. The indicator is blurred over a cell or two first, so that a border is a
 * line and not a staircase; two regions keep the same border, because their indicators add up to one.
 */
export function region(labels: ArrayLike<number>, size: number, which: number, disc: Disc): string {
  let inside = Float64Array.from(labels, (label) => (label === which ? 1 : 0));
  if (!inside.includes(1)) return '';
  for (const stride of [1, size, 1, size]) inside = blurred(inside, stride);
  return contourPath(
    contours()
      .size([size, size])
      .contour([...inside], 0.5),
    square(disc, size),
  );
}

/** ¼, ½, ¼ along one axis; the ends repeat. */
const blurred = (values: Float64Array, stride: number): Float64Array<ArrayBuffer> =>
  Float64Array.from(
    values,
    (value, i) => value / 2 + ((values[i - stride] ?? value) + (values[i + stride] ?? value)) / 4,
  );

/** A flat landscape stays flat: differences of E below this don't fill the ramp. */
export const FLAT = 0.05;

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The energies at the two ends of the ramp: those of the landscape, or FLAT apart round its middle. */
export function rampEnds({ low, high }: Extent): Extent {
  const spare = Math.max(0, FLAT - (high - low)) / 2;
  return { low: low - spare, high: high + spare };
}

/** The root spreads out the wells of a steep landscape; a flat one is shaded linearly. Isolines are even in E always. */
const exponent = ({ low, high }: Extent) => Math.max(0.5, 1 - (high - low) / (2 * FLAT));

/** Shades of energies: 1 at the bottom of the deepest well. */
export function shading(extent: Extent): (E: number) => number {
  const { low, high } = rampEnds(extent);
  const power = exponent(extent);
  return (E) => 1 - Math.min(1, Math.max(0, (E - low) / (high - low))) ** power;
}

/** Inverse of `shading`. */
export function energyOf(shade: number, extent: Extent): number {
  const { low, high } = rampEnds(extent);
  return low + (1 - shade) ** (1 / exponent(extent)) * (high - low);
}

const square = ({ x, y, radius }: Disc, cells: number) => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
  columns: cells,
  rows: cells,
});
