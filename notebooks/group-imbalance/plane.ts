/** The plane that w₁* and w₂* span: the teacher depends on nothing else. */
import type { Data } from './data.ts';
import { coordinate } from './data.ts';
import { D, K } from './settings.ts';
import { TEACHER } from './teacher.ts';

const column = (j: number) => Float64Array.from({ length: D }, (_, i) => TEACHER[K * i + j] as number);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);
const unit = (a: Float64Array) => a.map((value) => value / Math.sqrt(dot(a, a)));

const [w1, w2] = [column(0), column(1)];
/** The first direction is w₁* + w₂*, so that the teacher's decision boundary is upright; the second is square to it. */
const along = unit(w1.map((value, i) => value + (w2[i] as number)));
const across = unit(w1.map((value, i) => value - dot(w1, along) * (along[i] as number)));
export const AXES = [along, across] as const;

/** Coordinates in the plane of the point at `at` of `X`. */
export const project = (X: ArrayLike<number>, at: number): [number, number] =>
  AXES.map((axis) => {
    let sum = 0;
    for (let i = 0; i < D; i++) sum += (axis[i] as number) * (X[at + i] as number);
    return sum;
  }) as [number, number];

/** The mean of both groups. */
export const meanOf = (shift: number): Float64Array => new Float64Array(D).fill(coordinate(shift));

/** The point of the input space over (a, b): the rest of it as in the mean of the groups. */
export function lift(a: number, b: number, shift: number): Float64Array {
  const mean = meanOf(shift);
  const [ma, mb] = project(mean, 0);
  return mean.map((value, i) => value + (a - ma) * (along[i] as number) + (b - mb) * (across[i] as number));
}

export interface Cloud {
  /** (a, b) of every point drawn. */
  readonly at: Float32Array;
  /** 1 for the minority, 0 for the majority. */
  readonly minority: Uint8Array;
  readonly label: Uint8Array;
}

const SHOWN = 420;

/** Some points of the data, in its proportions: the first ones of each group. */
export function cloudOf({ X, y, n, n1 }: Data): Cloud {
  const few = Math.round((n1 / n) * SHOWN);
  const shown = [
    ...Array.from({ length: few }, (_, k) => k),
    ...Array.from({ length: SHOWN - few }, (_, k) => n1 + k),
  ];
  const at = new Float32Array(2 * shown.length);
  shown.forEach((k, i) => at.set(project(X, D * k), 2 * i));
  return {
    at,
    minority: Uint8Array.from(shown, (k) => (k < n1 ? 1 : 0)),
    label: Uint8Array.from(shown, (k) => y[k] as number),
  };
}
