/** What the tests share: points, runs to their end, and the energy written down once more. */
import { nodeLabs } from '#lib/lab/node.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import type { Memories } from './hopfield.ts';
import notebook from './notebook.ts';
import { simulate, type HopfieldFrame, type Params } from './simulation.ts';
import { randomPoints } from './sphere.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('hopfield-capacity');

export const base: Params = { ...defaults(notebook.controls), study: 'recall' };

export const run = (change: Partial<Params> = {}, seed = 0): Promise<HopfieldFrame> =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

/** Random points on the sphere. */
export const cloud = (M: number, D: number, purpose = 'test'): Memories => {
  const random = labs.lab(1).random(purpose);
  return { Y: randomPoints(() => random.normal(), D, M), M, D };
};

/** E written down once more from the paper's formula, in plain float64 and without taking out the largest term. */
export const plainEnergy = ({ Y, M, D }: Memories, y: ArrayLike<number>, beta: number): number => {
  let sum = 0;
  let norm = 0;
  for (let d = 0; d < D; d++) norm += y[d]! ** 2;
  for (let mu = 0; mu < M; mu++) {
    let dot = 0;
    for (let d = 0; d < D; d++) dot += Y[mu * D + d]! * y[d]!;
    sum += Math.exp(beta * dot);
  }
  return norm / 2 - Math.log(sum) / beta;
};
