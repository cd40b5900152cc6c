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
  /** H* and 1 − H* of the first RISKED. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  /** True where H* > ½. */
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
  for (let k = 0; k < RISKED; k++) [p[k], q[k]] = probabilities(TEACHER, X, D * k);
  const label = Uint8Array.from({ length: TESTED }, (_, k) => (decision(TEACHER, X, D * k) > 0 ? 1 : 0));
  return { X, p, q, label };
}

/** Judges the network W. */
export function judge(W: ArrayLike<number>, { X, p, q, label }: Paper): Marks {
  let risk = 0;
  for (let k = 0; k < RISKED; k++) {
    let [a, b] = [0, 0];
    for (let j = 0; j < K; j++) {
      // 1/(1 + e⁻ᵘ) and 1/(1 + eᵘ) from one exponential.
      const e = Math.exp(-Math.abs(activation(W, j, X, D * k)));
      const [large, small] = [1 / (1 + e), e / (1 + e)];
      const positive = activation(W, j, X, D * k) > 0;
      a += (positive ? large : small) / K;
      b += (positive ? small : large) / K;
    }
    risk += part(p[k] as number, a) + part(q[k] as number, b);
  }
  let wrong = 0;
  for (let k = 0; k < TESTED; k++) if (decision(W, X, D * k) > 0 !== (label[k] === 1)) wrong++;
  return { risk: risk / RISKED, wrong: wrong / TESTED };
}

const part = (p: number, of: number): number => (p > 0 ? p * Math.log(p / Math.max(of, FLOOR)) : 0);
