/** Fresh points of each group, on which networks are judged against the teacher. The fitted data have no part in it. */
import { normals } from '#lib/lab/random.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { coordinate } from './data.ts';
import { D, FLOOR, K, RISKED, TESTED } from './settings.ts';
import { activation, decision, probabilities, TEACHER } from './teacher.ts';

/** Points of one group with what the teacher says of them. */
export interface Paper {
  /** [TESTED, D] */
  readonly X: Float32Array;
  /** H* and 1 − H* of the first RISKED, and the mean of H* log H* + (1 − H*) log(1 − H*) over them. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly certainty: number;
  /** 1 where H* > ½. */
  readonly label: Uint8Array;
}

export interface Marks {
  /** Mean of KL(H*(x) ‖ H(x)) in nats: the expected log loss beyond the teacher's. */
  readonly risk: number;
  /** Share of points on which student and teacher are on different sides of ½. */
  readonly wrong: number;
}

const KEPT = 12;

export class Exam {
  readonly #z: Float32Array;
  readonly #papers = new Map<string, Paper>();

  constructor(lab: Lab) {
    this.#z = normals(lab.random('test points'), TESTED * D);
  }

  /** The points of a group with this spread and shift. */
  paper(sigma: number, shift: number): Paper {
    const key = `${sigma} ${shift}`;
    let paper = this.#papers.get(key);
    if (!paper) {
      paper = write(this.#z, sigma, shift);
      if (this.#papers.size >= KEPT) this.#papers.clear();
      this.#papers.set(key, paper);
    }
    return paper;
  }
}

function write(z: Float32Array, sigma: number, shift: number): Paper {
  const X = z.map((value) => coordinate(shift) + sigma * value);
  const [p, q] = [new Float64Array(RISKED), new Float64Array(RISKED)];
  let certainty = 0;
  for (let k = 0; k < RISKED; k++) {
    const [yes, no] = probabilities(TEACHER, X, D * k);
    [p[k], q[k]] = [yes, no];
    certainty += (yes > 0 ? yes * Math.log(yes) : 0) + (no > 0 ? no * Math.log(no) : 0);
  }
  const label = Uint8Array.from({ length: TESTED }, (_, k) => (decision(TEACHER, X, D * k) > 0 ? 1 : 0));
  return { X, p, q, certainty: certainty / RISKED, label };
}

/** Judges the network W. */
export function judge(W: ArrayLike<number>, { X, p, q, certainty, label }: Paper): Marks {
  let [cross, wrong] = [0, 0];
  for (let k = 0; k < TESTED; k++) {
    const u = activation(W, 0, X, D * k);
    const v = activation(W, 1, X, D * k);
    if (u + v > 0 !== (label[k] === 1)) wrong++;
    if (k >= RISKED) continue;
    // φ(−|u|) keeps its digits, and φ(|u|) is 1 less it.
    const tailU = tail(u);
    const tailV = tail(v);
    const on = ((u > 0 ? 1 - tailU : tailU) + (v > 0 ? 1 - tailV : tailV)) / K;
    const off = ((u > 0 ? tailU : 1 - tailU) + (v > 0 ? tailV : 1 - tailV)) / K;
    cross +=
      (p[k] as number) * Math.log(Math.max(on, FLOOR)) + (q[k] as number) * Math.log(Math.max(off, FLOOR));
  }
  return { risk: certainty - cross / RISKED, wrong: wrong / TESTED };
}

function tail(u: number): number {
  const e = Math.exp(-Math.abs(u));
  return e / (1 + e);
}
