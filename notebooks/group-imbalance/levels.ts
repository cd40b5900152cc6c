/** A network in the plane of the picture: its boundary H = ½, which is straight, and the levels H = ¼ and ¾ round it. */
import { contours } from 'd3-contour';
import { contourPath } from '#lib/charts/contour.ts';
import { AXES, meanOf, project } from './plane.ts';
import { D, K } from './settings.ts';

/** A square window of the plane, in its coordinates. */
export interface Window {
  readonly center: readonly [number, number];
  readonly half: number;
}

/** u_j = gain[j]·(a, b) + offset[j] over the plane: what is left of w_jᵀx there. */
interface Slice {
  readonly gain: readonly [number, number][];
  readonly offset: readonly number[];
}

function sliceOf(W: ArrayLike<number>, shift: number): Slice {
  const mean = meanOf(shift);
  const center = project(mean, 0);
  const along = (direction: ArrayLike<number>, j: number) => {
    let sum = 0;
    for (let i = 0; i < D; i++) sum += (W[K * i + j] as number) * (direction[i] as number);
    return sum;
  };
  const neurons = Array.from({ length: K }, (_, j) => j);
  const gain = neurons.map((j): [number, number] => [along(AXES[0], j), along(AXES[1], j)]);
  const offset = neurons.map((j) => {
    const [ga, gb] = gain[j] as [number, number];
    return along(mean, j) - ga * center[0] - gb * center[1];
  });
  return { gain, offset };
}

/** Two points far outside the window on u₁ + u₂ = 0; null where the plane is parallel to it. */
export function boundaryOf(
  W: ArrayLike<number>,
  shift: number,
  { center, half }: Window,
): readonly [readonly [number, number], readonly [number, number]] | null {
  const { gain, offset } = sliceOf(W, shift);
  const ga = gain.reduce((sum, [a]) => sum + a, 0);
  const gb = gain.reduce((sum, [, b]) => sum + b, 0);
  const c = offset.reduce((sum, value) => sum + value, 0);
  const norm = ga * ga + gb * gb;
  if (!(norm > 1e-12)) return null;
  // The point of the line nearest to the middle of the window.
  const t = (ga * center[0] + gb * center[1] + c) / norm;
  const [a, b] = [center[0] - t * ga, center[1] - t * gb];
  const reach = (4 * half) / Math.sqrt(norm);
  return [
    [a - gb * reach, b + ga * reach],
    [a + gb * reach, b - ga * reach],
  ];
}

/** log(1/(1 + e⁻ᵘ)). */
const logSigmoid = (u: number): number => (u > 0 ? 0 : u) - Math.log1p(Math.exp(-Math.abs(u)));

/** log of a sum of exponentials of two numbers. */
function logSum(a: number, b: number): number {
  const top = Math.max(a, b);
  return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
}

const CELLS = 46;
/** Cells beyond the window on each side: where the closed contours run along the edge they are clipped. */
const MARGIN = 2;

/** The levels ¼ and ¾ as a path over a square of `side`, whose upper left corner is at (x, y). */
export function levelsPath(
  W: ArrayLike<number>,
  shift: number,
  { center, half }: Window,
  place: { readonly x: number; readonly y: number; readonly side: number },
): string {
  const { gain, offset } = sliceOf(W, shift);
  const all = CELLS + 2 * MARGIN;
  const cell = (2 * half) / CELLS;
  const values = Array.from({ length: all * all }, (_, index) => {
    const a = center[0] - half + ((index % all) + 0.5 - MARGIN) * cell;
    const b = center[1] + half - (Math.floor(index / all) + 0.5 - MARGIN) * cell;
    const [u = 0, v = 0] = gain.map(([ga, gb], j) => ga * a + gb * b + (offset[j] as number));
    // The log odds of H are nearly straight where H itself is a step.
    return logSum(logSigmoid(u), logSigmoid(v)) - logSum(logSigmoid(-u), logSigmoid(-v));
  });
  const margin = (MARGIN * place.side) / CELLS;
  const square = {
    x: place.x - margin,
    y: place.y - margin,
    width: place.side + 2 * margin,
    height: place.side + 2 * margin,
    columns: all,
    rows: all,
  };
  return contours()
    .size([all, all])
    .thresholds([-Math.log(3), Math.log(3)])(values)
    .map((contour) => contourPath(contour, square))
    .join('');
}
