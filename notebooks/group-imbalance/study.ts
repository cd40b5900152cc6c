/** One state of the controls: its theory, a data set with gradient descent on it, and the replicates. */
import type { Bench } from './bench.ts';
import { dataOf, type Data, type Setting } from './data.ts';
import { descend, startOf } from './descent.ts';
import { judge, type Marks } from './exam.ts';
import { fitAll, type Fit } from './fits.ts';
import type { Curve, Student } from './frame.ts';
import { Panel } from './panel.ts';
import { cloudOf, type Cloud } from './plane.ts';
import { rateOf, ROUNDING } from './rate.ts';
import { CHUNK, STEPS } from './settings.ts';
import { distance, TEACHER } from './teacher.ts';
import { theoryOf, type Theory } from './theory.ts';

/** λ of the theory's curve. */
const LAMBDAS = Array.from({ length: 46 }, (_, i) => Number((0.05 + 0.02 * i).toFixed(2)));
/** Gradient descent ends where only rounding is left. */
const ENOUGH = ROUNDING / 5;

export class Study {
  readonly theory: Theory;
  readonly curve: Curve;
  readonly cloud: Cloud;
  readonly panel: Panel;
  readonly #bench: Bench;
  readonly #setting: Setting;
  readonly #data: Data;
  readonly #fit: Fit;
  #W: ArrayLike<number>;
  #distances: number[];
  #turn = 0;
  readonly #best: Student['best'];
  #marks: Student['marks'] | undefined;

  private constructor(
    bench: Bench,
    setting: Setting,
    parts: Pick<Study, 'theory' | 'curve'> & { data: Data; fit: Fit },
  ) {
    this.theory = parts.theory;
    this.curve = parts.curve;
    this.cloud = cloudOf(parts.data);
    this.panel = new Panel(bench, setting);
    this.#bench = bench;
    this.#setting = setting;
    this.#data = parts.data;
    this.#fit = parts.fit;
    this.#W = startOf(bench.lab);
    this.#distances = [distance(this.#W, parts.fit.W)];
    this.#best = this.#judge(parts.fit.W);
  }

  /** Theory, data, the exact fit, and the first steps of gradient descent. */
  static async open(bench: Bench, setting: Setting): Promise<Study> {
    const { sigma1, sigma2, shift, n } = setting;
    const I1 = await bench.informations.of(sigma1, shift);
    const I2 = await bench.informations.of(sigma2, shift);
    const risks = LAMBDAS.map((lambda) => theoryOf({ ...setting, lambda }, I1, I2).risks);
    const data = dataOf(bench.main(n), setting);
    const [fit] = await fitAll(bench.lab, [data]);
    const study = new Study(bench, setting, {
      theory: theoryOf(setting, I1, I2),
      curve: { lambda: LAMBDAS, minority: risks.map(([one]) => one), majority: risks.map(([, two]) => two) },
      data,
      fit: fit as Fit,
    });
    await study.#descend();
    return study;
  }

  /** All steps are taken, or only rounding is left: below a part of the start, and hardly nearer than a chunk ago. */
  get descended(): boolean {
    const all = this.#distances;
    const [first, last] = [all[0] as number, all.at(-1) as number];
    if (all.length > STEPS || last < ENOUGH * first) return true;
    return last < ROUNDING * first && last > 0.95 * (all.at(-1 - CHUNK) as number);
  }

  get done(): boolean {
    return this.descended && this.panel.done;
  }

  /** Two fits of replicates to fifty steps of gradient descent: the dots come first. */
  async advance(): Promise<void> {
    this.#turn = (this.#turn + 1) % 3;
    if (this.panel.done || (this.#turn === 0 && !this.descended)) await this.#descend();
    else await this.panel.advance();
  }

  get student(): Student {
    this.#marks ??= this.#judge(this.#W);
    return {
      W: Float64Array.from(this.#W),
      minimiser: this.#fit.W,
      settled: this.#fit.settled,
      distances: this.#distances,
      rate: this.descended ? rateOf(this.#distances) : null,
      floor: distance(this.#fit.W, TEACHER),
      finished: this.descended,
      marks: this.#marks,
      best: this.#best,
    };
  }

  /** Minority, then majority. */
  #judge(W: ArrayLike<number>): readonly [Marks, Marks] {
    const { sigma1, sigma2, shift } = this.#setting;
    const { exam } = this.#bench;
    return [judge(W, exam.paper(sigma1, shift)), judge(W, exam.paper(sigma2, shift))];
  }

  async #descend(): Promise<void> {
    const path = await descend(this.#bench.lab, this.#data, this.#W, this.theory.eta, CHUNK);
    this.#W = path.at(-1) as Float32Array;
    this.#marks = undefined;
    this.#distances = [...this.#distances, ...path.map((W) => distance(W, this.#fit.W))];
  }
}
