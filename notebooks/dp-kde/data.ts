/** The secret points: four Gaussian clouds in [0, R)^d, and what a scan of all of them would answer. */
import type { Lab, Random } from '#lib/notebook/types.ts';
import { Pace, type Pieces, whole } from './pieces.ts';

const CLOUDS = 4;
const SPREAD = 0.08;
/** Points stay inside the half-open cube. */
const LAST = 0.999999;

export interface Column {
  /** The coordinate of every point, in the order of the points. */
  readonly values: Float64Array;
  readonly sorted: Float64Array;
  /** prefix[k]: sum of the k smallest. */
  readonly prefix: Float64Array;
}

export interface Secret {
  readonly n: number;
  readonly side: number;
  readonly columns: readonly Column[];
}

/** A coordinate has a stream of its own: more coordinates, or more points, leave the earlier ones as they are. */
export function* secretInPieces(n: number, dimension: number, side: number, lab: Lab): Pieces<Secret> {
  const pace = new Pace('Drawing the secret points', n * (2 * dimension + 1));
  const clouds = Uint8Array.from({ length: n }, cloudOf(lab.random('clouds')));
  if (pace.full(n)) yield pace.progress;
  const columns: Column[] = [];
  for (let j = 0; j < dimension; j++) {
    const values = drawColumn(clouds, side, lab.random(`coordinate ${j}`));
    if (pace.full(n)) yield pace.progress;
    columns.push(columnOf(values));
    if (pace.full(n)) yield pace.progress;
  }
  return { n, side, columns };
}

export const drawSecret = (n: number, dimension: number, side: number, lab: Lab): Secret =>
  whole(secretInPieces(n, dimension, side, lab));

const cloudOf = (random: Random) => () => random.integer(CLOUDS);

function drawColumn(clouds: Uint8Array, side: number, random: Random): Float64Array {
  const centers = Array.from({ length: CLOUDS }, () => 0.2 + 0.6 * random.uniform());
  const values = new Float64Array(clouds.length);
  for (let i = 0; i < values.length; i++) {
    const x = (centers[clouds[i] as number] as number) + SPREAD * random.normal();
    values[i] = side * Math.min(LAST, Math.max(0, x));
  }
  return values;
}

export function columnOf(values: Float64Array): Column {
  const sorted = values.slice().sort();
  const prefix = new Float64Array(sorted.length + 1);
  for (let k = 0; k < sorted.length; k++) prefix[k + 1] = (prefix[k] as number) + (sorted[k] as number);
  return { values, sorted, prefix };
}

/** Σ_x |x − y| in one coordinate, by bisection in the sorted column. */
export function columnDistance({ sorted, prefix }: Column, y: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= y) low = middle + 1;
    else high = middle;
  }
  const below = prefix[low] as number;
  const above = (prefix[sorted.length] as number) - below;
  return y * low - below + above - y * (sorted.length - low);
}

/** Σ_x ‖x − y‖₁: the truth. */
export const distanceSum = (secret: Secret, y: ArrayLike<number>): number =>
  secret.columns.reduce((sum, column, j) => sum + columnDistance(column, y[j] as number), 0);
