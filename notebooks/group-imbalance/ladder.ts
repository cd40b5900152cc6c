/** The replicates at other minority fractions, everything else as it is: the measured curve of the first picture. */
import type { Bench } from './bench.ts';
import type { Setting } from './data.ts';
import { estimate } from './estimate.ts';
import type { Rung } from './frame.ts';
import { Panel } from './panel.ts';

export const RUNGS = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9] as const;

export class Ladder {
  rungs: Rung[] = [];
  readonly #bench: Bench;
  readonly #setting: Setting;
  #panel: Panel | undefined;

  constructor(bench: Bench, setting: Setting) {
    this.#bench = bench;
    this.#setting = setting;
  }

  get done(): boolean {
    return this.rungs.length === RUNGS.length;
  }

  async advance(): Promise<void> {
    const lambda = RUNGS[this.rungs.length];
    if (lambda === undefined) return;
    this.#panel ??= new Panel(this.#bench, { ...this.#setting, lambda });
    await this.#panel.advance();
    if (!this.#panel.done) return;
    const risks = this.#panel.replicates.map(({ risks }) => risks);
    const minority = estimate(risks.map(([one]) => one));
    const majority = estimate(risks.map(([, two]) => two));
    this.rungs = [...this.rungs, { lambda, minority, majority }];
    this.#panel = undefined;
  }
}
