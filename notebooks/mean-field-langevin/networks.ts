/**
 * B networks of N neurons under noisy gradient descent, in jax-js: with steps this small a graphics device would lose
 * more to dispatch than it gains, and numbers are the same on every engine. (langevin.onnx is the same steps, to download.)
 * Every network has random numbers of its own, so that more networks, or another pace, change nothing for those there.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax, Lab, Random } from '#lib/notebook/types.ts';
import { langevinStep, outputs } from './graphs.ts';
import { RIDGE, type Data } from './settings.ts';

export interface Physics {
  readonly data: Data;
  readonly lambda: number;
  readonly eta: number;
}

export class Networks {
  readonly count: number;
  readonly neurons: number;
  /** Neurons (w, b): [count, neurons, 2]. */
  X: Float32Array;
  /** Outputs at the data after the last step: [count, n]. */
  f: Float32Array = new Float32Array(0);
  readonly #jax: Jax;
  readonly #streams: readonly Random[];

  private constructor(jax: Jax, starts: readonly Random[], streams: readonly Random[], neurons: number) {
    this.#jax = jax;
    this.#streams = streams;
    this.count = streams.length;
    this.neurons = neurons;
    this.X = new Float32Array(this.count * neurons * 2);
    starts.forEach((random, b) => {
      for (let i = 0; i < 2 * neurons; i++) this.X[2 * neurons * b + i] = random.normal();
    });
  }

  /** Networks whose neurons are drawn from N(0, I); `name` tells their random numbers from others'. */
  static async open(lab: Lab, name: string, count: number, neurons: number): Promise<Networks> {
    const each = (what: string) =>
      Array.from({ length: count }, (_, b) => lab.random(`${name} ${b} ${what}`));
    return new Networks(await lab.jax(), each('start'), each('noise'), neurons);
  }

  /** Takes `steps` steps (0 only computes the outputs). */
  async advance({ data, lambda, eta }: Physics, steps: number): Promise<void> {
    const { numpy: np } = this.#jax;
    const { step, read } = kernels(this.#jax);
    const z = np.array(Float32Array.from(data.z));
    const y = np.array(Float32Array.from(data.y));
    let X = this.#array(this.X, this.count);
    for (let t = 0; t < steps; t++) {
      const noise = this.#array(this.#noise(), this.count);
      X = step(X, noise, z.ref, y.ref, np.array(lambda), np.array(RIDGE), np.array(eta));
    }
    y.dispose();
    const f = read(X.ref, z);
    this.f = (await f.data()) as Float32Array;
    this.X = (await X.data()) as Float32Array;
    if (!this.f.every(Number.isFinite)) {
      throw new Error(`The outputs are no longer finite with step size η = ${eta} and λ = ${lambda}.`);
    }
  }

  /** Outputs of the first `count` networks at any z: [count, z.length]. */
  async curves(z: Float64Array, count: number): Promise<Float32Array> {
    const X = this.#array(this.X.slice(0, count * this.neurons * 2), count);
    const points = this.#jax.numpy.array(Float32Array.from(z));
    return (await kernels(this.#jax).read(X, points).data()) as Float32Array;
  }

  /** The neurons of one network. */
  cloud(b: number): Float32Array {
    return this.X.slice(2 * this.neurons * b, 2 * this.neurons * (b + 1));
  }

  #array(values: Float32Array, count: number): JaxArray {
    return this.#jax.numpy.array(values as Float32Array<ArrayBuffer>).reshape([count, this.neurons, 2]);
  }

  /** Standard normals for one step of all networks. */
  #noise(): Float32Array {
    const size = 2 * this.neurons;
    const noise = new Float32Array(this.count * size);
    this.#streams.forEach((random, b) => {
      for (let i = b * size; i < (b + 1) * size; i++) noise[i] = random.normal();
    });
    return noise;
  }
}

interface Kernels {
  readonly step: (...inputs: JaxArray[]) => JaxArray;
  readonly read: (X: JaxArray, z: JaxArray) => JaxArray;
}
const compiled = new WeakMap<Jax, Kernels>();

/** The step and the outputs, compiled once for each shape. */
function kernels(jax: Jax): Kernels {
  let made = compiled.get(jax);
  if (!made) {
    const step = (
      X: JaxArray,
      noise: JaxArray,
      z: JaxArray,
      y: JaxArray,
      lambda: JaxArray,
      ridge: JaxArray,
      eta: JaxArray,
    ) => langevinStep(jax, X, { noise, z, y, lambda, ridge, eta });
    const read = (X: JaxArray, z: JaxArray) => outputs(jax, X, z);
    made = { step: jax.jit(step), read: jax.jit(read) } as unknown as Kernels;
    compiled.set(jax, made);
  }
  return made;
}
