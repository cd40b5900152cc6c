/**
 * The two graphs as ONNX, for any number of networks, neurons, steps, data and grid points, and the trained network. The
 * page runs gibbs.onnx; it takes the steps of langevin.onnx in jax-js, and the file is for download and for the tests.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import type { Recipe, Workshop } from '#lib/lab/recipe.ts';
import { float32, int32, scalar } from '#lib/lab/tensor.ts';
import type { LangevinFrame } from './frame.ts';
import { gibbs, langevinStep, outputs } from './graphs.ts';
import { RIDGE } from './settings.ts';

const DATA = [
  { name: 'z', shape: ['n'] },
  { name: 'y', shape: ['n'] },
  { name: 'lambda', shape: [] },
  { name: 'ridge', shape: [] },
] as const;

const goldenData = () => ({
  z: float32([-1, -0.4, 0.3, 1], [4]),
  y: float32([0.2, -0.6, 0.8, 0.3], [4]),
  lambda: scalar(0.1),
  ridge: scalar(RIDGE),
});

export const recipes: Recipe[] = [
  {
    file: 'langevin',
    computes:
      'Steps of noisy gradient descent on B networks of N neurons (w, b), with the noise given; then their outputs.',
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportLoop({
        name: 'langevin',
        inputs: [
          { name: 'X', shape: ['B', 'N', 2] },
          { name: 'noise', shape: ['T', 'B', 'N', 2] },
          ...DATA,
          { name: 'eta', shape: [] },
          { name: 'steps', shape: [], dtype: 'int32' },
        ],
        steps: 'steps',
        each: ['noise'],
        start: ({ X }) => ({ X }),
        step: ({ X }, inputs) => ({ X: langevinStep(jax, X, inputs) }),
        finish: ({ X }, { z }) => [X.ref, outputs(jax, X, z)],
        outputs: ['X_next', 'f'],
      }),
    }),
    golden: (lab) => ({
      X: float32(normals(lab.random('golden'), 2 * 3 * 2), [2, 3, 2]),
      noise: float32(normals(lab.random('golden noise'), 10 * 2 * 3 * 2), [10, 2, 3, 2]),
      ...goldenData(),
      eta: scalar(0.05),
      steps: int32([10], []),
    }),
  },
  {
    file: 'gibbs',
    computes:
      'The mean output T(f), the covariance C of the neurons’ outputs and the density p ∝ exp(−U/λ) on a grid of neurons.',
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel(
        (f, grid, z, y, lambda, ridge) =>
          gibbs(jax, { f, grid, z, y, lambda, ridge } as Parameters<typeof gibbs>[1]),
        {
          name: 'gibbs',
          inputs: [{ name: 'f', shape: ['n'] }, { name: 'grid', shape: ['G', 2] }, ...DATA],
          outputs: ['T', 'C', 'p'],
        },
      ),
    }),
    golden: (lab) => ({
      f: float32([0.1, -0.2, 0.5, 0.2], [4]),
      grid: float32(normals(lab.random('golden'), 7 * 2), [7, 2]),
      ...goldenData(),
    }),
  },
];

/** The network that the page shows, its neurons baked in: z in, f(z) out. */
export async function exportTrained(
  frame: LangevinFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const N = frame.neurons;
  const X = jax.numpy.array(Float32Array.from(frame.cloud)).reshape([1, N, 2]);
  const bytes = onnx.exportModel((z) => outputs(jax, X.ref, z as JaxArray), {
    name: 'mean_field_network',
    description: 'f(z), the mean of R tanh(wz + b) over the neurons trained in the page.',
    inputs: [{ name: 'z', shape: ['n'] }],
    outputs: ['f'],
    metadata: { neurons: String(N), lambda: String(frame.lambda), time: frame.time.toFixed(2) },
  });
  X.dispose();
  return { file: 'mean_field_network', bytes };
}
