/** Data from the Gaussian mixture, labelled by the teacher. */
import type { Random } from '#lib/notebook/types.ts';
import { D } from './settings.ts';
import { probabilities, TEACHER } from './teacher.ts';

/** What the data are drawn from; every group has the covariance σ²1 and the mean m·(½, ½, ½, ½). */
export interface Setting {
  /** λ: the share of the minority, group 1. */
  readonly lambda: number;
  readonly sigma1: number;
  readonly sigma2: number;
  /** m, the length of both means. */
  readonly shift: number;
  readonly n: number;
}

/** The chance in a data set: d standard normals and one uniform number for every point. */
export interface Draws {
  readonly z: Float32Array;
  readonly u: Float64Array;
}

export interface Data {
  /** [n, D]; the minority comes first. */
  readonly X: Float32Array;
  /** Labels 0 and 1. */
  readonly y: Float32Array;
  readonly n: number;
  /** Points of the minority. */
  readonly n1: number;
}

/** Point after point, so that a larger set begins with the smaller one. */
export function drawSet(random: Random, n: number): Draws {
  const z = new Float32Array(n * D);
  const u = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < D; i++) z[D * k + i] = random.normal();
    u[k] = random.uniform();
  }
  return { z, u };
}

/** The same draws give neighbouring data sets when λ, a spread or the shift is changed a little. */
export function dataOf({ z, u }: Draws, { lambda, sigma1, sigma2, shift, n }: Setting): Data {
  const n1 = Math.round(lambda * n);
  const X = new Float32Array(n * D);
  const y = new Float32Array(n);
  for (let k = 0; k < n; k++) {
    const sigma = k < n1 ? sigma1 : sigma2;
    for (let i = 0; i < D; i++) X[D * k + i] = coordinate(shift) + sigma * (z[D * k + i] as number);
    y[k] = (u[k] as number) < probabilities(TEACHER, X, D * k)[0] ? 1 : 0;
  }
  return { X, y, n, n1 };
}

/** Each entry of a mean of length m. */
export const coordinate = (shift: number): number => shift / Math.sqrt(D);

/** ‖μ‖ + σ, averaged over the mixture in squares: what the step of gradient descent is divided by. */
export const scaleOf = ({ lambda, sigma1, sigma2, shift }: Setting): number =>
  lambda * (shift + sigma1) ** 2 + (1 - lambda) * (shift + sigma2) ** 2;

/** η = 8/Σ λ_l (‖μ_l‖ + σ_l)². */
export const stepSize = (setting: Setting): number => 8 / scaleOf(setting);
