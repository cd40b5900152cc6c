/**
 * The theory and the measurement: against closed forms, limits and plain float64. Mutants must fail the check that the
 * mechanism passes.
 */
import { afterAll, beforeAll, describe as group, expect, test } from 'vitest';
import { PREDICTED } from './claims.ts';
import { eigenvalues, shifted, solve } from './linear.ts';
import { groupError, Meter } from './meter.ts';
import { dataOf } from './settings.ts';
import { solveStationary, type Stationary } from './stationary.ts';
import { labs, plainError, run } from './testing.ts';
import { bandOf, boundsOf } from './theory.ts';

const lab = labs.lab(0);
const data = dataOf([]);
const at: Record<number, Stationary> = {};
beforeAll(async () => {
  for (const lambda of [0.3, 0.1, 0.03, 0.01]) at[lambda] = await solveStationary(lab, lambda, data);
});
afterAll(() => labs.release());

const trace = (C: Float64Array) => {
  const n = Math.sqrt(C.length);
  return Array.from({ length: n }, (_, i) => C[i * n + i]!).reduce((a, x) => a + x, 0);
};

group('theory', () => {
  test('eigenvalues and solutions of a matrix with a known spectrum', () => {
    // The discrete Laplacian: 2 − 2 cos(kπ/(n + 1)).
    const n = 8;
    const A = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) A[i * n + j] = i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0;
    const want = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)));
    expect([...eigenvalues(A)]).toEqual(want.map((x) => expect.closeTo(x, 12)));
    const x = solve(A, A.slice(0, n));
    expect([...x]).toEqual([1, 0, 0, 0, 0, 0, 0, 0].map((value) => expect.closeTo(value, 12)));
    expect(() => solve(new Float64Array(4), new Float64Array(2))).toThrow('singular');
  });

  test.each([0.3, 0.1, 0.03, 0.01])(
    'v is tr C(I + C/λ)⁻¹; the excess is at most ½ tr C (λ = %d)',
    (lambda) => {
      const { C } = at[lambda]!;
      const { variance, independent, free, excess } = boundsOf(at[lambda]!);
      let v = 0;
      for (let i = 0; i < 16; i++) v += solve(shifted(C, 1 / lambda, 1), C.slice(16 * i, 16 * i + 16))[i]!;
      expect(variance).toBeCloseTo(v, 9);
      expect(independent).toBeCloseTo(trace(C), 9);
      expect(excess).toBeLessThan(free);
      expect(variance / 2).toBeLessThan(excess);
    },
  );

  test('its numbers are those of the claims; the old factor explodes while v falls', () => {
    for (const [lambda, v] of Object.entries(PREDICTED)) {
      expect(boundsOf(at[Number(lambda)]!).variance).toBeCloseTo(v, 6);
    }
    const powers = [0.3, 0.1, 0.03, 0.01].map((lambda) => boundsOf(at[lambda]!).oldPowers);
    expect(powers).toEqual([4.61, 14.01, 47.28, 138.27].map((x) => expect.closeTo(x, 1)));
  });

  test('the band at the data is n C(I + C/λ)⁻¹: its mean square is v', () => {
    const { variance } = boundsOf(at[0.1]!);
    const { mean, deviation } = bandOf(at[0.1]!, data.z);
    expect(deviation.reduce((sum, sd) => sum + sd * sd, 0) / 16).toBeCloseTo(variance, 4);
    mean.forEach((value, j) => expect(value).toBeCloseTo(at[0.1]!.f[j]!, 5));
  });
});

group('the measurement', () => {
  test('errors of means of networks, by hand', () => {
    // Four networks of two outputs, target 0.
    const f = [1, 1, -1, -1, 2, 0, 0, 2];
    expect(groupError(f, 0, 1, [0, 0])).toBe(1);
    expect(groupError(f, 0, 2, [0, 0])).toBe(0);
    const meter = new Meter(4, 3);
    expect(meter.errors()).toEqual([]);
    meter.add(f, [0, 0], 1);
    expect(meter.sizes).toEqual([1, 2, 3, 4]);
    expect(meter.errors().map(({ value }) => value)).toEqual([
      1.5,
      0.5,
      expect.closeTo(5 / 18 + 1 / 18 - 1 / 9, 12),
      0.25,
    ]);
  });

  test('N × error is v(λ); a float64 run agrees; neurons that do not feel each other are caught', async () => {
    const target = at[0.1]!.f;
    const { variance, independent } = boundsOf(at[0.1]!);
    const physics = { data, lambda: 0.1, eta: 0.1, target, N: 8, count: 24 };
    const { measured } = await run({ neurons: 8, step: 0.1, networks: 1, replicas: 64 });
    const right = (value: number) => value / variance > 0.95 && value / variance < 1.3;
    expect(right(measured!.value)).toBe(true);
    expect(right(plainError(lab.random('plain'), physics))).toBe(true);
    // Each neuron follows the infinite network alone: independent draws from μ*, and the error is tr C/N.
    const deaf = plainError(lab.random('deaf'), { ...physics, feels: target });
    expect(right(deaf)).toBe(false);
    expect(deaf / independent).toBeGreaterThan(0.8);
    expect(deaf / independent).toBeLessThan(1.25);
  });

  test('half of the noise is caught: other fluctuations, round another network', () => {
    const { variance } = boundsOf(at[0.1]!);
    const weak = { data, lambda: 0.05, eta: 0.1, target: at[0.1]!.f, N: 8, count: 12 };
    expect(plainError(lab.random('weak'), weak) / variance).toBeLessThan(0.8);
  });

  test('networks scatter round the infinite curve as wide as the band says, at every z', async () => {
    const squares = new Float64Array(47);
    const runs = 4;
    let deviation = new Float64Array();
    for (let seed = 0; seed < runs; seed++) {
      const { curves } = await run({ networks: 64, replicas: 1, neurons: 16, step: 0.1 }, 10 + seed);
      deviation = Float64Array.from(curves.deviation);
      for (let i = 0; i < 47 * 64; i++) {
        squares[i % 47]! += (curves.networks[i]! - curves.infinite[i % 47]!) ** 2 / (64 * runs);
      }
    }
    // 256 networks: the variance is known to 9% (one standard deviation); steps of 0.1 inflate it by about 12%.
    squares.forEach((square, i) => {
      const ratio = square / deviation[i]! ** 2;
      expect(ratio).toBeGreaterThan(0.75);
      expect(ratio).toBeLessThan(1.55);
    });
  });
});
