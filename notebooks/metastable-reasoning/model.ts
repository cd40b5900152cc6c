/** The three graphs as ONNX, for any number of statements, targets, walkers and steps. None has weights. */
import type { Array as JaxArray } from '@jax-js/jax';
import { graphRecipe, type Recipe } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { cumulative, drawGraph, kernel } from './graph.ts';
import { hit, ppoStep, walkStep } from './graphs.ts';

/** A small chain for the golden inputs: three clusters of four. */
function example(lab: Lab) {
  const graph = drawGraph((purpose) => lab.random(purpose), 3, 4);
  return { graph, P: kernel(graph, 0.1), N: 12 };
}

export const recipes: Recipe[] = [
  {
    ...graphRecipe({
      file: 'hit',
      computes: 'Solves (I − A)h = b for every target cluster by summing 2²⁰ terms of the Neumann series.',
      graph: (jax, P, mask, b) => [hit(jax, P as JaxArray, mask as JaxArray, b as JaxArray)],
      inputs: { P: ['N', 'N'], mask: ['K', 'N'], b: ['K', 'N'] },
      outputs: ['h'],
      golden: (lab) => {
        const { P, N } = example(lab);
        const mask = Float32Array.from({ length: 3 * N }, (_, i) =>
          Math.floor((i % N) / 4) === Math.floor(i / N) ? 0 : 1,
        );
        return { P: float32(P, [N, N]), mask: float32(mask, [3, N]), b: float32(mask, [3, N]) };
      },
    }),
    // The condition number of I − A is about the largest hitting time, here 100.
    tolerance: 1e-4,
  },
  graphRecipe({
    file: 'ppo',
    computes: 'One inner step of PPO-Clip on every row of a tabular softmax policy.',
    graph: (jax, logits, old, reward, c) =>
      ppoStep(jax, logits as JaxArray, old as JaxArray, reward as JaxArray, c as JaxArray),
    inputs: { logits: ['N', 'N'], old: ['N', 'N'], reward: ['N', 'N'], c: [] },
    outputs: ['logits_next', 'ratio'],
    golden: (lab) => {
      const { graph, P, N } = example(lab);
      const reward = new Float32Array(N * N);
      for (const { from, to } of graph.edges) reward[from * N + to] = 1;
      return {
        logits: float32(P.map(logit), [N, N]),
        old: float32(P, [N, N]),
        reward: float32(reward, [N, N]),
        c: scalar(0.2),
      };
    },
  }),
  {
    file: 'walk',
    computes: 'Walkers that take one step per row of given uniforms.',
    seed: 0,
    tolerance: 0,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportLoop({
        name: 'walk',
        inputs: [
          { name: 'cdf', shape: ['N', 'N'] },
          { name: 'x0', shape: ['B'] },
          { name: 'u', shape: ['T', 'B'] },
          { name: 'steps', shape: [], dtype: 'int32' },
        ],
        steps: 'steps',
        each: ['u'],
        start: ({ x0 }) => ({ x: x0 }),
        step: ({ x }, { cdf, u }) => {
          const next = walkStep(jax, cdf, x, u);
          return { x: next.ref, path: next };
        },
        finish: ({ x, path }) => {
          x.dispose();
          return [path];
        },
        outputs: ['path'],
      }),
    }),
    golden: (lab) => {
      const { P, N } = example(lab);
      const random = lab.random('golden');
      const u = Float32Array.from({ length: 5 * 4 }, () => random.uniform());
      return {
        cdf: float32(cumulative(P, N), [N, N]),
        x0: float32([0, 5, 7, 11], [4]),
        u: float32(u, [5, 4]),
        steps: { data: Int32Array.of(5), shape: [] },
      };
    },
  },
];

/** Logit of a probability; −10⁴ where it is zero, whose softmax is zero in every precision. */
export const logit = (p: number): number => (p > 0 ? Math.log(p) : -1e4);
