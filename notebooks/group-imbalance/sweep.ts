/** Both groups with one spread σ, for a row of σ: what theory says, then the replicates. */
import type { Bench } from './bench.ts';
import type { Setting } from './data.ts';
import { estimate } from './estimate.ts';
import type { SweepRow } from './frame.ts';
import { errorOf, Fits } from './panel.ts';
import { theoryOf } from './theory.ts';

export const SPREADS = [0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 6.5, 8] as const;

export class Sweep {
  rows: SweepRow[] = [];
  readonly #bench: Bench;
  readonly #setting: Setting;
  #fits: Fits | undefined;
  #errors: number[] = [];
  #measured = 0;

  constructor(bench: Bench, setting: Setting) {
    this.#bench = bench;
    this.#setting = setting;
  }

  get done(): boolean {
    return this.#measured === SPREADS.length;
  }

  /** First every row's theory, then its measurement. */
  async advance(): Promise<void> {
    const next = SPREADS[this.rows.length];
    if (next !== undefined) await this.#predict(next);
    else await this.#measure();
  }

  async #predict(sigma: number): Promise<void> {
    const I = await this.#bench.informations.of(sigma, this.#setting.shift);
    const { trace, perDecade } = theoryOf(this.#with(sigma), I, I);
    this.rows = [...this.rows, { sigma, trace, perDecade, error: null }];
  }

  async #measure(): Promise<void> {
    const sigma = SPREADS[this.#measured];
    if (sigma === undefined) return;
    const { n } = this.#setting;
    // Data sets of their own for every σ: with shared ones all points would err to the same side.
    this.#fits ??= new Fits(this.#bench, this.#with(sigma), (k) =>
      this.#bench.once(`spread ${sigma}, data set ${k}`, n),
    );
    this.#errors.push(...(await this.#fits.advance()).map((fit) => errorOf(fit, n)));
    if (!this.#fits.done) return;
    const error = estimate(this.#errors);
    this.rows = this.rows.map((row, i) => (i === this.#measured ? { ...row, error } : row));
    this.#measured++;
    this.#fits = undefined;
    this.#errors = [];
  }

  #with(sigma: number): Setting {
    return { ...this.#setting, sigma1: sigma, sigma2: sigma };
  }
}
