/** The replicate panel: 24 data sets from one mixture, each fitted exactly and judged on fresh points, some at a time. */
import type { Bench } from './bench.ts';
import { dataOf, type Draws, type Setting } from './data.ts';
import { judge, type Marks } from './exam.ts';
import { fitAll, type Fit } from './fits.ts';
import { REPLICATES } from './settings.ts';
import { distance, TEACHER } from './teacher.ts';

/** Points of all data sets that are fitted between two frames: some tens of milliseconds. */
const PORTION = 24_000;

/** The fits alone. */
export class Fits {
  readonly #bench: Bench;
  readonly #setting: Setting;
  readonly #draws: (k: number) => Draws;
  #count = 0;

  /** `draws`: the chance of data set k = 0 … 23. */
  constructor(bench: Bench, setting: Setting, draws: (k: number) => Draws) {
    this.#bench = bench;
    this.#setting = setting;
    this.#draws = draws;
  }

  get done(): boolean {
    return this.#count >= REPLICATES;
  }

  /** Fits the next few and returns them. */
  async advance(): Promise<Fit[]> {
    const first = this.#count;
    const count = Math.min(REPLICATES - first, Math.max(1, Math.floor(PORTION / this.#setting.n)));
    this.#count += count;
    const sets = Array.from({ length: count }, (_, i) => dataOf(this.#draws(first + i), this.#setting));
    return fitAll(this.#bench.lab, sets);
  }
}

/** n‖Ŵ − W*‖². */
export const errorOf = ({ W }: Fit, n: number): number => n * distance(W, TEACHER) ** 2;

export interface Replicate extends Fit {
  readonly error: number;
  /** Excess risks, and shares of labels that differ from the teacher's: minority, majority. */
  readonly risks: readonly [number, number];
  readonly wrong: readonly [number, number];
}

export class Panel {
  replicates: Replicate[] = [];
  readonly #bench: Bench;
  readonly #setting: Setting;
  readonly #fits: Fits;

  constructor(bench: Bench, setting: Setting) {
    this.#bench = bench;
    this.#setting = setting;
    this.#fits = new Fits(bench, setting, (k) => bench.replicate(k, setting.n));
  }

  get done(): boolean {
    return this.#fits.done;
  }

  /** Fits and judges the next few. */
  async advance(): Promise<void> {
    const more = (await this.#fits.advance()).map((fit) => this.#judge(fit));
    this.replicates = [...this.replicates, ...more];
  }

  #judge(fit: Fit): Replicate {
    const { n, sigma1, sigma2, shift } = this.#setting;
    const marks = (sigma: number): Marks => judge(fit.W, this.#bench.exam.paper(sigma, shift));
    const [one, two] = [marks(sigma1), marks(sigma2)];
    return { ...fit, error: errorOf(fit, n), risks: [one.risk, two.risk], wrong: [one.wrong, two.wrong] };
  }
}
