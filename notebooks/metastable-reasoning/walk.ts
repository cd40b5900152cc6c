/** Walkers on the chain, by the graph walk.onnx: one of them is the token, all of them count insights. */
import { float32, floats, int32 } from '#lib/lab/tensor.ts';
import type { Model, Random } from '#lib/notebook/types.ts';
import { cumulative } from './graph.ts';

export const WALKERS = 256;
/** Steps per call of the graph. */
const BLOCK = 64;
/** Steps that are shown. */
export const SHOWN = 1024;
/** Statements of the token that are remembered. */
const TRAIL = 16;

export class Walk {
  readonly #model: Model;
  readonly #random: Random;
  readonly #cdf: Float64Array;
  readonly #N: number;
  readonly #size: number;
  #block: Float32Array = new Float32Array(0);
  #used = BLOCK;
  /** Where everybody is; walker 0 is the token. */
  at: Float32Array;
  steps = 0;
  /** Steps of the token since it last came to another cluster. */
  since = 0;
  /** Cluster changes of the token, and of all walkers. */
  insights = 0;
  allInsights = 0;
  trail: number[];

  /** `P`: [N, N]; `size`: M. */
  constructor(model: Model, random: Random, P: Float64Array, size: number) {
    this.#model = model;
    this.#random = random;
    this.#N = Math.sqrt(P.length);
    this.#size = size;
    this.#cdf = cumulative(P, this.#N);
    this.at = Float32Array.from({ length: WALKERS }, (_, i) => (i === 0 ? 0 : random.integer(this.#N)));
    this.trail = [0];
  }

  get done(): boolean {
    return this.steps >= SHOWN;
  }

  async advance(count: number): Promise<void> {
    for (let i = 0; i < count && !this.done; i++) {
      if (this.#used === BLOCK) await this.#refill();
      this.#take(this.#block.subarray(this.#used * WALKERS, (this.#used + 1) * WALKERS));
      this.#used++;
    }
  }

  #take(next: Float32Array): void {
    const cluster = (x: number) => Math.floor(x / this.#size);
    for (let w = 0; w < WALKERS; w++) {
      if (cluster(next[w] as number) === cluster(this.at[w] as number)) continue;
      this.allInsights++;
      if (w === 0) this.insights++;
    }
    const token = next[0] as number;
    this.since = cluster(token) === cluster(this.at[0] as number) ? this.since + 1 : 0;
    this.trail = [...this.trail.slice(1 - TRAIL), token];
    this.at = next;
    this.steps++;
  }

  async #refill(): Promise<void> {
    const N = this.#N;
    const u = Float32Array.from({ length: BLOCK * WALKERS }, () => this.#random.bits() >>> 8).map(
      (bits) => bits / 2 ** 24,
    );
    const { path } = await this.#model.run({
      cdf: float32(this.#cdf, [N, N]),
      x0: float32(this.at, [WALKERS]),
      u: float32(u, [BLOCK, WALKERS]),
      steps: int32([BLOCK], []),
    });
    this.#block = floats(path);
    this.#used = 0;
  }
}
