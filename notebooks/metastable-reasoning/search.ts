/**
 * Search: explore the own cluster, then reward the first step that leaves it. Nothing but walks of the pretrained chain
 * is used; which clusters and edges there are is found out. (The rule is reconstructed from the paper’s idea.)
 */
import type { Random } from '#lib/notebook/types.ts';
import { nextOf, type Edge } from './graph.ts';

/** A step is believed to be a sparse edge when it was rewarded this often. */
export const ENOUGH = 4;

export interface Found extends Edge {
  readonly times: number;
}

/** T₀ = ⌈2M ln M⌉ steps of exploring; then at most 2M/ε to get out. */
export const exploreSteps = (size: number): number => Math.ceil(2 * size * Math.log(size));
export const patience = (size: number, epsilon: number): number => Math.ceil((2 * size) / epsilon);

export class Search {
  readonly #cdf: Float64Array;
  readonly #random: Random;
  readonly #N: number;
  readonly #explore: number;
  readonly #patience: number;
  readonly #times = new Map<number, number>();
  /** Rollouts that have ended, and steps taken by them. */
  rollouts = 0;
  steps = 0;
  /** How often each statement was visited while exploring: [N]. */
  readonly visits: Float64Array;
  /** In how many rollouts both x and y were visited while exploring: [N, N]; the diagonal has those of x. */
  readonly together: Float64Array;

  /** `cdf`: cumulative rows of the chain, [N, N]. */
  constructor(cdf: Float64Array, random: Random, size: number, epsilon: number) {
    this.#cdf = cdf;
    this.#random = random;
    this.#N = Math.sqrt(cdf.length);
    this.#explore = exploreSteps(size);
    this.#patience = patience(size, epsilon);
    this.visits = new Float64Array(this.#N);
    this.together = new Float64Array(this.#N * this.#N);
  }

  /** One rollout from a uniform statement. Returns the step that was rewarded, if any. */
  rollout(): Edge | undefined {
    const N = this.#N;
    let x = this.#random.integer(N);
    const visited = new Set([x]);
    for (let t = 0; t < this.#explore; t++) {
      x = this.#step(x);
      visited.add(x);
      this.visits[x] = (this.visits[x] as number) + 1;
    }
    for (const a of visited) {
      for (const b of visited) this.together[a * N + b] = (this.together[a * N + b] as number) + 1;
    }
    this.rollouts++;
    for (let t = 0; t < this.#patience; t++) {
      const y = this.#step(x);
      if (!visited.has(y)) {
        const key = x * N + y;
        this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
        return { from: x, to: y };
      }
      x = y;
    }
    return undefined;
  }

  /** Every rewarded step and how often it was. */
  get found(): Found[] {
    return [...this.#times].map(([key, times]) => ({
      from: Math.floor(key / this.#N),
      to: key % this.#N,
      times,
    }));
  }

  /** Those that were rewarded often enough. */
  get accepted(): Found[] {
    return this.found.filter(({ times }) => times >= ENOUGH);
  }

  #step(x: number): number {
    this.steps++;
    return nextOf(this.#cdf, this.#N, x, this.#random.uniform());
  }
}

/** How many accepted steps are sparse edges of the graph, and how many are not. */
export function judge(
  accepted: readonly Edge[],
  edges: readonly Edge[],
): { readonly right: number; readonly wrong: number } {
  const right = accepted.filter((one) =>
    edges.some(({ from, to }) => from === one.from && to === one.to),
  ).length;
  return { right, wrong: accepted.length - right };
}
