/** What the tests share: labs, graphs, runs to their end. */
import { nodeLabs } from '#lib/lab/node.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import { drawGraph, kernel, type StepGraph } from './graph.ts';
import notebook from './notebook.ts';
import { simulate, type Params, type ReasoningFrame } from './simulation.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('metastable-reasoning');

export const base: Params = { ...defaults(notebook.controls), speed: 64 };

export const run = (change: Partial<Params> = {}, seed = 0): Promise<ReasoningFrame> =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

export const graphOf = (seed = 0, clusters = 6, size = 8): StepGraph =>
  drawGraph((purpose) => labs.lab(seed).random(purpose), clusters, size);

export const chainOf = (seed = 0, epsilon = 0.02, clusters = 6, size = 8) => {
  const graph = graphOf(seed, clusters, size);
  return { graph, P: kernel(graph, epsilon), N: clusters * size };
};

/** Two cliques of `size` statements with uniform steps, and one rare edge each way. */
export function cliques(size: number): StepGraph {
  const N = 2 * size;
  const inside = new Float64Array(N * N);
  for (let x = 0; x < N; x++) {
    const first = x < size ? 0 : size;
    for (let y = first; y < first + size; y++) if (y !== x) inside[x * N + y] = 1 / (size - 1);
  }
  return {
    clusters: 2,
    size,
    inside,
    edges: [
      { from: 0, to: size },
      { from: N - 1, to: size - 1 },
    ],
  };
}
