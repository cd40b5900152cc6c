/** The graphs of the notebook: one retrieval step of every model, exported from jax-js. None has weights. */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Recipe } from '#lib/lab/recipe.ts';
import { normals, sample } from '#lib/lab/random.ts';
import { float32, int32, int64, scalar } from '#lib/lab/tensor.ts';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import type { InputSpec } from '#lib/onnx/inputs.ts';
import { dense, gathered, linear, masked, positiveFeatures, topK } from './graphs.ts';

const QUERIES: readonly InputSpec[] = [
  { name: 'q', shape: ['L', 'd'] },
  { name: 'X', shape: ['M', 'd'] },
];
const BETA: InputSpec = { name: 'beta', shape: [] };

/** Five queries and seven memories in four dimensions: small, and no two alike. */
function goldenPoints(lab: Lab) {
  const random = lab.random('golden');
  return {
    q: float32(normals(random, 5 * 4), [5, 4]),
    X: float32(normals(random, 7 * 4), [7, 4]),
    beta: scalar(1.5),
  };
}

interface Graph {
  readonly file: string;
  readonly computes: string;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly string[];
  readonly golden: Recipe['golden'];
  fn(jax: Jax, arrays: JaxArray[]): JaxArray | JaxArray[];
}

type Arrays<N extends number> = N extends 3
  ? [JaxArray, JaxArray, JaxArray]
  : [JaxArray, JaxArray, JaxArray, JaxArray];

const recipe = ({ file, computes, inputs, outputs, golden, fn }: Graph): Recipe => ({
  file,
  computes,
  seed: 0,
  tolerance: 1e-5,
  build: async ({ jax, onnx }) => ({
    bytes: onnx.exportModel((...arrays) => fn(jax, arrays), { name: file, inputs, outputs }),
  }),
  golden,
});

export const recipes: Recipe[] = [
  recipe({
    file: 'retrieve_dense',
    computes: 'One step T of dense retrieval, the energy E, and the weights P over all memories.',
    inputs: [...QUERIES, BETA],
    outputs: ['T', 'E', 'P'],
    golden: goldenPoints,
    fn: (jax, arrays) => dense(jax, ...(arrays as Arrays<3>)),
  }),
  recipe({
    file: 'retrieve_mask',
    computes: 'The same over the memories that a mask keeps.',
    inputs: [...QUERIES, BETA, { name: 'keep', shape: ['M'] }],
    outputs: ['T', 'E', 'P'],
    golden: (lab) => ({ ...goldenPoints(lab), keep: float32([1, 0, 1, 1, 0, 0, 1], [7]) }),
    fn: (jax, arrays) => masked(jax, ...(arrays as Arrays<4>)),
  }),
  recipe({
    file: 'retrieve_topk',
    computes: 'The same over the K memories with the largest scores, chosen per query.',
    inputs: [...QUERIES, BETA, { name: 'K', shape: [], dtype: 'int32' }],
    outputs: ['T', 'E', 'P'],
    golden: (lab) => ({ ...goldenPoints(lab), K: int32([3], []) }),
    fn: (jax, arrays) => topK(jax, ...(arrays as Arrays<4>)),
  }),
  recipe({
    file: 'retrieve_gather',
    computes: 'One step over K memories that are given per query, without any matrix of queries by memories.',
    inputs: [...QUERIES, { name: 'idx', shape: ['L', 'K'], dtype: 'int64' }, BETA],
    outputs: ['T'],
    golden: (lab) => {
      const random = lab.random('golden choice');
      const idx = Array.from({ length: 5 }, () => sample(random, 7, 3)).flat();
      return { ...goldenPoints(lab), idx: int64(idx, [5, 3]) };
    },
    fn: (jax, arrays) => gathered(jax, ...(arrays as Arrays<4>)),
  }),
  recipe({
    file: 'retrieve_linear',
    computes: 'One step of linear retrieval, φ = elu + 1, in time linear in the number of memories.',
    inputs: [...QUERIES, BETA],
    outputs: ['T'],
    golden: goldenPoints,
    fn: (jax, arrays) => linear(jax, ...(arrays as Arrays<3>)),
  }),
  recipe({
    file: 'retrieve_prf',
    computes:
      'One step by positive random features Ω of e^{β⟨x, ξ⟩}, in time linear in the number of memories.',
    inputs: [...QUERIES, { name: 'omega', shape: ['F', 'd'] }, BETA],
    outputs: ['T'],
    golden: (lab) => ({
      ...goldenPoints(lab),
      omega: float32(normals(lab.random('golden features'), 6 * 4), [6, 4]),
    }),
    fn: (jax, arrays) => positiveFeatures(jax, ...(arrays as Arrays<4>)),
  }),
];
