/**
 * The layer and its theory against closed forms, a second implementation in double precision, and the same graph in
 * jax-js and in onnxruntime. Mutants of the mechanism must fail the checks that the mechanism passes.
 */
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeLabs } from '#lib/lab/node.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import * as graphs from './graphs.ts';
import { logits, prepareExam, scoreSoftmax } from './layer.ts';
import { cosines, drawPrompts, largest, testPrompts, trainingCosines } from './prompts.ts';
import * as reference from './reference.ts';
import { lossAt } from './scape.ts';
import * as theory from './theory.ts';
import { batch, diagonal } from './training.ts';

const labs = nodeLabs('one-nearest-neighbor');
const lab = labs.lab(0);
afterAll(() => labs.release());

const C = cosines(drawPrompts(lab.random('test cosines'), 3, 7, 2000, 'uniform'));
const few = C.subarray(0, 7 * 50);

group('the layer', () => {
  test('nn_step: loss, gradient and step equal the formulas in double precision and in jax-js', async () => {
    const jax = await nodeJax();
    for (const xi of [
      [0, 3],
      [6, 4],
      [40, 30],
      [-20, -8],
    ] as const) {
      const want = reference.lossAndGradient(few, 7, xi);
      const out = await (
        await lab.model('nn_step')
      ).run({
        C: float32(few, [50, 7]),
        xi: float32(xi, [2]),
        eta: scalar(20),
      });
      const [next, loss, grad] = graphs
        .reducedStep(
          jax,
          jax.numpy.array(few.slice()).reshape([50, 7]),
          jax.numpy.array([...xi]),
          jax.numpy.array(20),
        )
        .map((one) => one.dataSync());
      expect(floats(out.loss)[0]).toBeCloseTo(want.loss, 5);
      expect(floats(out.loss)[0]).toBeCloseTo(loss?.[0] as number, 5);
      for (const k of [0, 1] as const) {
        expect(floats(out.grad)[k]).toBeCloseTo(want.gradient[k], 5);
        expect(floats(out.grad)[k]).toBeCloseTo(grad?.[k] as number, 5);
        expect(floats(out.xi_next)[k]).toBeCloseTo(next?.[k] as number, 4);
        expect(floats(out.xi_next)[k]).toBeCloseTo(xi[k] - 20 * want.gradient[k], 3);
      }
    }
  });

  test('the gradient is the slope of the loss; a mutant without the query’s own token is caught', () => {
    const h = 1e-5;
    const xi = [5, 2] as const;
    const slope = [0, 1].map((k) => {
      const at = (s: number) =>
        reference.lossAndGradient(few, 7, [xi[0] + (k ? 0 : s), xi[1] + (k ? s : 0)]).loss;
      return (at(h) - at(-h)) / (2 * h);
    });
    const { gradient } = reference.lossAndGradient(few, 7, xi);
    const mutant = reference.lossAndGradient(few, 7, xi, { forgetQuery: true }).gradient;
    expect(gradient[0]).toBeCloseTo(slope[0] as number, 7);
    expect(gradient[1]).toBeCloseTo(slope[1] as number, 7);
    expect(Math.abs(mutant[1] - (slope[1] as number))).toBeGreaterThan(1e-3);
  });

  test('averaging over labels by hand gives the label-averaged loss', () => {
    const row = few.subarray(0, 7);
    const [xi1, xi2] = [4, 1];
    const a = reference.attention(row, [xi1, xi2]);
    let sum = 0;
    for (let mask = 0; mask < 128; mask++) {
      const y = Array.from({ length: 7 }, (_, i) => ((mask >> i) & 1 ? 1 : -1));
      const output = y.reduce((total, label, i) => total + label * (a[i] as number), 0);
      sum += (output - (y[largest(row, 0, 7)] as number)) ** 2 / 2;
    }
    expect(reference.lossAndGradient(row, 7, [xi1, xi2]).loss).toBeCloseTo(sum / 128, 12);
  });

  test('nn_landscape: loss, and lowest eigenvalue against second differences of 0.01 (and the sign, of 0.25)', async () => {
    const prompts = trainingCosines(lab, 3, 10);
    const grid = [
      [0, 3],
      [-6, -10],
      [8, 5.5],
      [20, 4],
      [-15, 12],
      [39, 34],
    ] as const;
    const { loss, lowest } = await lossAt(lab, prompts, grid);
    for (const [i, xi] of grid.entries()) {
      const fine = reference.lowestCurvature(prompts, 10, xi, 0.01);
      // A sum over 2,000 prompts in single precision.
      const want = reference.lossAndGradient(prompts, 10, xi).loss;
      expect(Math.abs((loss[i] as number) / want - 1)).toBeLessThan(5e-5);
      expect(Math.abs((lowest[i] as number) - fine)).toBeLessThan(2e-6 + 1e-3 * Math.abs(fine));
      const coarse = reference.lowestCurvature(prompts, 10, xi, 0.25);
      if (Math.abs(fine) > 1e-4) expect(Math.sign(lowest[i] as number)).toBe(Math.sign(coarse));
    }
    expect(lowest[1]).toBeLessThan(-0.04);
  });

  test('nn_fullstep equals jax-js, and its gradient the slope of the loss in double precision', async () => {
    const jax = await nodeJax();
    const { tokens, target } = batch(drawPrompts(lab.random('full'), 3, 5, 40, 'uniform'));
    const W = Float32Array.from(diagonal(3, 5, 3), (value, i) => value + 0.3 * Math.sin(7 * i));
    const inputs = { H: float32(tokens, [40, 6, 5]), target: float32(target, [40]), W: float32(W, [5, 5]) };
    const out = await (await lab.model('nn_fullstep')).run({ ...inputs, eta: scalar(1) });
    const array = (data: Float32Array<ArrayBuffer>, shape: number[]) => jax.numpy.array(data).reshape(shape);
    const [next, loss] = graphs
      .fullStep(jax, array(tokens, [40, 6, 5]), array(target, [40]), array(W, [5, 5]), jax.numpy.array(1))
      .map((one) => one.dataSync());
    expect(floats(out.loss)[0]).toBeCloseTo(loss?.[0] as number, 5);
    expect(floats(out.loss)[0]).toBeCloseTo(reference.fullLoss(tokens, target, W), 5);
    for (let k = 0; k < 25; k++) {
      expect(floats(out.W_next)[k]).toBeCloseTo(next?.[k] as number, 5);
      const at = (s: number) =>
        reference.fullLoss(
          tokens,
          target,
          Float64Array.from(W, (value, i) => (i === k ? value + s : value)),
        );
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
      expect((W[k] as number) - (floats(out.W_next)[k] as number)).toBeCloseTo(slope, 5);
    }
  });

  test('nn_paint and nn_linear equal the layer in double precision', async () => {
    const prompts = drawPrompts(lab.random('paint'), 5, 6, 1, 'uniform');
    const { tokens } = batch(prompts);
    const E = 7;
    const H = float32(tokens.slice(0, 6 * E), [6, E]);
    const Q = float32(tokens.slice(6 * E), [1, E]);
    const W = diagonal(5, 60, 40);
    const s = new Float64Array(7);
    logits(W, prepareExam(prompts), 0, s);
    const top = Math.max(...s);
    const total = s.reduce((sum, value) => sum + Math.exp(value - top), 0);
    const out = await (await lab.model('nn_paint')).run({ H, Q, W: float32(Float32Array.from(W), [E, E]) });
    let output = 0;
    for (let i = 0; i <= 6; i++) {
      const a = Math.exp((s[i] as number) - top) / total;
      expect(floats(out.attn)[i]).toBeCloseTo(a, 5);
      if (i < 6) output += a * (prompts.y[i] as number);
    }
    expect(floats(out.yhat)[0]).toBeCloseTo(output, 5);
    const c = cosines(prompts);
    const linear = await (await lab.model('nn_linear')).run({ H, Q, alpha: scalar(0.3) });
    const sum = c.reduce((total, value, i) => total + 0.3 * value * (prompts.y[i] as number), 0);
    expect(floats(linear.yhat)[0]).toBeCloseTo(sum, 5);
    expect(floats(linear.weights)[2]).toBeCloseTo(0.3 * (c[2] as number), 5);
  });

  test('a large key–query scale is exact 1-NN; a negative one is the farthest neighbour', () => {
    const exam = prepareExam(testPrompts(lab, 3, 10, 'uniform'));
    expect(scoreSoftmax(diagonal(3, 1e6, 2e6), exam).agreement).toBeGreaterThan(0.9999);
    expect(scoreSoftmax(diagonal(3, 1e6, 2e6), exam).neighbour).toBeGreaterThan(0.9999);
    const mutant = scoreSoftmax(diagonal(3, -1e6, 0), exam);
    expect(mutant.neighbour).toBeLessThan(1e-4);
    expect(mutant.agreement).toBeLessThan(0.6);
  });
});

group('theory', () => {
  test('on the sphere: E max c = (N−1)/(N+1) and f_Δ(0) = N/2', () => {
    for (const N of [3, 10, 30]) {
      expect(theory.meanLargestCosine(3, N)).toBeCloseTo((N - 1) / (N + 1), 5);
      expect(theory.gapDensity(3, N)).toBeCloseTo(N / 2, 3);
    }
  });

  test('E max c and f_Δ(0) in five dimensions against a sample', () => {
    const N = 6;
    const c = cosines(drawPrompts(lab.random('gaps'), 5, N, 40_000, 'uniform'));
    let [top, near] = [0, 0];
    for (let p = 0; p < 40_000; p++) {
      const row = [...c.subarray(p * N, (p + 1) * N)].sort((a, b) => b - a);
      top += (row[0] as number) / 40_000;
      if ((row[0] as number) - (row[1] as number) < 0.02) near++;
    }
    expect(theory.meanLargestCosine(5, N)).toBeCloseTo(top, 2);
    expect(near / 40_000 / 0.02 / theory.gapDensity(5, N)).toBeGreaterThan(0.9);
    expect(near / 40_000 / 0.02 / theory.gapDensity(5, N)).toBeLessThan(1.05);
  });

  test('ξ₁L tends to K where the query is masked for good', () => {
    const many = cosines(drawPrompts(lab.random('limit'), 3, 10, 20_000, 'uniform'));
    const { loss } = reference.lossAndGradient(many, 10, [200, 1e4]);
    expect((200 * loss) / theory.lossConstant(3, 10)).toBeGreaterThan(0.9);
    expect((200 * loss) / theory.lossConstant(3, 10)).toBeLessThan(1.1);
  });

  test('a power law has its exponent as slope; the circle has no constant', () => {
    const t = Array.from({ length: 30 }, (_, i) => 10 * 1.2 ** i);
    expect(
      theory.logSlope(
        t,
        t.map((x) => theory.lossAfter(x, 20, 1)),
        50,
      ),
    ).toBeCloseTo(-1 / 3, 9);
    expect(theory.lossConstant(2, 10)).toBe(Infinity);
  });
});
