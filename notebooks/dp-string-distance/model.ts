/**
 * The four graphs of the data structure. `flip`, `query` and `audit` are written in jax-js; `encode` adds at indices,
 * which jax-js has no operator for, and is built by hand. None has weights; every size is free at run time.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import { float32, int64, scalar } from '#lib/lab/tensor.ts';
import type { Recipe } from '#lib/lab/recipe.ts';
import type { Jax, Lab, Tensor } from '#lib/notebook/types.ts';
import { chooseSamples, type Dim } from '#lib/onnx/dimension.ts';
import { GraphBuilder } from '#lib/onnx/graph-builder.ts';
import { DEFAULT_OPSET, writeModel } from '#lib/onnx/write-model.ts';
import { flipRate, realizableRate, uniforms } from './budget.ts';
import { randomBits } from './bits.ts';
import { placeItems } from './hash.ts';

const LAYOUT = { rows: 2, groups: 4, buckets: 4 };
const SKETCH = ['m', 'M1', 'M2', 'M3'];
const metadata = { license: 'MIT', recipe: 'notebooks/dp-string-distance/model.ts' };

/**
 * S[a, i, j, c] = (number of items of string a that row i puts into bucket (j, c)) mod 2. The input `buckets` is one
 * empty row, M₂×M₃ zeros: it says how large the sketch is.
 */
export function encodeGraph(): Uint8Array<ArrayBuffer> {
  const symbols = chooseSamples(['m', 'n', 'M1', 'M2', 'M3']);
  const [m = 1, n = 1, m1 = 1, m2 = 1, m3 = 1] = symbols.map(({ samples }): Dim => samples);
  const times = (a: Dim, b: Dim): Dim =>
    symbols[0]?.samples.map((_, t) =>
      [a, b].reduce<number>((x, y) => x * (typeof y === 'number' ? y : (y[t] ?? 1)), 1),
    ) ?? 1;
  const graph = new GraphBuilder();
  const bits = graph.input('bits', 'float32', [m, n]);
  const index = graph.input('idx', 'int64', [m1, times(2, n)]);
  const empty = graph.input('buckets', 'float32', [m2, m3]);
  const float = (
    op: string,
    inputs: Parameters<GraphBuilder['node']>[1],
    shape: readonly Dim[],
    attributes = {},
  ) => graph.node(op, inputs, { dtype: 'float32', shape }, attributes);
  const sizes = (op: string, inputs: Parameters<GraphBuilder['node']>[1], length: number, attributes = {}) =>
    graph.node(op, inputs, { dtype: 'int64', shape: [length] }, attributes);

  // Of the items 2p and 2p + 1 exactly one is in the string: (1 − bit, bit) interleaved.
  const zero = float('Sub', [graph.scalar('float32', 1), bits], [m, n]);
  const pairs = [zero, bits].map((side) => float('Unsqueeze', [side, graph.int64([2])], [m, n, 1]));
  const both = float('Concat', pairs, [m, n, 2], { axis: 2 });
  const present = float('Reshape', [both, graph.int64([0, 1, -1])], [m, 1, times(2, n)]);
  const strings = sizes('Shape', [bits], 1, { start: 0, end: 1 });
  const wide = sizes('Concat', [strings, sizes('Shape', [index], 2)], 3, { axis: 0 });
  const items = float('Expand', [present, wide], [m, m1, times(2, n)]);
  const places = graph.node('Expand', [index, wide], { dtype: 'int64', shape: [m, m1, times(2, n)] });

  const flat = float('Reshape', [empty, graph.int64([-1])], [times(m2, m3)]);
  const rows = sizes('Concat', [strings, sizes('Shape', [index], 1, { start: 0, end: 1 })], 2, { axis: 0 });
  const flatShape = sizes('Concat', [rows, sizes('Shape', [flat], 1)], 3, { axis: 0 });
  const zeros = float('Expand', [flat, flatShape], [m, m1, times(m2, m3)]);
  const counts = float('ScatterElements', [zeros, places, items], [m, m1, times(m2, m3)], {
    axis: 2,
    reduction: 'add',
  });
  const parity = float('Mod', [counts, graph.scalar('float32', 2)], [m, m1, times(m2, m3)], { fmod: 1 });
  const shape = sizes('Concat', [rows, sizes('Shape', [empty], 2)], 4, { axis: 0 });
  graph.output('S', float('Reshape', [parity, shape], [m, m1, m2, m3]));
  return writeModel(graph, {
    name: 'encode',
    description: 'Parity sketch of bit strings (Porat and Lipsky 2007)',
    opset: DEFAULT_OPSET,
    metadata,
    symbols,
  });
}

/** |S − 1[U < q]|: randomised response, one independent coin per sketch bit. */
export const flip =
  ({ numpy: np }: Jax) =>
  (sketch: JaxArray, uniform: JaxArray, q: JaxArray): JaxArray =>
    np.abs(sketch.sub(uniform.less(q).astype(np.float32)));

/** ln(1 + y) for small y in 32 bits (Kahan): the rounding of 1 + y cancels between numerator and denominator. */
function log1p({ numpy: np }: Jax, y: JaxArray): JaxArray {
  const rounded = y.ref.add(1);
  const lost = rounded.ref.sub(1);
  const tiny = np.abs(lost.ref).less(1e-30);
  const ratio = y.ref.div(np.where(tiny.ref, 1, lost));
  return np.where(tiny, y, np.log(rounded).mul(ratio));
}

/** The paper's answer, the debiased answer, and the odd cells Z of every row. */
export const query =
  (jax: Jax) =>
  (released: JaxArray, own: JaxArray, q: JaxArray): JaxArray[] => {
    const { numpy: np } = jax;
    const buckets = np.sum(np.onesLike(own.ref.slice(0, 0)));
    const differing = np.sum(np.abs(released.sub(own)), 3);
    const raw = np.sum(np.max(differing.ref, 1), 1).mul(0.5);
    const z = np.sum(differing, 2);
    const noise = q.ref.mul(buckets.ref);
    const odd = np.mean(z.ref.sub(noise).div(q.mul(-2).add(1)), 1);
    const share = np.minimum(odd.div(buckets.ref), 0.4995);
    const one = log1p(jax, np.reciprocal(buckets).mul(-2));
    return [raw, log1p(jax, share.mul(-2)).div(one).mul(0.5), z];
  };

/** T = Σ |S̃ − S₁| − |S̃ − S₀| for fake releases S̃ of S₀; the log-likelihood ratio is T·ln((1 − q)/q). */
export const audit =
  ({ numpy: np }: Jax) =>
  (s0: JaxArray, s1: JaxArray, uniform: JaxArray, q: JaxArray): JaxArray => {
    const released = np.abs(s0.ref.sub(uniform.less(q).astype(np.float32)));
    return np.sum(np.abs(released.ref.sub(s1)).sub(np.abs(released.sub(s0))), 1);
  };

const goldenBits = (lab: Lab) => float32(randomBits(lab.random('golden bits'), 3 * 16), [3, 16]);
const goldenSketch = (lab: Lab, m: number, purpose: string) =>
  float32(randomBits(lab.random(purpose), m * 32), [m, 2, 4, 4]);
const goldenUniforms = (lab: Lab, shape: number[]): Tensor =>
  float32(
    uniforms(
      lab.random('golden uniforms'),
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  );
const goldenRate = () => scalar(realizableRate(flipRate(4, 4)));

export const recipes: readonly Recipe[] = [
  {
    file: 'encode',
    computes:
      'Parity sketch: every item is added into one bucket of every row, then the counts are taken mod 2.',
    seed: 7,
    tolerance: 0,
    build: async () => ({ bytes: encodeGraph() }),
    golden: (lab) => ({
      bits: goldenBits(lab),
      idx: int64(placeItems(16, LAYOUT, 7), [2, 32]),
      buckets: float32(new Float32Array(16), [4, 4]),
    }),
  },
  {
    file: 'flip',
    computes: 'Randomised response: a sketch bit is flipped where its uniform number is below q.',
    seed: 7,
    tolerance: 0,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel(flip(jax), {
        name: 'flip',
        inputs: [
          { name: 'S', shape: SKETCH },
          { name: 'U', shape: SKETCH },
          { name: 'q', shape: [] },
        ],
        outputs: ['St'],
        metadata,
      }),
    }),
    golden: (lab) => ({
      S: goldenSketch(lab, 3, 'golden sketch'),
      U: goldenUniforms(lab, [3, 2, 4, 4]),
      q: goldenRate(),
    }),
  },
  {
    file: 'query',
    computes: "Distances from a released sketch: the paper's decoder and the debiased one.",
    seed: 7,
    tolerance: 1e-5,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel(query(jax), {
        name: 'query',
        inputs: [
          { name: 'St', shape: SKETCH },
          { name: 'SB', shape: [1, 'M1', 'M2', 'M3'] },
          { name: 'q', shape: [] },
        ],
        outputs: ['raw', 'deb', 'Z'],
        metadata,
      }),
    }),
    golden: (lab) => ({
      St: goldenSketch(lab, 3, 'golden sketch'),
      SB: goldenSketch(lab, 1, 'golden query'),
      q: goldenRate(),
    }),
  },
  {
    file: 'audit',
    computes:
      "The attacker's statistic for R fake releases: which of two neighbours do the changed bits resemble?",
    seed: 7,
    tolerance: 0,
    build: async ({ jax, onnx }) => ({
      bytes: onnx.exportModel(audit(jax), {
        name: 'audit',
        inputs: [
          { name: 'S0', shape: ['D'] },
          { name: 'S1', shape: ['D'] },
          { name: 'U', shape: ['R', 'D'] },
          { name: 'q', shape: [] },
        ],
        outputs: ['T'],
        metadata,
      }),
    }),
    golden: (lab) => ({
      S0: float32([0, 1, 0, 1], [4]),
      S1: float32([1, 0, 1, 0], [4]),
      U: goldenUniforms(lab, [8, 4]),
      q: goldenRate(),
    }),
  },
];
