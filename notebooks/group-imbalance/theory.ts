/**
 * What large-sample theory says, from the teacher and independent draws alone; no data set that is fitted has a part in
 * it. With the Fisher information I_l of group l and I = λI₁ + (1 − λ)I₂:
 *
 *   gradient descent with step η contracts by ρ = 1 − η λ_min(I) per step,
 *   n E‖Ŵ − W*‖² → tr I⁻¹,   and the excess risk of group l is R_l → tr(I_l I⁻¹)/2n.
 *
 * The first is the linearisation of gradient descent at the minimiser (the Hessian of the expected loss is I there), the
 * others are the classical asymptotics of maximum likelihood.
 */
import { floats, float32, scalar } from '#lib/lab/tensor.ts';
import { normals } from '#lib/lab/random.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { coordinate, stepSize, type Setting } from './data.ts';
import { combine, eigenvalues, inverse, product, trace, traceOfProduct } from './linear.ts';
import { D, DRAWS, K } from './settings.ts';
import { TEACHER } from './teacher.ts';

/** Draws per call: sums of some thousands lose little in 32 bits; those of the calls are added in 64. */
const PORTION = 10_000;

/** Fisher information of a group by its spread and shift, each computed once. */
export class Informations {
  readonly #lab: Lab;
  readonly #known = new Map<string, Float64Array>();
  #draws: Float32Array | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** I of N(m·(½, ½, ½, ½), σ²1): [SIZE, SIZE]. */
  async of(sigma: number, shift: number): Promise<Float64Array> {
    const key = `${sigma} ${shift}`;
    let found = this.#known.get(key);
    if (!found) {
      found = await this.#compute(sigma, shift);
      this.#known.set(key, found);
    }
    return found;
  }

  async #compute(sigma: number, shift: number): Promise<Float64Array> {
    this.#draws ??= normals(this.#lab.random('draws of the Fisher information'), DRAWS * D);
    const model = await this.#lab.model('fisher');
    const inputs = {
      W: float32(TEACHER, [D, K]),
      sigma: scalar(sigma),
      mu: float32(new Float32Array(D).fill(coordinate(shift)), [D]),
    };
    let sum: Float64Array | undefined;
    for (let from = 0; from < DRAWS; from += PORTION) {
      const Z = float32(this.#draws.subarray(from * D, (from + PORTION) * D), [PORTION, D]);
      const { I } = await model.run({ ...inputs, Z });
      const part = Float64Array.from(floats(I));
      sum = sum ? combine(1, sum, 1, part) : part;
    }
    return (sum as Float64Array).map((value) => (value * PORTION) / DRAWS);
  }
}

export interface Theory {
  /** tr I⁻¹: the limit of n E‖Ŵ − W*‖². */
  readonly trace: number;
  /** η and ρ = 1 − η λ_min(I). */
  readonly eta: number;
  readonly rho: number;
  /** Steps of gradient descent for a factor of ten. */
  readonly perDecade: number;
  /** Limits of the excess risks of minority and majority, in nats. */
  readonly risks: readonly [number, number];
  /** d ln R₁/dλ: above zero where a larger share of the minority makes its own risk larger. */
  readonly slope: number;
}

/** @throws Error when the information is singular in double precision: no spread at all, say. */
export function theoryOf(setting: Setting, I1: Float64Array, I2: Float64Array): Theory {
  const { lambda, n } = setting;
  const I = combine(lambda, I1, 1 - lambda, I2);
  const J = inverse(I);
  const eta = stepSize(setting);
  const rho = 1 - eta * (eigenvalues(I)[0] as number);
  const minority = traceOfProduct(I1, J);
  // d/dλ tr(I₁I⁻¹) = −tr(I₁ I⁻¹ (I₁ − I₂) I⁻¹).
  const change = -traceOfProduct(product(I1, J), product(combine(1, I1, -1, I2), J));
  return {
    trace: trace(J),
    eta,
    rho,
    perDecade: Math.LN10 / (1 - rho),
    risks: [minority / (2 * n), traceOfProduct(I2, J) / (2 * n)],
    slope: change / minority,
  };
}
