/**
 * The graphs of the notebook, written once in jax-js: the field over the globe, the settling of many points, and the
 * training step of U-Hop+ (which the page runs in jax-js; the file is for download and for the tests).
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Recipe, Workshop } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import { normals } from '#lib/lab/random.ts';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { letterMatrix, PIXELS } from './letters.ts';
import type { HopfieldFrame } from './simulation.ts';
import { adamStep, features, type AdamState } from './uhop.ts';

export const SETTLE_STEPS = 60;

/** p = softmax(βYq) for every row of q. */
export function weights({ numpy: np, nn }: Jax, q: JaxArray, Y: JaxArray, beta: JaxArray): JaxArray {
  return nn.softmax(np.matmul(q, np.transpose(Y)).mul(beta), -1);
}

/** E, T and p for every row of q; ∇E = q − T. */
export function field(jax: Jax, q: JaxArray, Y: JaxArray, beta: JaxArray): JaxArray[] {
  const { numpy: np, nn } = jax;
  const logits = np.matmul(q.ref, np.transpose(Y.ref)).mul(beta.ref);
  const energy = np.sum(np.square(q), -1).mul(0.5).sub(nn.logsumexp(logits.ref, -1).div(beta));
  const p = nn.softmax(logits, -1);
  return [energy, np.matmul(p.ref, Y), p];
}

const QUERIES = [
  { name: 'q', shape: ['G', 'D'] },
  { name: 'Y', shape: ['M', 'D'] },
  { name: 'beta', shape: [] },
] as const;

const LETTERS: Recipe = {
  file: 'uhop_step',
  computes: 'One Adam step of U-Hop+ on the separation loss of the letters.',
  seed: 0,
  tolerance: 1e-5,
  build: async ({ jax, onnx }) => ({
    bytes: onnx.exportModel((...state) => adamStep(jax, ...(state as AdamState)), {
      name: 'uhop_step',
      inputs: [
        ...['W', 'm', 'v'].map((name) => ({ name, shape: [PIXELS, 'D'] })),
        { name: 'X', shape: ['M', PIXELS] },
        ...['tau', 'lr', 't'].map((name) => ({ name, shape: [] })),
      ],
      outputs: ['W_next', 'm_next', 'v_next', 'loss', 'Y'],
    }),
  }),
  golden: (lab) => ({
    W: float32(normals(lab.random('golden'), PIXELS * 3), [PIXELS, 3]),
    m: float32(new Float32Array(PIXELS * 3), [PIXELS, 3]),
    v: float32(new Float32Array(PIXELS * 3), [PIXELS, 3]),
    X: float32(letterMatrix(6), [6, PIXELS]),
    tau: scalar(0.3),
    lr: scalar(0.05),
    t: scalar(1),
  }),
};

export const recipes: Recipe[] = [
  {
    file: 'field',
    computes:
      'The energy E, the retrieval map T (so ∇E = q − T) and the attention weights p at given points.',
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel((q, Y, beta) => field(jax, q as JaxArray, Y as JaxArray, beta as JaxArray), {
        name: 'field',
        inputs: QUERIES,
        outputs: ['E', 'T', 'P'],
      }),
    }),
    golden: goldenPoints,
  },
  {
    file: 'settle',
    computes: `Where given points end after ${SETTLE_STEPS} retrieval steps, and their attention weights there.`,
    seed: 0,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({ bytes: exportSettle(jax, onnx) }),
    golden: goldenPoints,
  },
  LETTERS,
];

/** The retrieval map, iterated: one ONNX Loop whose body is T. */
function exportSettle(jax: Jax, onnx: Workshop['onnx']): Uint8Array {
  const { numpy: np } = jax;
  return onnx.exportLoop({
    name: 'settle',
    inputs: QUERIES,
    steps: SETTLE_STEPS,
    start: ({ q }) => ({ q: q as JaxArray }),
    step: ({ q }, { Y, beta }) => ({
      q: np.matmul(weights(jax, q as JaxArray, (Y as JaxArray).ref, beta as JaxArray), Y as JaxArray),
    }),
    finish: ({ q }, { Y, beta }) => [
      (q as JaxArray).ref,
      weights(jax, q as JaxArray, Y as JaxArray, beta as JaxArray),
    ],
    outputs: ['settled', 'P'],
  });
}

/** Four points and five memories in the plane's next dimension: small, and no two alike. */
function goldenPoints(lab: Lab) {
  const random = lab.random('golden');
  return {
    q: float32(normals(random, 4 * 3), [4, 3]),
    Y: float32(normals(random, 5 * 3), [5, 3]),
    beta: scalar(3),
  };
}

/** The feature map as learned (and dragged) in the page, baked into a retrieval layer: letters → Φ → T. */
export async function exportTrained(
  frame: HopfieldFrame,
  { jax, onnx }: Workshop,
): Promise<{ file: string; bytes: Uint8Array }> {
  const { numpy: np } = jax;
  const { memories: M, dimension: D, beta } = frame;
  const W = np.array(Float32Array.from(frame.weights)).reshape([PIXELS, D]);
  const X = np.array(Float32Array.from(letterMatrix(M))).reshape([M, PIXELS]);
  const retrieve = (letters: JaxArray, sharpness: JaxArray) => {
    const Y = features(jax, W.ref, X.ref);
    const q = features(jax, W.ref, letters);
    const p = weights(jax, q, Y.ref, sharpness);
    return [np.matmul(p.ref, Y), p];
  };
  const bytes = onnx.exportModel(
    (letters, sharpness) => retrieve(letters as JaxArray, sharpness as JaxArray),
    {
      name: 'hopfield_retrieval',
      description: 'Letters (rows of 35 pixels, ±1) to features Φ, one retrieval step T and its weights p.',
      inputs: [
        { name: 'letters', shape: ['B', PIXELS] },
        { name: 'beta', shape: [] },
      ],
      outputs: ['T', 'P'],
      metadata: { memories: String(M), dimension: String(D), beta: String(beta) },
    },
  );
  W.dispose();
  X.dispose();
  return { file: 'hopfield_retrieval', bytes };
}
