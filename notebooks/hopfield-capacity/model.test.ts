/** The ONNX graphs against float64 and jax-js. */
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeOrt } from '#lib/lab/node.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import { normals } from '#lib/lab/random.ts';
import { openModel } from '#lib/lab/onnx.ts';
import * as onnx from '#lib/onnx/export.ts';
import { viewGrid } from '#lib/charts/orthographic.ts';
import { attend, feature, featureMap, gram, retrieve, separations, settle } from './hopfield.ts';
import { flipped, letterMatrix, pixels, PIXELS, unit } from './letters.ts';
import { exportTrained } from './model.ts';
import { evenPoints } from './sphere.ts';
import { ADAM, adamStep, separationLoss } from './uhop.ts';
import { randomWeights } from './world.ts';
import { base, cloud, labs, plainEnergy, run } from './testing.ts';

afterAll(() => labs.release());

group('graphs against float64 and jax-js', () => {
  const memories = cloud(9, 3, 'graph');
  const points = Float32Array.from(evenPoints(3, 50));
  const inputs = { q: float32(points, [50, 3]), Y: float32(memories.Y, [9, 3]), beta: scalar(10) };

  test('field.onnx', async () => {
    const { E, T, P } = await (await labs.lab(0).model('field')).run(inputs);
    for (let i = 0; i < 50; i++) {
      const y = Float64Array.from(points.subarray(3 * i, 3 * i + 3));
      expect(floats(E)[i]).toBeCloseTo(plainEnergy(memories, y, 10), 5);
      const p = new Float64Array(9);
      retrieve(memories, y, 10, p);
      for (let d = 0; d < 3; d++) expect(floats(T)[3 * i + d]).toBeCloseTo(y[d]!, 5);
      for (let mu = 0; mu < 9; mu++) expect(floats(P)[9 * i + mu]).toBeCloseTo(p[mu]!, 5);
    }
  });

  test('the energy on the globe is the energy, not the distance to the nearest memory', async () => {
    const { landscape, pins } = await run();
    const { size, energy: E } = landscape!;
    const grid = viewGrid(3, size, { longitude: base.longitude, latitude: base.latitude });
    for (let i = 0; i < size * size; i += 997) {
      const y = Float64Array.from(grid.subarray(3 * i, 3 * i + 3));
      expect(E[i]).toBeCloseTo(plainEnergy({ Y: pins, M: 12, D: 3 }, y, base.inverseTemperature), 4);
    }
  });

  test('settle.onnx', async () => {
    const { settled, P } = await (await labs.lab(0).model('settle')).run(inputs);
    for (let i = 0; i < 50; i++) {
      const { y, p } = settle(memories, Float64Array.from(points.subarray(3 * i, 3 * i + 3)), 10, 60);
      for (let d = 0; d < 3; d++) expect(Math.abs(floats(settled)[3 * i + d]! - y[d]!)).toBeLessThan(2e-3);
      expect(Math.abs(floats(P)[9 * i]! - p[0]!)).toBeLessThan(1e-2);
    }
  });

  test('uhop_step.onnx equals jax-js, and its loss and step a second implementation in float64', async () => {
    const jax = await nodeJax();
    const { numpy: np } = jax;
    const X = letterMatrix(12);
    const random = labs.lab(0).random('step');
    const [W, m] = [0, 1].map(() => normals(random, PIXELS * 3)) as [Float32Array, Float32Array];
    const v = normals(random, PIXELS * 3).map((x) => x * x);
    const shape = [PIXELS, 3];
    const model = await labs.lab(0).model('uhop_step');
    const outputs = await model.run({
      W: float32(W, shape),
      m: float32(m, shape),
      v: float32(v, shape),
      X: float32(X, [12, PIXELS]),
      tau: scalar(0.1),
      lr: scalar(0.05),
      t: scalar(3),
    });
    const array = (data: ArrayLike<number>, rows: number, columns: number) =>
      np.array(Float32Array.from(data)).reshape([rows, columns]);
    const made = adamStep(
      jax,
      ...([array(W, PIXELS, 3), array(m, PIXELS, 3), array(v, PIXELS, 3), array(X, 12, PIXELS)] as const),
      np.array(0.1),
      np.array(0.05),
      np.array(3),
    );
    for (const [i, name] of ['W_next', 'm_next', 'v_next', 'loss', 'Y'].entries()) {
      const expected = made[i]!.dataSync();
      floats(outputs[name]).forEach((x, k) => expect(Math.abs(x - expected[k]!)).toBeLessThan(1e-5));
    }
    const loss = plainLoss(Float64Array.from(W), X, 12, 0.1);
    expect(floats(outputs['loss'])[0]).toBeCloseTo(loss, 5);
    expect(floats(outputs['W_next'])[7]).toBeCloseTo(plainStep(W, m, v, X, 7, 3), 4);
  });

  /** L_τ from its definition, in float64. */
  const plainLoss = (W: Float64Array, X: Float64Array, M: number, tau: number): number => {
    const G = gram(featureMap(X, M, W, W.length / PIXELS));
    let sum = 0;
    for (let mu = 0; mu < M; mu++) for (let nu = 0; nu < mu; nu++) sum += Math.exp(G[mu * M + nu]! / tau);
    return tau * Math.log(sum / ((M * (M - 1)) / 2));
  };

  /** Entry k of W after Adam step t, with the gradient by central differences. */
  const plainStep = (
    W: Float32Array,
    m: Float32Array,
    v: Float32Array,
    X: Float64Array,
    k: number,
    t: number,
  ): number => {
    const at = (h: number) =>
      plainLoss(
        Float64Array.from(W, (x, i) => (i === k ? x + h : x)),
        X,
        12,
        0.1,
      );
    const gradient = (at(1e-5) - at(-1e-5)) / 2e-5;
    const first = (ADAM.beta1 * m[k]! + (1 - ADAM.beta1) * gradient) / (1 - ADAM.beta1 ** t);
    const second = (ADAM.beta2 * v[k]! + (1 - ADAM.beta2) * gradient ** 2) / (1 - ADAM.beta2 ** t);
    return W[k]! - (0.05 * first) / (Math.sqrt(second) + ADAM.epsilon);
  };

  test('the loss tends to the largest cosine as τ → 0', async () => {
    const jax = await nodeJax();
    const { numpy: np } = jax;
    const X = letterMatrix(8);
    const W = randomWeights(labs.lab(0), 3);
    const loss = separationLoss(
      jax,
      np.array(Float32Array.from(W)).reshape([PIXELS, 3]),
      np.array(Float32Array.from(X)).reshape([8, PIXELS]),
      np.array(0.001),
    );
    const worst = 1 - Math.min(...separations(gram(featureMap(X, 8, W, 3)), 8));
    expect(Math.abs((loss.js() as number) - worst)).toBeLessThan(0.005);
  });

  test('the trained retrieval layer recalls letters from pixels', async () => {
    const frame = await run({ featureMap: 'exact' });
    const jax = await nodeJax();
    const { bytes } = await exportTrained(frame, { lab: labs.lab(0), jax, onnx });
    const model = await openModel(await nodeOrt(), bytes, 'wasm');
    const noisy = flipped(pixels(3), [4]);
    const { P } = await model.run({ letters: float32(noisy, [1, PIXELS]), beta: scalar(10) });
    const p = new Float64Array(12);
    const W = frame.weights;
    attend({ Y: frame.pins, M: 12, D: 3 }, feature(unit(noisy), W, 3), 10, p);
    floats(P).forEach((x, mu) => expect(x).toBeCloseTo(p[mu]!, 4));
    await model.release();
  });
});
