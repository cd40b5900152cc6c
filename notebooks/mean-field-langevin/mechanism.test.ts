/**
 * The graphs and the infinite network: against closed forms, limits, and second implementations in float64.
 * Mutants of the mechanism must fail the check that the mechanism passes.
 */
import { afterAll, beforeAll, describe as group, expect, test } from 'vitest';
import type { Array as JaxArray } from '@jax-js/jax';
import { nodeJax } from '#lib/lab/node.ts';
import { normals } from '#lib/lab/random.ts';
import { float32, floats, int32, scalar } from '#lib/lab/tensor.ts';
import { gibbs, langevinStep, objective } from './graphs.ts';
import { recipes } from './model.ts';
import { dataOf, RIDGE } from './settings.ts';
import { Gibbs, gridHalf, makeGrid, newton, solveStationary, type Stationary } from './stationary.ts';
import { labs, plainOutputs, plainStep } from './testing.ts';

const lab = labs.lab(0);
const data = dataOf([]);
const at: Record<number, Stationary> = {};
beforeAll(async () => {
  for (const lambda of [0.3, 0.1, 0.03, 0.01]) at[lambda] = await solveStationary(lab, lambda, data);
});
afterAll(() => labs.release());

/** Arrays and inputs of the graphs in jax-js; each call makes new ones, since jax-js uses them up. */
async function onJax() {
  const jax = await nodeJax();
  const { numpy: np } = jax;
  const array = (values: ArrayLike<number>, shape: number[]) =>
    np.array(Float32Array.from(values)).reshape(shape);
  const problem = (lambda: number) => ({
    z: array(data.z, [16]),
    y: array(data.y, [16]),
    lambda: np.array(lambda),
    ridge: np.array(RIDGE),
  });
  const read = (one: JaxArray) => one.dataSync() as Float32Array;
  return { jax, np, array, problem, read };
}

/** The same inputs for onnxruntime. */
const problem = (lambda: number) => ({
  z: float32(data.z, [16]),
  y: float32(data.y, [16]),
  lambda: scalar(lambda),
  ridge: scalar(RIDGE),
});

group('langevin.onnx', () => {
  const [B, N, steps] = [3, 5, 10];
  const X = normals(lab.random('test neurons'), B * N * 2);
  const noise = normals(lab.random('test noise'), steps * B * N * 2);
  const inputs = (from: number, count: number, state: Float32Array) => ({
    X: float32(state, [B, N, 2]),
    noise: float32(noise.subarray(from * B * N * 2, (from + count) * B * N * 2), [count, B, N, 2]),
    ...problem(0.1),
    eta: scalar(0.05),
    steps: int32([count], []),
  });

  test('ten steps equal those in float64, and those of jax-js', async () => {
    const out = await (await lab.model('langevin')).run(inputs(0, steps, X));
    const { jax, np, array, problem: given, read } = await onJax();
    let state = array(X, [B, N, 2]);
    for (let t = 0; t < steps; t++) {
      const draw = array(noise.subarray(t * B * N * 2, (t + 1) * B * N * 2), [B, N, 2]);
      state = langevinStep(jax, state, { noise: draw, ...given(0.1), eta: np.array(0.05) });
    }
    const byJax = read(state);
    for (let b = 0; b < B; b++) {
      const x = Float64Array.from(X.subarray(b * N * 2, (b + 1) * N * 2));
      for (let t = 0; t < steps; t++) {
        const draw = noise.subarray((t * B + b) * N * 2, (t * B + b + 1) * N * 2);
        plainStep(x, draw, { data, lambda: 0.1, eta: 0.05 });
      }
      x.forEach((value, i) => {
        const got = floats(out.X_next)[b * N * 2 + i]!;
        expect(Math.abs(got - value)).toBeLessThan(1e-5);
        expect(Math.abs(got - byJax[b * N * 2 + i]!)).toBeLessThan(1e-5);
      });
      plainOutputs(x, data.z).forEach((f, j) => {
        expect(Math.abs(floats(out.f)[b * 16 + j]! - f)).toBeLessThan(1e-5);
      });
    }
  });

  test('seven steps and three are ten, to the last bit; none leave the neurons where they are', async () => {
    const model = await lab.model('langevin');
    const whole = await model.run(inputs(0, 10, X));
    const part = await model.run(inputs(0, 7, X));
    const rest = await model.run(inputs(7, 3, floats(part.X_next)));
    expect(floats(rest.X_next)).toEqual(floats(whole.X_next));
    const none = await model.run({ ...inputs(0, 1, X), steps: int32([0], []) });
    expect(floats(none.X_next)).toEqual(X);
  });

  test('the drift is N times the gradient of F, by automatic differentiation', async () => {
    const { jax, np, array, problem: given, read } = await onJax();
    const one = () => array(X.subarray(0, 2 * N), [1, N, 2]);
    const F = (x: JaxArray) => {
      const { z, y, ridge } = given(0.1);
      return objective(jax, x, z, y, ridge);
    };
    const gradient = read((jax.grad(F)(one()) as JaxArray).mul(N));
    const still = { noise: np.zeros([1, N, 2]), ...given(0.1), eta: np.array(1) };
    const moved = read(langevinStep(jax, one(), still));
    gradient.forEach((g, i) => expect(X[i]! - moved[i]!).toBeCloseTo(g, 5));
  });

  test('R → 0: neurons become independent Ornstein–Uhlenbeck processes of variance λ/2λ′', async () => {
    const { jax, np, array, problem: given, read } = await onJax();
    const [count, eta, lambda, total] = [4000, 0.2, 0.1, 200];
    const random = lab.random('Ornstein–Uhlenbeck');
    const draw = () => array(normals(random, 2 * count), [1, count, 2]);
    let x = draw();
    for (let k = 0; k < total; k++) {
      x = langevinStep(jax, x, { noise: draw(), ...given(lambda), eta: np.array(eta) }, 0);
      // Read at every step: jax-js would otherwise queue up the whole history.
      await x.ref.data();
    }
    const values = read(x);
    const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    // An AR(1) process with coefficient a: from 1 to 2λη/(1 − a²), which is λ/2λ′ up to O(η).
    const a = 1 - 2 * RIDGE * eta;
    const rest = (2 * lambda * eta) / (1 - a * a);
    expect(rest).toBeCloseTo(lambda / (2 * RIDGE), 1);
    const want = a ** (2 * total) + rest * (1 - a ** (2 * total));
    // 8,000 normals: a standard deviation of 1.6%, so this is four of them.
    expect(Math.abs(variance / want - 1)).toBeLessThan(0.064);
  });
});

group('the infinite network', () => {
  test('Newton leaves no residual at any temperature, in ten steps or so', () => {
    for (const lambda of [0.3, 0.1, 0.03, 0.01]) {
      expect(at[lambda]!.residual).toBeLessThan(1e-11);
      expect(at[lambda]!.iterations).toBeLessThan(16);
    }
  });

  test('damped fixed-point iteration comes to the same outputs', async () => {
    const moments = new Gibbs(makeGrid(gridHalf(0.3), 141), data, 0.3);
    let f = new Float64Array(16);
    for (let k = 0; k < 330; k++) {
      const { T } = moments.moments(f);
      f = f.map((value, j) => value + 0.06 * (T[j]! - value));
    }
    f.forEach((value, j) => expect(value).toBeCloseTo(at[0.3]!.f[j]!, 7));
  });

  test('a wider and finer grid changes nothing: the quadrature has converged', async () => {
    const gibbsOf = new Gibbs(makeGrid(gridHalf(0.1) + 2, 201), data, 0.1);
    const { f } = await newton((g) => gibbsOf.moments(g), 0.1, at[0.1]!.f, 1e-12);
    f.forEach((value, j) => expect(value).toBeCloseTo(at[0.1]!.f[j]!, 7));
  });

  test('without a residual the density is the Gaussian of variance λ/2λ′', () => {
    const grid = makeGrid(gridHalf(0.1), 141);
    const free = new Gibbs(grid, data, 0.1);
    free.moments(data.y);
    const second = (axis: Float64Array) => free.p.reduce((sum, p, k) => sum + p * axis[k]! ** 2, 0);
    expect(second(grid.w)).toBeCloseTo(2.5, 6);
    expect(second(grid.b)).toBeCloseTo(2.5, 6);
  });

  test('gibbs.onnx gives the moments and the density of float64, and those of jax-js', async () => {
    const [rows, f] = [41, at[0.3]!.f.map((value, j) => value + 0.1 * Math.sin(j))];
    const grid = makeGrid(6, rows);
    const points = Float32Array.from({ length: 2 * rows ** 2 }, (_, k) => (k % 2 ? grid.b : grid.w)[k >> 1]!);
    const out = await (
      await lab.model('gibbs')
    ).run({
      f: float32(f, [16]),
      grid: float32(points, [rows ** 2, 2]),
      ...problem(0.3),
    });
    const plain = new Gibbs(grid, data, 0.3);
    const { T, C } = plain.moments(f);
    // Energies up to 3 over λ = 0.3 in 32 bits: weights are right to some 10⁻⁶ of themselves.
    T.forEach((value, j) => expect(Math.abs(floats(out.T)[j]! - value)).toBeLessThan(2e-5));
    C.forEach((value, j) => expect(Math.abs(floats(out.C)[j]! - value)).toBeLessThan(2e-5));
    plain.p.forEach((value, k) => expect(Math.abs(floats(out.p)[k]! - value)).toBeLessThan(1e-7));
    const { jax, array, problem: given, read } = await onJax();
    const inputs = { f: array(f, [16]), grid: array(points, [rows ** 2, 2]), ...given(0.3) };
    const byJax = read(gibbs(jax, inputs)[0] as JaxArray);
    byJax.forEach((value, j) => expect(Math.abs(floats(out.T)[j]! - value)).toBeLessThan(1e-5));
  });

  test('its own Newton step is right: (I + C/λ) is the slope of f − T(f)', () => {
    const moments = new Gibbs(makeGrid(gridHalf(0.1), 141), data, 0.1);
    const f = at[0.1]!.f.map((value, j) => value + 0.05 * Math.cos(j));
    const h = 1e-4;
    const toward = f.map((_, j) => (j === 3 ? 1 : 0));
    const T = (s: number) => moments.moments(f.map((value, j) => value + s * toward[j]!)).T;
    const [up, down] = [T(h), T(-h)];
    const { C } = moments.moments(f);
    up.forEach((value, i) => expect((value - down[i]!) / (2 * h)).toBeCloseTo(-C[i * 16 + 3]! / 0.1, 4));
  });
});

test('every graph is small and answers its golden input with finite numbers', async () => {
  for (const { file, golden } of recipes) {
    const out = await (await lab.model(file)).run(golden(labs.lab(0)));
    for (const name of Object.keys(out)) expect(floats(out[name]).every(Number.isFinite)).toBe(true);
  }
});
