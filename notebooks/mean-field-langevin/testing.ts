/** What the tests share: runs to their end, and noisy gradient descent written down once more in float64. */
import { nodeLabs } from '#lib/lab/node.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import type { Random } from '#lib/notebook/types.ts';
import notebook from './notebook.ts';
import type { Data } from './settings.ts';
import { simulate, type LangevinFrame, type Params } from './simulation.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('mean-field-langevin');

export const base: Params = { ...defaults(notebook.controls), speed: 50, reference: false };

export const run = (change: Partial<Params> = {}, seed = 0): Promise<LangevinFrame> =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

/** f(z_j) of neurons x: pairs (w, b). */
export function plainOutputs(x: ArrayLike<number>, z: ArrayLike<number>): Float64Array {
  const N = x.length / 2;
  return Float64Array.from(z, (at) => {
    let sum = 0;
    for (let i = 0; i < N; i++) sum += 4 * Math.tanh(x[2 * i]! * at + x[2 * i + 1]!);
    return sum / N;
  });
}

export interface Plain {
  readonly data: Data;
  readonly lambda: number;
  readonly eta: number;
  /** Mutant: every neuron follows these outputs instead of those of its own network. */
  readonly feels?: ArrayLike<number>;
}

/** One step, in place; `noise` has a standard normal for every coordinate. */
export function plainStep(
  x: Float64Array,
  noise: ArrayLike<number>,
  { data, lambda, eta, feels }: Plain,
): void {
  const f = feels ?? plainOutputs(x, data.z);
  const n = data.z.length;
  for (let i = 0; i < x.length; i += 2) {
    const [w, b] = [x[i]!, x[i + 1]!];
    let [gw, gb] = [2 * 0.02 * w, 2 * 0.02 * b];
    for (let j = 0; j < n; j++) {
      const slope = (4 * (f[j]! - data.y[j]!)) / n / Math.cosh(w * data.z[j]! + b) ** 2;
      gw += slope * data.z[j]!;
      gb += slope;
    }
    x[i] = w - eta * gw + Math.sqrt(2 * lambda * eta) * noise[i]!;
    x[i + 1] = b - eta * gb + Math.sqrt(2 * lambda * eta) * noise[i + 1]!;
  }
}

/** N × error at rest by `plainStep`: `count` networks, recorded at every tenth step between t = 60 and 120. */
export function plainError(
  random: Random,
  { N, count, target, ...physics }: Plain & { N: number; count: number; target: Float64Array },
): number {
  const normals = () => Float64Array.from({ length: 2 * N }, () => random.normal());
  let [sum, records] = [0, 0];
  for (let b = 0; b < count; b++) {
    const x = normals();
    for (let k = 1; k * physics.eta < 120; k++) {
      plainStep(x, normals(), physics);
      if (k % 10 > 0 || k * physics.eta < 60) continue;
      const f = plainOutputs(x, physics.data.z);
      sum += f.reduce((total, fj, j) => total + (fj - target[j]!) ** 2, 0) / f.length;
      records++;
    }
  }
  return (N * sum) / records;
}
