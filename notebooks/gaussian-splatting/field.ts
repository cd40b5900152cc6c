/** Where Gaussians are at time t and how opaque, in float64: what the graph deform is checked against. */
import { layersOf, OCTAVES, sigmoid, type Gaussians, type NetName } from './gaussians.ts';

export interface Modules {
  readonly moves: boolean;
  readonly enhanced: boolean;
}

/** sin 2ᵏπp, then cos 2ᵏπp, octave by octave. */
export function encode(p: readonly number[]): number[] {
  const turns = Array.from({ length: OCTAVES }, (_, k) => p.map((value) => Math.PI * 2 ** k * value)).flat();
  return [...turns.map(Math.sin), ...turns.map(Math.cos)];
}

/** One dense layer of weights [inputs, outputs] that start at `from`, its bias after them. */
function dense(flat: ArrayLike<number>, from: number, input: readonly number[], outputs: number): number[] {
  const bias = from + input.length * outputs;
  return Array.from({ length: outputs }, (_, j) =>
    input.reduce(
      (sum, value, i) => sum + value * (flat[from + i * outputs + j] as number),
      flat[bias + j] as number,
    ),
  );
}

/** Two hidden layers of ReLU. */
export function network(name: NetName, flat: ArrayLike<number>, input: readonly number[]): number[] {
  const widths = layersOf(name).flatMap((shape) => (shape.length === 1 ? shape : []));
  let [from, values] = [0, input];
  widths.forEach((outputs, i) => {
    const sums = dense(flat, from, values, outputs);
    from += (values.length + 1) * outputs;
    values = i < 2 ? sums.map((value) => Math.max(0, value)) : sums;
  });
  return [...values];
}

export interface Placed {
  /** [N, 3] and [N]. */
  readonly x: Float64Array;
  readonly o: Float64Array;
}

/** x′ and o′ of every Gaussian at time t. */
export function field(g: Gaussians, t: number, { moves, enhanced }: Modules): Placed {
  const n = g.o.length;
  const x = Float64Array.from(g.x);
  const o = Float64Array.from(g.o);
  const time = encode([t / 24]);
  for (let i = 0; i < n; i++) {
    const at = [0, 1, 2].map((k) => g.x[3 * i + k] as number);
    const space = encode(at.map((value) => value / 20));
    const [a1 = 0, a2 = 0] = network('dem', g.dem, [...space, ...time, g.d[i] as number]);
    const gate = enhanced ? 2 * sigmoid(a1 + 4 * (g.d[i] as number)) : 1;
    if (moves)
      network('move', g.move, [...space, ...time]).forEach((value, k) => {
        x[3 * i + k] = (x[3 * i + k] as number) + 5 * value * gate;
      });
    if (!enhanced) continue;
    const own = [...space, ...[0, 1, 2].map((k) => g.s[3 * i + k] as number), g.o[i] as number];
    o[i] = (o[i] as number) + 2 * a2 + 2 * (network('oem', g.oem, own)[0] as number);
  }
  return { x, o };
}
