/**
 * Parameters → frames. A change of a control opens a new study at once: its theory, its data, the first steps of gradient
 * descent. Then descent and the replicates take turns; the measured curve over λ and the sweep over σ follow when both are
 * done, and are kept while the controls that they depend on stay.
 */
import type { Simulation } from '#lib/notebook/types.ts';
import { Bench } from './bench.ts';
import type { Setting } from './data.ts';
import { describe, noteOf, table } from './describe.ts';
import { estimate } from './estimate.ts';
import type { GroupFrame, Params } from './frame.ts';
import { Ladder } from './ladder.ts';
import { Study } from './study.ts';
import { Sweep } from './sweep.ts';

export { describe, table };
export type { GroupFrame, Params };

export const simulate: Simulation<Params, GroupFrame> = async function* (params, lab) {
  const desk = new Desk(new Bench(lab));
  let now = params;
  for (;;) now = yield await desk.turnTo(settingOf(now));
};

export const settingOf = (params: Params): Setting => ({
  lambda: params.minorityFraction,
  sigma1: params.minoritySpread,
  sigma2: params.majoritySpread,
  shift: params.commonMeanShift,
  n: params.samples,
});

/** What is being computed, each part kept for as long as its own controls stay. */
class Desk {
  readonly #bench: Bench;
  #study: { key: string; value: Study } | undefined;
  #ladder: { key: string; value: Ladder } | undefined;
  #sweep: { key: string; value: Sweep } | undefined;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** One step on, at this setting, and its picture. */
  async turnTo(setting: Setting): Promise<GroupFrame> {
    const { sigma1, sigma2, shift, n } = setting;
    const keys = [JSON.stringify(setting), `${sigma1} ${sigma2} ${shift} ${n}`, `${shift} ${n}`] as const;
    if (this.#ladder?.key !== keys[1])
      this.#ladder = { key: keys[1], value: new Ladder(this.#bench, setting) };
    if (this.#sweep?.key !== keys[2]) this.#sweep = { key: keys[2], value: new Sweep(this.#bench, setting) };
    const [ladder, sweep] = [this.#ladder.value, this.#sweep.value];
    if (this.#study?.key !== keys[0]) {
      this.#study = { key: keys[0], value: await Study.open(this.#bench, setting) };
    } else {
      const next = [this.#study.value, ladder, sweep].find(({ done }) => !done);
      await next?.advance();
    }
    return picture(setting, this.#study.value, ladder, sweep);
  }
}

function picture(setting: Setting, study: Study, ladder: Ladder, sweep: Sweep): GroupFrame {
  const { theory, curve, cloud, student, panel } = study;
  const frame = {
    settled: study.done && ladder.done && sweep.done,
    setting,
    theory,
    curve,
    student,
    cloud,
    replicates: panel.replicates,
    complete: panel.done,
    ladder: ladder.rungs,
    sweep: sweep.rows,
  };
  return { ...frame, metrics: metricsOf(frame), note: noteOf(frame) };
}

/** Those of the replicates come with the last of them. */
function metricsOf({
  setting: { n },
  theory,
  student,
  replicates,
  complete,
}: Pick<GroupFrame, 'setting' | 'theory' | 'student' | 'replicates' | 'complete'>): Record<string, number> {
  const mean = (value: (one: GroupFrame['replicates'][number]) => number) =>
    estimate(replicates.map(value)).mean;
  return {
    predicted1: 2 * n * theory.risks[0],
    predicted2: 2 * n * theory.risks[1],
    slope: theory.slope,
    trace: theory.trace,
    rho: theory.rho,
    ...(complete && {
      risk1: 2 * n * mean(({ risks }) => risks[0]),
      risk2: 2 * n * mean(({ risks }) => risks[1]),
      error: mean(({ error }) => error),
      wrong1: mean(({ wrong }) => wrong[0]),
      wrong2: mean(({ wrong }) => wrong[1]),
    }),
    ...(student.rate && { contraction: student.rate.rho }),
  };
}
