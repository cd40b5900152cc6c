/** What the tests share: labs, runs to their end, random memories, and a dense update written down once more. */
import { nodeLabs } from '#lib/lab/node.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import notebook from './notebook.ts';
import { unitVectors } from './pairs.ts';
import { everyMemory, retriever, type Memories, type ModelName, type RetrieverOptions } from './retrieval.ts';
import { simulate, type HopfieldFrame, type Params } from './simulation.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('nonparametric-hopfield');

export const base: Params = defaults(notebook.controls);

export const run = (change: Partial<Params> = {}, seed = 0): Promise<HopfieldFrame> =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

export const vectors = (M: number, d: number, purpose = 'test'): Memories =>
  unitVectors(labs.lab(1), purpose, M, d);

export const mapOf = (memories: Memories, model: ModelName, options: Partial<RetrieverOptions> = {}) =>
  retriever(memories, {
    model,
    beta: 5,
    members: everyMemory(memories.M),
    kept: 3,
    omega: new Float64Array(),
    ...options,
  });

/** softmax(βΞx) (Ramsauer et al. 2021) over the rows in `who`, in plain float64 without taking out the largest term. */
export function plainUpdate({ X, d }: Memories, who: readonly number[], beta: number, x: ArrayLike<number>) {
  const weights = who.map((mu) => {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += X[mu * d + i]! * x[i]!;
    return Math.exp(beta * sum);
  });
  const total = weights.reduce((a, b) => a + b, 0);
  const T = Array.from({ length: d }, (_, i) =>
    who.reduce((sum, mu, k) => sum + (weights[k]! / total) * X[mu * d + i]!, 0),
  );
  return { T, p: weights.map((weight) => weight / total), logSum: Math.log(total) / beta };
}
