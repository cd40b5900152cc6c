/**
 * B networks of N neurons under noisy gradient descent, all by langevin.onnx. Every network has random numbers of its
 * own, so that more networks, or another pace, change nothing for the ones that were there.
 */
import { float32, floats, int32, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Model, Random, Tensor } from '#lib/notebook/types.ts';
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
  readonly #model: Model;
  readonly #streams: readonly Random[];

  private constructor(model: Model, starts: readonly Random[], streams: readonly Random[], neurons: number) {
    this.#model = model;
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
    return new Networks(await lab.model('langevin'), each('start'), each('noise'), neurons);
  }

  /** Takes `steps` steps (0 only computes the outputs). */
  async advance(physics: Physics, steps: number): Promise<void> {
    const out = await this.#model.run(this.#inputs(physics, this.count, steps, this.#noise(steps)));
    this.X = floats(out.X_next);
    this.f = floats(out.f);
    if (!this.f.every(Number.isFinite)) {
      const { eta, lambda } = physics;
      throw new Error(`The outputs are no longer finite with step size η = ${eta} and λ = ${lambda}.`);
    }
  }

  /** Outputs of the first `count` networks at any z: [count, z.length]. */
  async curves(z: Float64Array, count: number): Promise<Float32Array> {
    const physics = { data: { z, y: z }, lambda: 0, eta: 0 };
    const still = float32(new Float32Array(count * this.neurons * 2), [1, count, this.neurons, 2]);
    return floats((await this.#model.run(this.#inputs(physics, count, 0, still))).f);
  }

  #inputs({ data, lambda, eta }: Physics, count: number, steps: number, noise: Tensor) {
    const n = data.z.length;
    const size = count * this.neurons * 2;
    return {
      X: float32(this.X.subarray(0, size), [count, this.neurons, 2]),
      noise,
      z: float32(data.z, [n]),
      y: float32(data.y, [n]),
      lambda: scalar(lambda),
      ridge: scalar(RIDGE),
      eta: scalar(eta),
      steps: int32([steps], []),
    };
  }

  /** The neurons of one network. */
  cloud(b: number): Float32Array {
    return this.X.slice(2 * this.neurons * b, 2 * this.neurons * (b + 1));
  }

  #noise(steps: number): Tensor<Float32Array> {
    const size = 2 * this.neurons;
    // At least one slice: a graph may not be given an empty array.
    const slices = Math.max(1, steps);
    const noise = new Float32Array(slices * this.count * size);
    this.#streams.forEach((random, b) => {
      for (let t = 0; t < steps; t++) {
        const at = (t * this.count + b) * size;
        for (let i = 0; i < size; i++) noise[at + i] = random.normal();
      }
    });
    return float32(noise, [slices, this.count, this.neurons, 2]);
  }
}

/** (1/n)‖f − target‖² of network b. */
export function squaredError(f: ArrayLike<number>, b: number, target: ArrayLike<number>): number {
  const n = target.length;
  let sum = 0;
  for (let j = 0; j < n; j++) sum += ((f[b * n + j] as number) - (target[j] as number)) ** 2;
  return sum / n;
}
