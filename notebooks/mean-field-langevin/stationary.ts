/**
 * The infinite network at rest: μ* ∝ exp(−U/λ), U(x) = (1/n) Σ_j (f_j − y_j) h(x, z_j) + λ′‖x‖², where f is μ*'s own
 * output. Newton on f ← f + s (I + C/λ)⁻¹ (T(f) − f) over a grid of 141 × 141 neurons; s is halved while a step makes
 * the residual larger. gibbs.onnx takes it as far as 32-bit floats go, float64 on from there.
 */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Model } from '#lib/notebook/types.ts';
import { shifted, solve } from './linear.ts';
import { neuron, RIDGE, type Data } from './settings.ts';

export const GRID = 141;
const FLOAT32_FLOOR = 1e-3;
/** Residual ‖T(f) − f‖ at which f counts as solved. */
export const SOLVED = 1e-11;

export interface Moments {
  /** T(f) at the data. */
  readonly T: Float64Array;
  /** Covariance of the neurons' outputs over n: row-major n×n. */
  readonly C: Float64Array;
}

export interface Stationary extends Moments {
  readonly lambda: number;
  readonly data: Data;
  /** Output of the infinite network at the data. */
  readonly f: Float64Array;
  readonly residual: number;
  readonly iterations: number;
  readonly grid: Grid;
  /** Probability of each grid point. */
  readonly p: Float64Array;
}

/** Neurons on a square grid, w along rows, the first row at the largest b. */
export interface Grid {
  readonly half: number;
  readonly w: Float64Array;
  readonly b: Float64Array;
}

/** Six standard deviations of the prior exp(−λ′‖x‖²/λ), and 3 more. */
export const gridHalf = (lambda: number): number => 6 * Math.sqrt(lambda / (2 * RIDGE)) + 3;

export function makeGrid(half: number, size: number): Grid {
  const at = (i: number) => half * ((2 * i) / (size - 1) - 1);
  return {
    half,
    w: Float64Array.from({ length: size * size }, (_, k) => at(k % size)),
    b: Float64Array.from({ length: size * size }, (_, k) => -at(Math.floor(k / size))),
  };
}

/** The density p ∝ exp(−U/λ) on a grid for outputs f, and its moments, in float64. */
export class Gibbs {
  readonly grid: Grid;
  readonly p: Float64Array;
  readonly #h: Float64Array;
  readonly #data: Data;
  readonly #lambda: number;

  constructor(grid: Grid, data: Data, lambda: number) {
    const n = data.z.length;
    this.grid = grid;
    this.p = new Float64Array(grid.w.length);
    this.#data = data;
    this.#lambda = lambda;
    this.#h = new Float64Array(grid.w.length * n);
    for (let k = 0; k < grid.w.length; k++) {
      for (let j = 0; j < n; j++) {
        this.#h[k * n + j] = neuron(grid.w[k] as number, grid.b[k] as number, data.z[j] as number);
      }
    }
  }

  moments(f: Float64Array): Moments {
    this.#weigh(f);
    const n = f.length;
    const T = new Float64Array(n);
    const second = new Float64Array(n * n);
    for (let k = 0; k < this.p.length; k++) {
      const p = this.p[k] as number;
      // Points without weight would change no digit of the sums.
      if (p < 1e-22) continue;
      for (let i = 0; i < n; i++) {
        const ph = p * (this.#h[k * n + i] as number);
        T[i]! += ph;
        for (let j = 0; j <= i; j++) second[i * n + j]! += ph * (this.#h[k * n + j] as number);
      }
    }
    return { T, C: covariance(second, T) };
  }

  #weigh(f: Float64Array): void {
    const { w, b } = this.grid;
    const n = f.length;
    const force = f.map((value, j) => (value - (this.#data.y[j] as number)) / n);
    let lowest = Infinity;
    for (let k = 0; k < w.length; k++) {
      let U = RIDGE * ((w[k] as number) ** 2 + (b[k] as number) ** 2);
      for (let j = 0; j < n; j++) U += (force[j] as number) * (this.#h[k * n + j] as number);
      this.p[k] = U;
      if (U < lowest) lowest = U;
    }
    let total = 0;
    for (let k = 0; k < w.length; k++) {
      total += this.p[k] = Math.exp((lowest - (this.p[k] as number)) / this.#lambda);
    }
    for (let k = 0; k < w.length; k++) this.p[k]! /= total;
  }
}

/** (E hhᵀ − TTᵀ)/n from the lower half of E hhᵀ. */
function covariance(second: Float64Array, T: Float64Array): Float64Array {
  const n = T.length;
  const C = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const c = ((second[i * n + j] as number) - (T[i] as number) * (T[j] as number)) / n;
      C[i * n + j] = C[j * n + i] = c;
    }
  }
  return C;
}

/** Solves for μ*, from `start` (outputs of a nearby problem) if there is one. */
export async function solveStationary(
  lab: Lab,
  lambda: number,
  data: Data,
  start?: Float64Array,
): Promise<Stationary> {
  const grid = makeGrid(gridHalf(lambda), GRID);
  const coarse = await graphMoments(await lab.model('gibbs'), grid, data, lambda);
  const zero = new Float64Array(data.z.length);
  const rough = await newton(coarse, lambda, start ?? zero, FLOAT32_FLOOR);
  const gibbs = new Gibbs(grid, data, lambda);
  const fine = await newton((f) => gibbs.moments(f), lambda, rough.f, SOLVED);
  // The last trial of a step may have been refused: the density is that of the f that was kept.
  const { T, C } = gibbs.moments(fine.f);
  const iterations = rough.iterations + fine.iterations;
  return { lambda, data, f: fine.f, T, C, residual: fine.residual, iterations, grid, p: gibbs.p };
}

/** T(f) and C by gibbs.onnx. */
async function graphMoments(model: Model, grid: Grid, data: Data, lambda: number) {
  const points = new Float32Array(2 * grid.w.length);
  for (let k = 0; k < grid.w.length; k++) points.set([grid.w[k] as number, grid.b[k] as number], 2 * k);
  const n = data.z.length;
  const fixed = {
    grid: float32(points, [grid.w.length, 2]),
    z: float32(data.z, [n]),
    y: float32(data.y, [n]),
    lambda: scalar(lambda),
    ridge: scalar(RIDGE),
  };
  return async (f: Float64Array): Promise<Moments> => {
    const { T, C } = await model.run({ ...fixed, f: float32(f, [n]) });
    return { T: Float64Array.from(floats(T)), C: Float64Array.from(floats(C)) };
  };
}

const MOST_STEPS = 40;
const LEAST_SHARE = 1e-3;

/** Damped Newton steps until the residual is below `enough` or no step makes it smaller. */
export async function newton(
  moments: (f: Float64Array) => Moments | Promise<Moments>,
  lambda: number,
  start: Float64Array,
  enough: number,
): Promise<{ f: Float64Array; residual: number; iterations: number }> {
  let f = start;
  let now = await moments(f);
  let residual = distance(now.T, f);
  let iterations = 0;
  while (residual > enough && iterations < MOST_STEPS) {
    const step = solve(
      shifted(now.C, 1 / lambda, 1),
      now.T.map((T, i) => T - (f[i] as number)),
    );
    let share = 1;
    for (; share > LEAST_SHARE; share /= 2) {
      const trial = f.map((value, i) => value + share * (step[i] as number));
      const then = await moments(trial);
      const left = distance(then.T, trial);
      if (!(left < residual)) continue;
      [f, now, residual] = [trial, then, left];
      break;
    }
    iterations++;
    if (share <= LEAST_SHARE) break;
  }
  return { f, residual, iterations };
}

const distance = (a: Float64Array, b: Float64Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0));
