/**
 * Private string distances, live. A run draws the secret strings; a release is made and paid for when its settings are
 * first asked for; then answers come, then whatever the chosen panel needs, a little per frame.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { Auditor } from './audit.ts';
import { LADDER } from './bits.ts';
import { nameOf, termsOf, type Settings } from './budget.ts';
import { costOf } from './cost.ts';
import { EDIT } from './edit.ts';
import { EditDesk } from './edit-desk.ts';
import type { Answer, DistanceFrame } from './frame.ts';
import { HammingDesk } from './hamming.ts';
import type { DistanceParams } from './notebook.ts';
import type { Practice } from './practice.ts';
import { editPractice } from './practice-edit.ts';
import { hammingPractice } from './practice-hamming.ts';
import { editSettings, hammingSettings, layoutOf } from './settings.ts';
import { rawBias } from './theory.ts';

export type { DistanceFrame } from './frame.ts';
export type { DistanceParams } from './notebook.ts';
export { describe, table } from './describe.ts';

export async function* simulate(
  params: DistanceParams,
  lab: Lab,
): AsyncGenerator<DistanceFrame, void, DistanceParams> {
  const desk = params.distance === 'edit' ? new EditDesk(params, lab) : new HammingDesk(params, lab);
  const panels = new Panels(lab);
  let now = params;
  let question = '';
  for (;;) {
    await desk.follow(now);
    const published = desk instanceof EditDesk || desk.published;
    // The answer to a new question is shown at once; more work is done only for a question that has been shown.
    const posed = `${nameOf(settingsOf(now))} ${now.flips.join()} ${published}`;
    const work = posed === question && published;
    question = posed;
    if (work && desk.asked < now.questions) await desk.ask(now.questions, now);
    else if (work) await panels.step(now, changedBits(desk, now));
    const settled = published && desk.asked >= now.questions && panels.done(now);
    now = yield await frameOf(desk, now, panels, settled);
  }
}

const settingsOf = (params: DistanceParams): Settings =>
  params.distance === 'edit' ? editSettings(params) : hammingSettings(params);

const changedBits = (desk: EditDesk | HammingDesk, params: DistanceParams): number =>
  desk instanceof EditDesk ? editSettings(params).touched : desk.changed;

/** The views that take time. Each is worked out when it is asked for, and kept while its settings stay. */
class Panels {
  readonly #lab: Lab;
  #audit: { key: string; auditor: Auditor } | undefined;
  #practice: { key: string; practice: Practice } | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  async step(params: DistanceParams, changed: number): Promise<void> {
    const key = keyOf(params);
    if (params.panel === 'audit') {
      if (this.#audit?.key !== key) {
        const auditor = new Auditor(this.#lab, settingsOf(params), changed, params.audited === 'mutant');
        this.#audit = { key, auditor };
      }
      if (!this.#audit.auditor.done) await this.#audit.auditor.step();
    }
    if (params.panel === 'error') {
      if (this.#practice?.key !== key) {
        const open = params.distance === 'edit' ? editPractice : hammingPractice;
        this.#practice = { key, practice: await open(params, this.#lab) };
      }
      if (!this.#practice.practice.done) await this.#practice.practice.step();
    }
  }

  done(params: DistanceParams): boolean {
    if (params.panel === 'audit') return this.#auditor(params)?.done ?? false;
    if (params.panel === 'error') return this.#practiced(params)?.done ?? false;
    return true;
  }

  #auditor(params: DistanceParams): Auditor | undefined {
    return this.#audit?.key === keyOf(params) ? this.#audit.auditor : undefined;
  }

  #practiced(params: DistanceParams): Practice | undefined {
    return this.#practice?.key === keyOf(params) ? this.#practice.practice : undefined;
  }

  picture(params: DistanceParams): Pick<DistanceFrame, 'audit' | 'error'> {
    return {
      audit: params.panel === 'audit' ? (this.#auditor(params)?.picture() ?? null) : null,
      error: params.panel === 'error' ? (this.#practiced(params)?.picture() ?? null) : null,
    };
  }
}

const keyOf = (params: DistanceParams) =>
  `${nameOf(settingsOf(params))} ${params.panel} ${params.panel === 'audit' ? params.audited : ''}`;

async function frameOf(
  desk: EditDesk | HammingDesk,
  params: DistanceParams,
  panels: Panels,
  settled: boolean,
): Promise<DistanceFrame> {
  const settings = settingsOf(params);
  const { q } = termsOf(settings);
  const edit = desk instanceof EditDesk;
  const layout = layoutOf(params);
  const n = edit ? params.editLength : params.length;
  const answers = edit ? desk.answers() : desk.answers(params);
  const cost = edit ? [] : [LADDER, 1000].map((strings) => costOf(strings, n, layout));
  const pictures = panels.picture(params);
  const frame = {
    settled,
    distance: params.distance,
    answers,
    asked: desk.asked,
    distinct: desk.distinct,
    account: desk.ledger.account,
    epsilon: settings.epsilon,
    q,
    n,
    k: edit ? EDIT.k : params.promise,
    rows: settings.rows,
    groups: settings.groups,
    buckets: settings.buckets,
    touched: settings.touched,
    query: desk.query.slice(0, 4096),
    rawBias: edit ? null : rawBias(q, layout),
    cost,
    sketch:
      !edit && (params.panel === 'sketch' || params.panel === 'answers')
        ? await desk.sketchPicture(params)
        : null,
    ...pictures,
    edit: edit ? desk.picture(params) : null,
  };
  return { ...frame, metrics: metricsOf(frame) };
}

/** Numbers of a frame; only those that exist. */
function metricsOf(frame: Omit<DistanceFrame, 'metrics'>): Record<string, number> {
  const { answers, account, audit, error, cost } = frame;
  const metrics: Record<string, number> = {
    asked: frame.asked,
    distinct: frame.distinct,
    releases: account.releases,
    spent: account.spent,
    flipRate: frame.q,
    error: rms(answers.map(errorOf(frame.k))),
    averageError: rms(answers.map((one) => one.average - idealOf(one, frame))),
    meanError: average(answers.map(errorOf(frame.k))),
  };
  const raws = answers.flatMap(({ raw, truth }) => (raw === null ? [] : [raw - truth]));
  if (raws.length > 0) {
    metrics['rawError'] = average(raws);
    metrics['predicted'] = rms(answers.map(({ sd }) => sd ?? 0));
  }
  const [first] = cost;
  if (first) Object.assign(metrics, { operations: first.sketch, share: first.sketch / first.scan });
  if (audit) Object.assign(metrics, { provenLow: audit.low, proven: audit.measured, claimed: audit.claimed });
  const here = error?.points.find(({ epsilon }) => epsilon === error.here);
  if (here) {
    metrics['practiceRmse'] = here.error;
    metrics['practiceMean'] = here.mean;
    if (frame.distance === 'hamming') metrics['practiceRaw'] = here.raw;
  }
  return metrics;
}

/** What a perfect answer is: beyond k, the edit decoder can only say "more than k". */
const idealOf = ({ truth, raw }: Answer, { k }: { k: number }) =>
  raw === null ? Math.min(truth, k + 1) : truth;
const errorOf = (k: number) => (one: Answer) => one.answer - idealOf(one, { k });
const average = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length;
const rms = (values: readonly number[]) => Math.sqrt(average(values.map((x) => x * x)));
