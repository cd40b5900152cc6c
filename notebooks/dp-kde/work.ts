/** What takes time after a release: further questions, the practice, the audit. A little per frame. */
import type { Lab, Random } from '#lib/notebook/types.ts';
import { Auditor } from './audit.ts';
import { distanceSum } from './data.ts';
import { type Desk, isLocal, type Released, releaseKey, termsOf } from './desk.ts';
import { fieldOf } from './field.ts';
import type { Audit, ErrorCurve, Field } from './frame.ts';
import type { Params } from './notebook.ts';
import { Practice } from './practice.ts';
import { ask } from './release.ts';

/** Numbers that are read and added up for queries, per step. */
const QUESTION_WORK = 400_000;

export const keyOf = (p: Params): string =>
  `${p.panel} ${p.budget} ${p.depth} ${isLocal(p)} ` +
  (p.panel === 'audit' ? `${p.audited} ${p.secretPoint}` : p.panel === 'error' ? `${p.baselineRatio}` : '');

/** Everything that takes time. Each is worked out when it is asked for, and kept while its settings stay. */
export class Work {
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
    const count = Math.min(this.#left(params), Math.ceil(QUESTION_WORK / (d * terms.depth)));
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
