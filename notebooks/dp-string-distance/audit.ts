/**
 * The attack on one's own mechanism. Two neighbours differ in one bit, whose items change D ≤ 2M₁ sketch bits; on all
 * others the two releases have the same distribution. The statistic T = D − 2K, K of the D bits flipped, is the
 * log-likelihood ratio over ln((1 − q)/q). The attacker says "A" when T = D, fixed beforehand.
 */
import type { Lab, Random } from '#lib/notebook/types.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import { termsOf, uniforms, type Settings } from './budget.ts';
import { clopperPearson } from '#lib/lab/clopper-pearson.ts';
import type { Audit } from './frame.ts';

export const TRIALS = 100_000;
const NUMBERS = 100_000;

export class Auditor {
  readonly #lab: Lab;
  readonly #random: Random;
  readonly #changed: number;
  readonly #claimed: number;
  readonly #q: number;
  readonly #mutant: boolean;
  readonly #ofA: number[];
  readonly #ofNeighbour: number[];
  #trials = 0;

  /** `changed`: how many sketch bits the neighbours differ in. A mutant prices one bucket per row instead of two. */
  constructor(lab: Lab, settings: Settings, changed: number, mutant: boolean) {
    this.#lab = lab;
    this.#changed = changed;
    this.#mutant = mutant;
    const used = mutant ? { ...settings, touched: settings.touched / 2 } : settings;
    this.#q = termsOf(used).q;
    this.#claimed = settings.epsilon;
    this.#random = lab.random(`audit ${mutant ? 'mutant' : 'mechanism'} ${settings.epsilon} ${changed}`);
    this.#ofA = new Array<number>(changed + 1).fill(0);
    this.#ofNeighbour = new Array<number>(changed + 1).fill(0);
  }

  get done(): boolean {
    return this.#trials >= TRIALS;
  }

  /** Some more fake releases of both neighbours. */
  async step(): Promise<void> {
    const d = this.#changed;
    const count = Math.min(TRIALS - this.#trials, Math.ceil(NUMBERS / d));
    // Which of two values a changed bit has is immaterial: the coin that flips it does not look.
    const s0 = Float32Array.from({ length: d }, (_, i) => i % 2);
    const s1 = s0.map((bit) => 1 - bit);
    await this.#attack(s0, s1, count, (t) => t, this.#ofA);
    await this.#attack(s1, s0, count, (t) => -t, this.#ofNeighbour);
    this.#trials += count;
  }

  async #attack(
    from: Float32Array,
    to: Float32Array,
    count: number,
    towardsA: (t: number) => number,
    tally: number[],
  ): Promise<void> {
    const d = this.#changed;
    const model = await this.#lab.model('audit');
    const { T } = await model.run({
      S0: float32(from, [d]),
      S1: float32(to, [d]),
      U: float32(uniforms(this.#random, count * d), [count, d]),
      q: scalar(this.#q),
    });
    for (const t of floats(T)) {
      const at = (towardsA(t) + d) / 2;
      tally[at] = (tally[at] as number) + 1;
    }
  }

  picture(): Audit {
    const hits = this.#ofA.at(-1) as number;
    const alarms = this.#ofNeighbour.at(-1) as number;
    // Each side at 97.5% of its own two-sided interval: the ratio's limits then hold with 95% together.
    const tpr = clopperPearson(hits, this.#trials, 0.975);
    const fpr = clopperPearson(alarms, this.#trials, 0.975);
    return {
      changed: this.#changed,
      trials: this.#trials,
      ofA: [...this.#ofA],
      ofNeighbour: [...this.#ofNeighbour],
      q: this.#q,
      claimed: this.#claimed,
      measured: hits === 0 ? 0 : alarms === 0 ? Infinity : Math.log(hits / alarms),
      low: tpr[0] === 0 ? 0 : Math.max(0, Math.log(tpr[0] / fpr[1])),
      high: fpr[0] === 0 ? Infinity : Math.log(tpr[1] / fpr[0]),
      mutant: this.#mutant,
    };
  }
}

/** P(T = −D), P(T = −D + 2), … under A: T = D − 2K with K ~ Bin(D, q). Reversed, it is the law under A′. */
export function lawOfT(d: number, q: number): number[] {
  const law = new Array<number>(d + 1).fill(0);
  let choose = 1;
  for (let flips = 0; flips <= d; flips++) {
    law[d - flips] = choose * q ** flips * (1 - q) ** (d - flips);
    choose = (choose * (d - flips)) / (flips + 1);
  }
  return law;
}
