/**
 * Where Gaussians are at time t and how opaque, in jax-js (float64 twin: field.ts).
 *
 *   deformable:  x′ = x + 5 D(γ(x), γ(t))
 *   enhanced:    x′ = x + 5 D · 2σ(a₁ + 4d),  o′ = o + 2a₂ + 2 OEM(γ(x), s, o),  (a₁, a₂) = DEM(γ(x), γ(t), d)
 *
 * γ takes 4 octaves of x/20 and t/24.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { layersOf, OCTAVES, type NetName } from './gaussians.ts';
import { keeping, type Keeping } from './keep.ts';
import { waves } from './waves.ts';

export interface FieldInputs {
  readonly x: JaxArray;
  readonly s: JaxArray;
  readonly o: JaxArray;
  readonly d: JaxArray;
  /** Shape []. */
  readonly t: JaxArray;
  readonly move: JaxArray;
  readonly dem: JaxArray;
  readonly oem: JaxArray;
  /** 1 or 0, shape []: whether Gaussians move, and whether DEM and OEM act. */
  readonly moves: JaxArray;
  readonly enhanced: JaxArray;
}

/** [n, m] → [n, 2 · OCTAVES · m]: sin 2ᵏπp, then cos 2ᵏπp, k = 0 … 3. In turns the octaves are exact: 2ᵏ⁻¹p. */
export const encode = (k: Keeping, p: JaxArray): JaxArray =>
  waves(k, k.join(1, ...Array.from({ length: OCTAVES }, (_, octave) => k.mul(p, 2 ** (octave - 1)))));

/** Two hidden layers of ReLU; weights flat, every layer's bias after its matrix: a last row, for an input that is 1. */
function network(k: Keeping, name: NetName, flat: JaxArray, input: JaxArray): JaxArray {
  const one = k.np.ones([input.shape[0] as number, 1]);
  const widths = layersOf(name).flatMap((shape) => (shape.length === 1 ? shape : []));
  let from = 0;
  return widths.reduce((values, outputs, layer) => {
    const rows = (values.shape[1] as number) + 1;
    const matrix = flat.ref.slice([from, (from += rows * outputs)]).reshape([rows, outputs]);
    const sums = k
      .matmul(k.inFours(k.join(1, values, one), 1), k.inFours(k.inFours(matrix, 0), 1))
      .slice([], [0, outputs]);
    return layer < widths.length - 1 ? k.relu(sums) : sums;
  }, input);
}

/** [x′: [N, 3], o′: [N]]. */
export function field(jax: Jax, g: FieldInputs): [JaxArray, JaxArray] {
  const k = keeping(jax);
  const n = g.x.shape[0] as number;
  // Not divided: a product is rounded the same way on every engine, a quotient is not on WebGPU.
  const space = encode(k, k.mul(g.x, 1 / 20));
  const time = encode(k, k.reshape(k.mul(g.t, 1 / 24), [1, 1]));
  const both = k.join(1, space, k.add(k.np.zeros([n, 1]), time));
  const d = k.reshape(g.d, [n, 1]);
  const a = network(k, 'dem', g.dem, k.join(1, both, d));
  const gate = k.mul(k.sigmoid(k.add(a.ref.slice([], [0, 1]), k.mul(d, 4))), 2);
  // gate^enhanced without a branch: 1 where the module is off.
  const factor = k.add(k.mul(k.sub(gate, 1), g.enhanced), 1);
  const shift = k.mul(k.mul(network(k, 'move', g.move, both), 5), factor);
  const refined = network(k, 'oem', g.oem, k.join(1, space, g.s, k.reshape(g.o, [n, 1])));
  const more = k.mul(k.add(a.ref.slice([], [1, 2]), refined), 2);
  return [k.add(g.x, k.mul(shift, g.moves)), k.add(g.o, k.reshape(k.mul(more, g.enhanced), [n]))];
}
