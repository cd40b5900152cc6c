/** The theory against identities and closed forms, and the replicates against the theory. Mutants must fail. */
import { afterAll, beforeAll, describe as group, expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { dataOf, type Data } from './data.ts';
import { estimate } from './estimate.ts';
import { judge } from './exam.ts';
import { fitAll } from './fits.ts';
import { eigenvalues, inverse, product, solve, trace, traceOfProduct } from './linear.ts';
import { Panel } from './panel.ts';
import { TEACHER } from './teacher.ts';
import { labs, plainFisher, plainH, plainLoss, pointOf, setting, slopes } from './testing.ts';
import { theoryOf } from './theory.ts';

afterAll(() => labs.release());
const bench = new Bench(labs.lab(1));
const at: Record<string, Float64Array> = {};
beforeAll(async () => {
  for (const sigma of [0.3, 0.5, 1, 4, 8]) at[sigma] = await bench.informations.of(sigma, 0);
});

group('matrices', () => {
  test('a matrix with a known spectrum', () => {
    // The discrete Laplacian: 2 − 2 cos(kπ/(n + 1)).
    const n = 8;
    const A = Float64Array.from({ length: n * n }, (_, i) => {
      const apart = Math.abs(Math.floor(i / n) - (i % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const want = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expect([...eigenvalues(A)]).toEqual(want.map((x) => expect.closeTo(x, 12) as number));
    expect(trace(product(A, inverse(A)))).toBeCloseTo(n, 12);
    expect([...solve(A, A.slice(0, n))]).toEqual(
      [1, 0, 0, 0, 0, 0, 0, 0].map((x) => expect.closeTo(x, 12) as number),
    );
    expect(() => solve(new Float64Array(4), new Float64Array(2))).toThrow('positive definite');
  });
});

group('theory', () => {
  test('the information is the Hessian of the expected loss at the teacher', () => {
    // On soft labels H* it is so point by point; second differences in float64.
    const X = bench.exam.paper(1, 0).X.subarray(0, 4 * 100);
    const y = Float64Array.from({ length: 100 }, (_, k) => plainH(TEACHER, pointOf(X, k)));
    const gradient = (W: ArrayLike<number>) => slopes((V) => plainLoss(V, X, y), W, 1e-4);
    const hessian = Array.from({ length: 8 }, (_, a) => {
      const moved = (by: number) => gradient(TEACHER.map((w, i) => (i === a ? w + by : w)));
      const [up, down] = [moved(1e-3), moved(-1e-3)];
      return up.map((value, b) => (value - down[b]!) / 2e-3);
    });
    const far = (F: Float64Array) =>
      Math.max(...F.map((value, i) => Math.abs(value - hessian[i >> 3]![i & 7]!)));
    expect(far(plainFisher(TEACHER, X, 100))).toBeLessThan(1e-5);
    expect(far(plainFisher(TEACHER, X, 100, false))).toBeGreaterThan(1e-2);
    // And the population's, of 60,000 draws, is near that of 20,000 other points.
    const many = plainFisher(TEACHER, bench.exam.paper(1, 0).X, 20_000);
    many.forEach((value, i) => expect(Math.abs(value - at[1]![i]!)).toBeLessThan(0.04 * Math.max(...many)));
  });

  test.each([0.3, 1, 8])(
    'equal groups: 2n R = dK = 8 for both, and shares make no difference (σ = %d)',
    (sigma) => {
      const I = at[sigma]!;
      const { risks, slope } = theoryOf(setting({ sigma1: sigma, sigma2: sigma }), I, I);
      expect(8000 * risks[0]).toBeCloseTo(8, 5);
      expect(8000 * risks[1]).toBeCloseTo(8, 5);
      expect(slope).toBeCloseTo(0, 9);
      expect(traceOfProduct(I, inverse(I))).toBeCloseTo(8, 5);
    },
  );

  test('λR₁ + (1 − λ)R₂ = dK/2n; the slope is the derivative of ln R₁; half the data, twice the risk', () => {
    const of = (lambda: number, n = 4000, sigma1 = 0.5) =>
      theoryOf(setting({ lambda, n, sigma1 }), at[sigma1]!, at[1]!);
    for (const lambda of [0.05, 0.3, 0.9]) {
      const { risks, slope } = of(lambda);
      expect(8000 * (lambda * risks[0] + (1 - lambda) * risks[1])).toBeCloseTo(8, 6);
      const h = 1e-5;
      const rise = Math.log(of(lambda + h).risks[0] / of(lambda - h).risks[0]) / (2 * h);
      expect(slope).toBeCloseTo(rise, 4);
      expect(of(lambda, 2000).risks[0]).toBeCloseTo(2 * risks[0], 12);
    }
    // The title: with little spread more minority data hurt the minority, with much they help.
    expect(of(0.5, 4000, 0.5).slope).toBeGreaterThan(0.5);
    expect(of(0.5, 4000, 4).slope).toBeLessThan(-0.5);
  });
});

/** Mean 2n × minority risk of fits to altered data sets. */
async function riskOf(alter: (data: Data) => Data): Promise<number> {
  const state = setting({ sigma1: 1 });
  const sets = Array.from({ length: 24 }, (_, k) => alter(dataOf(bench.replicate(k, 4000), state)));
  const fits = await fitAll(bench.lab, sets);
  return estimate(fits.map(({ W }) => 8000 * judge(W, bench.exam.paper(1, 0)).risk)).mean;
}

group('the replicates', () => {
  const panel = async (change: object) => {
    const values: number[] = [];
    const state = setting(change);
    for (const seed of [1, 2, 3]) {
      const one = new Panel(new Bench(labs.lab(seed)), state);
      while (!one.done) await one.advance();
      values.push(...one.replicates.map(({ risks }) => 2 * state.n * risks[0]));
    }
    return estimate(values);
  };

  test('have 2n R near 8 for equal groups, at every spread', async () => {
    for (const sigma of [1, 4]) {
      // A scaled χ² of 8 degrees of freedom, 72 times: a standard error of 6%; the bias of finite n is as large.
      const { mean } = await panel({ sigma1: sigma, sigma2: sigma });
      expect(mean / 8).toBeGreaterThan(0.8);
      expect(mean / 8).toBeLessThan(1.25);
    }
  });

  test('have twice the risk with half the data', async () => {
    const state = { sigma1: 4, sigma2: 4 };
    const [half, full] = [await panel({ ...state, n: 4000 }), await panel({ ...state, n: 8000 })];
    // Both are multiples of 2n.
    expect((2 * half.mean) / full.mean).toBeGreaterThan(1.6);
    expect((2 * half.mean) / full.mean).toBeLessThan(2.5);
  });

  test('a student taught by another teacher, or by noisy labels, is caught', async () => {
    expect(await riskOf((data) => data)).toBeLessThan(12);
    const turned = TEACHER.map((w, i) => (i === 0 ? w + 0.5 : w));
    const other = (data: Data): Data => ({
      ...data,
      y: data.y.map((_, k) => (plainH(turned, pointOf(data.X, k)) > bench.replicate(0, 4000).u[k]! ? 1 : 0)),
    });
    expect(await riskOf(other)).toBeGreaterThan(20);
    const noisy = (data: Data): Data => ({ ...data, y: data.y.map((y, k) => (k % 10 === 0 ? 1 - y : y)) });
    expect(await riskOf(noisy)).toBeGreaterThan(20);
  });
});
