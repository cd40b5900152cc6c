/**
 * Sharpening by PPO-Clip: the policy is tabular, an action is the next statement, the reward is 1 for the steps that search
 * accepted. Each outer step freezes the policy and climbs until the clipped objective is flat, so that a rewarded
 * probability grows by the factor 1 + c and no more; at p_max it stops.
 */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Model } from '#lib/notebook/types.ts';
import type { Edge } from './graph.ts';
import { logit } from './model.ts';

/** Clip parameter c. */
export const CLIP = 0.2;
/** An outer step takes about ln(1 + c)/0.015 = 13 inner steps, more where a probability nears 1. */
const MOST_INNER = 200;
const MOST_OUTER = 100;

export class Sharpening {
  readonly #model: Model;
  readonly #edges: readonly Edge[];
  readonly #most: number;
  readonly #N: number;
  #logits: Float32Array;
  /** The policy, [N, N]. */
  policy: Float64Array;
  outer = 0;
  /** Probability of every rewarded step after each outer step, from before the first. */
  readonly history: readonly number[][];

  /** `P`: the pretrained chain; `edges`: what is rewarded; `most`: p_max. */
  constructor(model: Model, P: Float64Array, edges: readonly Edge[], most: number) {
    this.#model = model;
    this.#edges = edges;
    this.#most = most;
    this.#N = Math.sqrt(P.length);
    this.policy = P.slice();
    this.#logits = Float32Array.from(P, logit);
    this.history = edges.map((edge) => [this.#probability(edge)]);
  }

  get done(): boolean {
    return this.outer >= MOST_OUTER || this.#edges.every((edge) => this.#probability(edge) >= this.#most);
  }

  /** One outer step. */
  async advance(): Promise<void> {
    if (this.done) return;
    const N = this.#N;
    const old = this.policy;
    const oldInput = float32(old, [N, N]);
    for (let inner = 0; inner < MOST_INNER; inner++) {
      const reward = new Float32Array(N * N);
      const open = this.#edges.filter((edge) => this.#isOpen(edge, old));
      if (open.length === 0) break;
      for (const { from, to } of open) reward[from * N + to] = 1;
      const { logits_next, ratio } = await this.#model.run({
        logits: float32(this.#logits, [N, N]),
        old: oldInput,
        reward: float32(reward, [N, N]),
        c: scalar(CLIP),
      });
      this.#logits = floats(logits_next);
      const ratios = floats(ratio);
      this.policy = old.map((p, i) => p * (ratios[i] as number));
    }
    this.policy = normalised(this.policy, N);
    this.outer++;
    this.#edges.forEach((edge, i) => this.history[i]?.push(this.#probability(edge)));
  }

  #probability({ from, to }: Edge): number {
    return this.policy[from * this.#N + to] as number;
  }

  /** Below the clip and below p_max: there is something to climb. */
  #isOpen(edge: Edge, old: Float64Array): boolean {
    const p = this.#probability(edge);
    return p < this.#most && p < (1 + CLIP) * (old[edge.from * this.#N + edge.to] as number);
  }
}

/** Rows that sum to 1 in float64. */
function normalised(P: Float64Array, N: number): Float64Array {
  const rows = P.slice();
  for (let x = 0; x < N; x++) {
    let sum = 0;
    for (let y = 0; y < N; y++) sum += P[x * N + y] as number;
    for (let y = 0; y < N; y++) rows[x * N + y] = (P[x * N + y] as number) / sum;
  }
  return rows;
}

/**
 * Mean factor per outer step of the given steps' probabilities (indices into `history`), over the outer steps at whose end
 * they were still below `most`; NaN-free: 1 when there was none.
 */
export function growthOf(history: readonly (readonly number[])[], most: number): number {
  const factors = history.flatMap((p) =>
    p.slice(1).flatMap((value, i) => (value < most ? [value / (p[i] as number)] : [])),
  );
  return factors.length > 0 ? factors.reduce((a, b) => a + b, 0) / factors.length : 1;
}
