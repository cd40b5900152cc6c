/** What the tests share: labs, runs, and the network with its derivatives written down once more in plain float64. */
import { nodeLabs } from '#lib/lab/node.ts';
import { defaults } from '#lib/lab/run.ts';
import type { Setting } from './data.ts';
import notebook from './notebook.ts';
import { simulate, type GroupFrame, type Params } from './simulation.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('group-imbalance');

export const base: Params = defaults(notebook.controls);
export const setting = (change: Partial<Setting> = {}): Setting => ({
  lambda: 0.2,
  sigma1: 0.5,
  sigma2: 1,
  shift: 0,
  n: 4000,
  ...change,
});

/** A run that can be steered: `until` gives the first frame that fits, at the parameters last given. */
export function open(change: Partial<Params> = {}, seed = 1) {
  const frames = simulate({ ...base, ...change }, labs.lab(seed));
  let now: Params = { ...base, ...change };
  return {
    async until(fits: (frame: GroupFrame) => boolean, more: Partial<Params> = {}): Promise<GroupFrame> {
      now = { ...now, ...more };
      for (;;) {
        const { value, done } = await frames.next(now);
        if (done) throw new Error('The simulation ended.');
        if (fits(value)) return value;
      }
    },
    close: () => frames.return(),
  };
}

/** H of Li et al., term by term; W[i, j] at K·i + j. */
export function plainH(W: ArrayLike<number>, x: ArrayLike<number>, K = 2): number {
  let H = 0;
  for (let j = 0; j < K; j++) {
    let u = 0;
    for (let i = 0; i < 4; i++) u += W[K * i + j]! * x[i]!;
    H += 1 / (1 + Math.exp(-u)) / K;
  }
  return H;
}

/** Mean cross-entropy of W at points X with labels y, which may be soft. */
export function plainLoss(W: ArrayLike<number>, X: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < y.length; k++) {
    const H = plainH(W, pointOf(X, k));
    sum -= y[k]! * Math.log(H) + (1 - y[k]!) * Math.log(1 - H);
  }
  return sum / y.length;
}

export const pointOf = (X: ArrayLike<number>, k: number): number[] => [0, 1, 2, 3].map((i) => X[4 * k + i]!);

/** Slopes of a function of 8 numbers by central differences. */
export function slopes(f: (W: Float64Array) => number, W: ArrayLike<number>, step = 1e-5): Float64Array {
  return Float64Array.from({ length: 8 }, (_, a) => {
    const moved = (by: number) => Float64Array.from(W, (w, i) => (i === a ? w + by : w));
    return (f(moved(step)) - f(moved(-step))) / (2 * step);
  });
}

/** E[∇H∇Hᵀ/(H(1 − H))] over points, ∇H by differences. `weighted` false: a mutant that forgets the 1/(H(1 − H)). */
export function plainFisher(
  W: ArrayLike<number>,
  X: ArrayLike<number>,
  n: number,
  weighted = true,
): Float64Array {
  const F = new Float64Array(64);
  for (let k = 0; k < n; k++) {
    const x = pointOf(X, k);
    const g = slopes((V) => plainH(V, x), W);
    const H = plainH(W, x);
    const weight = weighted ? 1 / (H * (1 - H)) : 1;
    for (let a = 0; a < 8; a++) for (let b = 0; b < 8; b++) F[8 * a + b]! += (weight * g[a]! * g[b]!) / n;
  }
  return F;
}
