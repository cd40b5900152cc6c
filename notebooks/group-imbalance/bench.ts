/** What all studies of one lab share, each made once: Fisher informations, fresh points, and the draws behind data. */
import type { Lab } from '#lib/notebook/types.ts';
import { drawSet, type Draws } from './data.ts';
import { Exam } from './exam.ts';
import { FIRST_REPLICATE } from './settings.ts';
import { Informations } from './theory.ts';

export class Bench {
  readonly lab: Lab;
  readonly informations: Informations;
  readonly exam: Exam;
  #draws = new Map<string, Draws>();
  #n = 0;

  constructor(lab: Lab) {
    this.lab = lab;
    this.informations = new Informations(lab);
    this.exam = new Exam(lab);
  }

  /** Chance of the data set that is drawn. */
  main(n: number): Draws {
    return this.#find('data', n);
  }

  /** Chance of replicate k = 0, 1, …: the same whatever the mixture, so that neighbouring states are comparable. */
  replicate(k: number, n: number): Draws {
    return this.#find(`data set ${FIRST_REPLICATE + k}`, n);
  }

  /** Chance that is used once and not kept. */
  once(purpose: string, n: number): Draws {
    return drawSet(this.lab.random(purpose), n);
  }

  #find(purpose: string, n: number): Draws {
    if (n !== this.#n) this.#draws.clear();
    this.#n = n;
    let draws = this.#draws.get(purpose);
    if (!draws) {
      draws = this.once(purpose, n);
      this.#draws.set(purpose, draws);
    }
    return draws;
  }
}
