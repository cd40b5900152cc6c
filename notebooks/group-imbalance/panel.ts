/** The replicate panel: 24 data sets from one mixture, each fitted exactly and judged on fresh points, some at a time. */
import type { Bench } from './bench.ts';
import { dataOf, type Draws, type Setting } from './data.ts';
import { judge, type Marks } from './exam.ts';
import { fitAll } from './fits.ts';
import { REPLICATES } from './settings.ts';
import { distance, TEACHER } from './teacher.ts';

export interface Replicate {
  /** Ŵ: [D, K] as one row. */
  readonly W: Float64Array;
  readonly settled: boolean;
  /** n‖Ŵ − W*‖². */
  readonly error: number;
  /** Excess risks, and shares of labels that differ from the teacher's: minority, majority. */
  readonly risks: readonly [number, number];
  readonly wrong: readonly [number, number];
}

/** Points of all data sets that are fitted between two frames: some tens of milliseconds. */
const PORTION = 24_000;

export class Panel {
  replicates: Replicate[] = [];
  readonly #bench: Bench;
  readonly #setting: Setting;
  readonly #draws: (k: number) => Draws;

  /** `draws`: the chance of data set k = 0 … 23; that of the replicates when it is left out. */
  constructor(
    bench: Bench,
    setting: Setting,
    draws: (k: number) => Draws = (k) => bench.replicate(k, setting.n),
  ) {
    this.#bench = bench;
    this.#setting = setting;
    this.#draws = draws;
  }

  get done(): boolean {
    return this.replicates.length >= REPLICATES;
  }

  /** Fits and judges the next few. */
  async advance(): Promise<void> {
    const { n, sigma1, sigma2, shift } = this.#setting;
    const first = this.replicates.length;
    const count = Math.min(REPLICATES - first, Math.max(1, Math.floor(PORTION / n)));
    const sets = Array.from({ length: count }, (_, i) => dataOf(this.#draws(first + i), this.#setting));
    const fits = await fitAll(this.#bench.lab, sets);
    const papers = [sigma1, sigma2].map((sigma) => this.#bench.exam.paper(sigma, shift));
    const judged = fits.map(({ W, settled }): Replicate => {
      const [one, two] = papers.map((paper) => judge(W, paper)) as [Marks, Marks];
      return {
        W,
        settled,
        error: n * distance(W, TEACHER) ** 2,
        risks: [one.risk, two.risk],
        wrong: [one.wrong, two.wrong],
      };
    });
    this.replicates = [...this.replicates, ...judged];
  }
}
