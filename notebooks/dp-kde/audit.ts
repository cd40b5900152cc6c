/**
 * The attack on one's own mechanism. Two data sets differ in one point x*. Only the L nodes above it tell them apart,
 * so fake releases of those are enough; the attacker computes the exact log-likelihood ratio
 *   ℓ = Σ (|c̃ − c| − |c̃ − c − 1|)/b_c + (|s̃ − s| − |s̃ − s − x*|)/b_s,
 * says "the point is there" when ℓ ≥ τ, and picks τ on a pilot, before the trials that count.
 */
import { clopperPearson } from '#lib/lab/clopper-pearson.ts';
import type { Lab, Random } from '#lib/notebook/types.ts';
import type { Audit } from './frame.ts';
import { floats64 } from './graphs.ts';
import { centeredUniforms, countScale, sumScale, type Terms } from './laplace.ts';
import { double, float64 } from './model.ts';
import type { Graphs } from './release.ts';

export const TRIALS = 200_000;
const PILOT = 20_000;
const NUMBERS = 120_000;
const HALF = 40;
/** Of both rates: their ratio's limits then hold with 95% together. */
const LEVEL = 0.975;

export class Auditor {
  readonly #graphs: Graphs;
  readonly #random: Random;
  readonly #terms: Terms;
  readonly #local: boolean;
  readonly #mutant: boolean;
  /** What the point adds to the sum of each node above it. */
  readonly #adds: Float64Array;
  readonly #thresholds: readonly number[];
  readonly #worst: number;
  #withPoint = new Float64Array(2 * HALF + 1);
  #without = new Float64Array(2 * HALF + 1);
  #trials = 0;
  #pilot = true;
  #chosen = 2 * HALF;
  #seen = -Infinity;

  /** Audits one coordinate, so `terms` has dimension 1 and that coordinate's share of ε. */
  constructor(lab: Lab, graphs: Graphs, terms: Terms, x: number, local: boolean, mutant: boolean) {
    this.#graphs = graphs;
    this.#random = lab.random(`audit ${mutant} ${local} ${terms.epsilon} ${terms.depth} ${x}`);
    this.#local = local;
    this.#mutant = mutant;
    this.#terms = terms;
    this.#adds = Float64Array.from({ length: terms.depth }, (_, i) => {
      const width = terms.side / 2 ** (i + 1);
      return local ? x - width * Math.floor(x / width) : x;
    });
    const [bc, bs] = this.#scales();
    this.#worst = this.#adds.reduce((sum, add) => sum + 1 / bc + add / bs, 0);
    this.#thresholds = Array.from({ length: 2 * HALF + 1 }, (_, i) => this.#worst * (i / HALF - 1));
  }

  /** The scales that the noise really has: half of the right ones in the mutant. */
  #scales(): readonly [number, number] {
    const terms = this.#mutant ? { ...this.#terms, epsilon: 2 * this.#terms.epsilon } : this.#terms;
    return [countScale(terms), sumScale(terms, this.#local)];
  }

  get done(): boolean {
    return !this.#pilot && this.#trials >= TRIALS;
  }

  async step(): Promise<void> {
    const end = this.#pilot ? PILOT : TRIALS;
    const count = Math.min(end - this.#trials, Math.ceil(NUMBERS / (4 * this.#terms.depth)));
    await this.#attack(count, 1, this.#withPoint);
    await this.#attack(count, 0, this.#without);
    this.#trials += count;
    if (!this.#pilot || this.#trials < PILOT) return;
    this.#chosen = this.#best();
    this.#pilot = false;
    this.#trials = 0;
    this.#withPoint = new Float64Array(2 * HALF + 1);
    this.#without = new Float64Array(2 * HALF + 1);
  }

  /** `count` fake releases of the L nodes, with the point (1) or without it (0). */
  async #attack(count: number, there: 0 | 1, above: Float64Array): Promise<void> {
    const { depth, epsilon, side } = this.#terms;
    const shape = [count, depth];
    const size = count * depth;
    const { ct, st } = await this.#graphs.release.run({
      c: float64(new Float64Array(size).fill(there), shape),
      s: float64(
        Float64Array.from({ length: size }, (_, i) => there * (this.#adds[i % depth] as number)),
        shape,
      ),
      U: float64(centeredUniforms(this.#random, 2 * size), [2, ...shape]),
      eps: double(this.#mutant ? 2 * epsilon : epsilon),
      L: double(depth),
      R: double(this.#local ? side / depth : side),
    });
    this.#tally(floats64(ct), floats64(st), above);
  }

  #tally(counts: Float64Array, sums: Float64Array, above: Float64Array): void {
    const depth = this.#adds.length;
    const [bc, bs] = this.#scales();
    // The largest ratio is reached exactly, up to the rounding of a sum of 2L terms.
    const slack = 1e-9 * this.#worst;
    for (let i = 0; i < counts.length; i += depth) {
      let ratio = 0;
      for (let k = 0; k < depth; k++) {
        const [c, s, add] = [counts[i + k] as number, sums[i + k] as number, this.#adds[k] as number];
        ratio += (Math.abs(c) - Math.abs(c - 1)) / bc + (Math.abs(s) - Math.abs(s - add)) / bs;
      }
      this.#seen = Math.max(this.#seen, ratio);
      const last = Math.min(2 * HALF, Math.floor(HALF * ((ratio + slack) / this.#worst + 1)));
      for (let t = 0; t <= last; t++) above[t] = (above[t] as number) + 1;
    }
  }

  /** The threshold with the best proven ε so far. */
  #best(): number {
    let best = HALF;
    for (let t = HALF + 1; t <= 2 * HALF; t++) {
      if (this.#limits(t)[0] > this.#limits(best)[0]) best = t;
    }
    return best;
  }

  #limits(t: number): readonly [low: number, high: number] {
    const [hits, alarms] = [this.#withPoint[t] as number, this.#without[t] as number];
    const trials = Math.max(1, this.#trials);
    const tpr = clopperPearson(hits, trials, LEVEL);
    const fpr = clopperPearson(alarms, trials, LEVEL);
    return [
      tpr[0] === 0 ? 0 : Math.max(0, Math.log(tpr[0] / fpr[1])),
      fpr[0] === 0 ? Infinity : Math.log(tpr[1] / fpr[0]),
    ];
  }

  picture(): Audit {
    const chosen = this.#pilot ? this.#best() : this.#chosen;
    const [hits, alarms] = [this.#withPoint[chosen] as number, this.#without[chosen] as number];
    const [low, high] = this.#limits(chosen);
    return {
      depth: this.#terms.depth,
      trials: this.#pilot ? 0 : this.#trials,
      wanted: TRIALS,
      thresholds: this.#thresholds,
      withPoint: [...this.#withPoint],
      without: [...this.#without],
      chosen,
      claimed: this.#terms.epsilon,
      worst: this.#worst,
      seen: this.#seen,
      measured: hits === 0 ? 0 : alarms === 0 ? Infinity : Math.log(hits / alarms),
      low,
      high,
      mutant: this.#mutant,
    };
  }
}
