/**
 * A private distance field, live. A run draws the secret points; a release is made and paid for when its settings are
 * first asked for; then come the answer, the map, further questions, and what the chosen panel needs, a little per
 * frame.
 */
import type { Lab, Random } from '#lib/notebook/types.ts';
import { Auditor } from './audit.ts';
import { placeOf } from './baseline.ts';
import { distanceSum } from './data.ts';
import {
  baselineAnswer,
  Desk,
  isLocal,
  ownAnswer,
  queryOf,
  readingsOf,
  type Released,
  termsOf,
  truthOf,
} from './desk.ts';
import { fieldOf } from './field.ts';
import type { Answer, Audit, ErrorCurve, Field, KdeFrame, Part, Tree } from './frame.ts';
import type { Params } from './notebook.ts';
import { Practice } from './practice.ts';
import { ask } from './release.ts';
import { partSds } from './theory.ts';
import { entryOf, leafOf, siblingsOf, tableSize } from './tree.ts';

export type { KdeFrame } from './frame.ts';
export type { Params } from './notebook.ts';
export { describe, table } from './describe.ts';

/** Points that the teacher's view draws. */
const DOTS = 1500;
/** Coordinates of queries per step. */
const QUESTION_WORK = 60_000;

export async function* simulate(params: Params, lab: Lab): AsyncGenerator<KdeFrame, void, Params> {
  const desk = await Desk.open(params, lab);
  const work = new Work(desk, lab);
  let now = params;
  let shown = '';
  for (;;) {
    const released = await desk.released(now);
    // A new picture is shown at once; more work is done for one that has been shown.
    const key = releaseKey(now) + keyOf(now);
    if (shown === key) await work.step(now, released);
    shown = key;
    now = yield await frameOf(desk, released, now, work);
  }
}

const releaseKey = (p: Params) => `${p.structure} ${p.budget} ${p.depth} ${p.release} `;
const keyOf = (p: Params) =>
  `${p.panel} ${p.budget} ${p.depth} ${isLocal(p)} ` +
  (p.panel === 'audit' ? `${p.audited} ${p.secretPoint}` : p.panel === 'error' ? `${p.baselineRatio}` : '');

/** Everything that takes time. Each is worked out when it is asked for, and kept while its settings stay. */
class Work {
  readonly #desk: Desk;
  readonly #lab: Lab;
  readonly #questions: Random;
  #asked = 1;
  #squares = 0;
  #askedOf = '';
  #audit: { key: string; auditor: Auditor } | undefined;
  #practice: { key: string; practice: Practice } | undefined;
  #field: { key: string; field: Field } | undefined;

  constructor(desk: Desk, lab: Lab) {
    this.#desk = desk;
    this.#lab = lab;
    this.#questions = lab.random('questions');
  }

  async step(params: Params, released: Released): Promise<void> {
    if (this.#left(params) > 0 && released.own) return this.#ask(params, released);
    const key = keyOf(params);
    if (params.panel === 'audit') {
      if (this.#audit?.key !== key) this.#audit = { key, auditor: this.#newAuditor(params) };
      if (!this.#audit.auditor.done) await this.#audit.auditor.step();
    }
    if (params.panel === 'error') {
      if (this.#practice?.key !== key) this.#practice = { key, practice: this.#newPractice(params) };
      if (!this.#practice.practice.done) await this.#practice.practice.step();
    }
  }

  /** One coordinate is audited, with its share of the budget: the others are its like. */
  #newAuditor(params: Params): Auditor {
    const { graphs } = this.#desk;
    const share = { ...termsOf(params), dimension: 1, epsilon: params.budget / params.dimension };
    const x = params.secretPoint * params.side;
    return new Auditor(this.#lab, graphs, share, x, isLocal(params), params.audited === 'mutant');
  }

  #newPractice(params: Params): Practice {
    const { secret, graphs } = this.#desk;
    const [terms, exact] = [termsOf(params), this.#desk.exact(params.depth)];
    const task = { secret, exact, terms, local: isLocal(params), alpha: params.baselineRatio };
    return new Practice(task, this.#lab, graphs);
  }

  #left(params: Params): number {
    return params.questions - (this.#askedOf === releaseKey(params) ? this.#asked : 1);
  }

  /** Random queries, answered from the same release. */
  async #ask(params: Params, released: Released): Promise<void> {
    if (this.#askedOf !== releaseKey(params)) {
      [this.#asked, this.#squares, this.#askedOf] = [1, 0, releaseKey(params)];
    }
    const terms = termsOf(params);
    const d = terms.dimension;
    const count = Math.min(this.#left(params), Math.ceil(QUESTION_WORK / d));
    const queries = Float64Array.from({ length: count * d }, () => terms.side * this.#questions.uniform());
    if (!released.own) return;
    const { answers } = await ask(released.own, queries, terms, this.#desk.graphs);
    for (let i = 0; i < count; i++) {
      const truth = distanceSum(this.#desk.secret, queries.subarray(i * d, (i + 1) * d));
      this.#squares += ((answers[i] as number) - truth) ** 2;
    }
    this.#asked += count;
  }

  asked(params: Params): { asked: number; askedError: number } {
    if (this.#askedOf !== releaseKey(params)) return { asked: 1, askedError: 0 };
    const more = this.#asked - 1;
    return { asked: this.#asked, askedError: more === 0 ? 0 : Math.sqrt(this.#squares / more) };
  }

  async field(params: Params, released: Released): Promise<Field> {
    const rings = params.structure === 'baseline' ? params.baselineRatio : '';
    const key = `${releaseKey(params)}${rings}`;
    if (this.#field?.key !== key) {
      this.#field = { key, field: await fieldOf(this.#desk, released, params) };
    }
    return this.#field.field;
  }

  done(params: Params, released: Released): boolean {
    if (released.own && this.#left(params) > 0) return false;
    const key = keyOf(params);
    if (params.panel === 'audit') return this.#audit?.key === key && this.#audit.auditor.done;
    if (params.panel === 'error') return this.#practice?.key === key && this.#practice.practice.done;
    return true;
  }

  picture(params: Params): { audit: Audit | null; error: ErrorCurve | null } {
    const key = keyOf(params);
    return {
      audit: params.panel === 'audit' && this.#audit?.key === key ? this.#audit.auditor.picture() : null,
      error:
        params.panel === 'error' && this.#practice?.key === key ? this.#practice.practice.picture() : null,
    };
  }
}

async function frameOf(desk: Desk, released: Released, params: Params, work: Work): Promise<KdeFrame> {
  const terms = termsOf(params);
  const answer = await ownAnswer(desk, released, params);
  const parts = answer ? { noisy: answer.parts, clean: answer.cleanParts } : null;
  const own = answer && plain(answer);
  const frame = {
    settled: work.done(params, released),
    structure: params.structure,
    epsilon: terms.epsilon,
    depth: terms.depth,
    n: desk.secret.n,
    dimension: terms.dimension,
    side: terms.side,
    alpha: params.baselineRatio,
    query: [...queryOf(params)],
    truth: truthOf(desk, params),
    own,
    baseline: baselineAnswer(desk, released, params),
    field: await work.field(params, released),
    dots: dotsOf(desk),
    tree: treeOf(desk, released, params, parts),
    ...work.asked(params),
    account: desk.account,
    ...work.picture(params),
  };
  return { ...frame, metrics: metricsOf(frame) };
}

const plain = ({ value, sd, clean, reads }: Answer): Answer => ({ value, sd, clean, reads });

function dotsOf({ secret }: Desk): Float32Array {
  const count = Math.min(DOTS, secret.n);
  const [first, second] = secret.columns;
  return Float32Array.from({ length: 2 * count }, (_, i) => {
    const column = i % 2 === 0 ? first : second;
    return (column?.values[i >> 1] ?? secret.side / 2) / secret.side;
  });
}

function treeOf(
  desk: Desk,
  released: Released,
  params: Params,
  parts: { noisy: Float64Array; clean: Float64Array } | null,
): Tree {
  const { depth, side, dimension } = params;
  const j = Math.min(params.coordinate, dimension) - 1;
  const y = queryOf(params)[j] as number;
  const sds = partSds(y, termsOf(params), isLocal(params));
  const exact = desk.exact(depth);
  const shown = siblingsOf(y, depth, side).map(({ level, index, left }, i): Part => {
    const at = j * tableSize(depth) + entryOf(level, index);
    return {
      level,
      index,
      left,
      value: parts?.noisy[j * depth + i] ?? 0,
      clean: parts?.clean[j * depth + i] ?? 0,
      sd: sds[i] as number,
      count: released.own?.counts[at] ?? 0,
      trueCount: exact.counts[at] as number,
    };
  });
  const nodes = released.baseline ? (readingsOf(params)[j]?.nodes ?? []) : [];
  return {
    coordinate: j + 1,
    y,
    leaf: leafOf(y, depth, side),
    parts: parts ? shown : [],
    baseline: nodes.map(placeOf),
  };
}

/** Numbers of a frame; only those that exist. */
function metricsOf(frame: Omit<KdeFrame, 'metrics'>): Record<string, number> {
  const { own, baseline, error, audit, account } = frame;
  const metrics: Record<string, number> = {
    truth: frame.truth,
    asked: frame.asked,
    releases: account.releases,
    spent: account.spent,
  };
  if (own) Object.assign(metrics, { answer: own.value, sd: own.sd, reads: own.reads });
  if (baseline) {
    metrics['baselineAnswer'] = baseline.value;
    metrics['baselineSd'] = baseline.sd;
    metrics['baselineBias'] = baseline.clean - frame.truth;
    metrics['baselineReads'] = baseline.reads;
  }
  if (error) {
    metrics['rmse'] = error.own.rmse;
    metrics['bestBaseline'] = Math.min(...error.points.map(({ rmse }) => rmse));
  }
  if (audit) Object.assign(metrics, { worstLoss: audit.worst, provenLow: audit.low });
  return metrics;
}
