/** The regression against its optimality conditions, a direct solution and scikit-learn. */
import { afterAll, describe as group, expect, test } from 'vitest';
import { circleMemories } from './plane.ts';
import { COST, factsOf, fit, predict } from './regression.ts';
import { dot, everyMemory, rowOf, type Memories } from './retrieval.ts';
import { labs, mapOf, plainUpdate, vectors } from './testing.ts';

afterAll(() => labs.release());

const solve = (pairs: Memories, beta: number, tube: number) => fit(pairs, pairs, beta, tube);

group('support vector regression of the memories', () => {
  const cases = [circleMemories(labs.lab(0)), vectors(12, 16)];

  test('optimality: inside the tube no multiplier, outside none, on its border the right sign', () => {
    for (const pairs of cases)
      for (const beta of [5, 20, 80])
        for (const tube of [0.05, 0.1, 0.3]) {
          const { multipliers, residuals, converged } = solve(pairs, beta, tube);
          expect(converged).toBe(true);
          multipliers.forEach((a, i) => {
            expect(Math.abs(a)).toBeLessThan(COST);
            expect(Math.abs(residuals[i]!)).toBeLessThan(tube + 1e-8);
            if (a !== 0) expect(residuals[i]).toBeCloseTo(Math.sign(a) * tube, 7);
          });
        }
  });

  test('without a tube c solves Pc = ξ, P the softmax of the memories among themselves', () => {
    for (const pairs of cases) {
      const { M, d } = pairs;
      const { coefficients } = solve(pairs, 10, 0);
      for (let mu = 0; mu < M; mu++) {
        const { p } = plainUpdate(pairs, everyMemory(M), 10, rowOf(pairs.X, mu, d));
        for (let k = 0; k < d; k++)
          expect(p.reduce((sum, w, nu) => sum + w * coefficients[nu * d + k]!, 0)).toBeCloseTo(
            pairs.X[mu * d + k]!,
            8,
          );
      }
    }
  });

  test('the fitted model is within the largest ‖c − ξ‖ of the dense update, everywhere', () => {
    const pairs = cases[1]!;
    const fitted = solve(pairs, 5, 0);
    const { largestShift } = factsOf(pairs, pairs, 5, fitted);
    const dense = mapOf(pairs, 'dense', { beta: 5 });
    const T = new Float64Array(16);
    for (let i = 0; i < 50; i++) {
      const x = rowOf(vectors(50, 16, 'places').X, i, 16);
      dense.retrieve(x, T);
      const f = predict(fitted, pairs, 5, x);
      expect(Math.hypot(...f.map((value, k) => value - T[k]!))).toBeLessThanOrEqual(largestShift);
    }
  });

  test('mutant: coefficients set to the memories miss the pairs at β = 5', () => {
    const pairs = cases[0]!;
    const f = predict({ coefficients: pairs.X }, pairs, 5, rowOf(pairs.X, 0, 2));
    expect(Math.hypot(f[0]! - pairs.X[0]!, f[1]! - pairs.X[1]!)).toBeGreaterThan(0.05);
    const fitted = predict(solve(pairs, 5, 0), pairs, 5, rowOf(pairs.X, 0, 2));
    expect(Math.hypot(fitted[0]! - pairs.X[0]!, fitted[1]! - pairs.X[1]!)).toBeLessThan(1e-8);
  });

  // SVR(kernel='precomputed', C=1e6, epsilon=0.1, tol=1e-10) of scikit-learn on κ̃, first coordinate. Its intercept is 0
  // because the twelve points come in opposite pairs; its dual coefficients are divided by h here.
  test.each([
    [5, [0.981602, 0.887492, 0.389599, 0, -0.338048, -0.955549], 0.034952],
    [20, [0.921011, 0.776995, 0.403137, 0, -0.399776, -0.78731], 0.027735],
  ])('agrees with scikit-learn at β = %d', (beta, coefficients, inside) => {
    const half = Array.from({ length: 6 }, (_, mu) => (2 * Math.PI * mu) / 12 + 0.05 * Math.sin(3 * mu + 1));
    const X = Float64Array.from(
      [...half, ...half.map((a) => a + Math.PI)].flatMap((a) => [Math.cos(a), Math.sin(a)]),
    );
    const pairs: Memories = { X, M: 12, d: 2 };
    const fitted = solve(pairs, beta, 0.1);
    for (let mu = 0; mu < 6; mu++) {
      expect(fitted.coefficients[2 * mu]).toBeCloseTo(coefficients[mu]!, 5);
      expect(fitted.coefficients[2 * (mu + 6)]).toBeCloseTo(-coefficients[mu]!, 5);
    }
    expect(predict(fitted, pairs, beta, rowOf(X, 3, 2))[0]).toBeCloseTo(inside, 5);
  });

  test('a regression that can’t be solved says so', () => {
    const { converged, coefficients } = solve(circleMemories(labs.lab(0)), 0.25, 0);
    expect(converged).toBe(false);
    expect(coefficients.every(Number.isFinite)).toBe(true);
  });

  test('memories of different lengths are met as well', () => {
    const pairs: Memories = { X: Float64Array.from([1.3, 0, 0, 0.4, -0.7, 0.1]), M: 3, d: 2 };
    const { residuals } = solve(pairs, 10, 0);
    expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(1e-8);
    expect(dot(pairs.X, pairs.X)).toBeGreaterThan(2);
  });
});
