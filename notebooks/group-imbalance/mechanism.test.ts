/**
 * The network, its fits and its data against definitions, closed forms and a second implementation in float64. Mutants of
 * the mechanism must fail what the mechanism passes.
 */
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax } from '#lib/lab/node.ts';
import { normals } from '#lib/lab/random.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import { dataOf, drawSet, stepSize } from './data.ts';
import { descend, startOf } from './descent.ts';
import { Exam, judge } from './exam.ts';
import { fitAll } from './fits.ts';
import * as graphs from './graphs.ts';
import { eigenvalues, solve } from './linear.ts';
import { lift, project } from './plane.ts';
import { rateOf } from './rate.ts';
import { decision, distance, probabilities, TEACHER } from './teacher.ts';
import { labs, plainFisher, plainH, plainLoss, pointOf, setting, slopes } from './testing.ts';

afterAll(() => labs.release());
const lab = labs.lab(1);
const set = (n: number, change = {}) => dataOf(drawSet(lab.random('test'), n), setting({ n, ...change }));
const W = Float64Array.of(1.2, 0.3, 0.8, -0.9, 0.2, 1.1, -0.4, 0.7);

group('graphs against float64', () => {
  const data = set(40);

  test('scoring.onnx: loss, gradient and information; without 1/(H(1 − H)) it is another matrix', async () => {
    const model = await lab.model('scoring');
    const both = Float32Array.from([...data.X, ...data.X.map((x) => 2 * x)]);
    const { grad, fisher, loss } = await model.run({
      W: float32([...W, ...TEACHER], [2, 4, 2]),
      X: float32(both, [2, 40, 4]),
      y: float32([...data.y, ...data.y], [2, 40]),
    });
    for (const [r, V] of [W, TEACHER].entries()) {
      const X = both.subarray(160 * r, 160 * (r + 1));
      expect(floats(loss)[r]).toBeCloseTo(plainLoss(V, X, data.y), 5);
      slopes((U) => plainLoss(U, X, data.y), V).forEach((slope, a) =>
        expect(floats(grad)[8 * r + a]).toBeCloseTo(slope, 5),
      );
      const found = floats(fisher).subarray(64 * r, 64 * (r + 1));
      plainFisher(V, X, 40).forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
      const mutant = plainFisher(V, X, 40, false);
      expect(Math.max(...mutant.map((value, i) => Math.abs(value - found[i]!)))).toBeGreaterThan(1e-2);
    }
  });

  test('fisher.onnx: the information of shifted and stretched draws', async () => {
    const Z = normals(lab.random('Z'), 4 * 30);
    const mu = [0.5, 0.5, 0.5, 0.5];
    const { I } = await (
      await lab.model('fisher')
    ).run({
      W: float32(TEACHER, [4, 2]),
      Z: float32(Z, [30, 4]),
      sigma: scalar(1.5),
      mu: float32(mu, [4]),
    });
    const want = plainFisher(
      TEACHER,
      Z.map((z, i) => mu[i % 4]! + 1.5 * z),
      30,
    );
    want.forEach((value, i) => expect(floats(I)[i]).toBeCloseTo(value, 5));
  });

  test('the information survives where 1 − H is below the rounding of 32-bit floats', async () => {
    const X = float32([20, 10, 20, 10, 0.1, 0, 0, 0], [1, 2, 4]);
    const { fisher, loss } = await (
      await lab.model('scoring')
    ).run({ W: float32(TEACHER, [1, 4, 2]), X, y: float32([1, 0], [1, 2]) });
    expect([...floats(fisher), ...floats(loss)].every(Number.isFinite)).toBe(true);
  });

  test('one neuron is logistic regression', async () => {
    const jax = await nodeJax();
    const { numpy: np } = jax;
    const w = [0.7, -0.4, 0.2, 1];
    const [gradient, information] = graphs.scoring(
      jax,
      np.array(w).reshape([1, 4, 1]),
      np.array(data.X as Float32Array<ArrayBuffer>).reshape([1, 40, 4]),
      np.array(data.y as Float32Array<ArrayBuffer>).reshape([1, 40]),
    );
    const g = await gradient!.data();
    const F = await information!.data();
    const sums = { g: new Float64Array(4), F: new Float64Array(16) };
    for (let k = 0; k < 40; k++) {
      const x = pointOf(data.X, k);
      const H = plainH(w, x, 1);
      for (let a = 0; a < 4; a++) {
        sums.g[a]! += ((H - data.y[k]!) * x[a]!) / 40;
        for (let b = 0; b < 4; b++) sums.F[4 * a + b]! += (H * (1 - H) * x[a]! * x[b]!) / 40;
      }
    }
    sums.g.forEach((value, a) => expect(g[a]).toBeCloseTo(value, 5));
    sums.F.forEach((value, a) => expect(F[a]).toBeCloseTo(value, 5));
  });

  test('gd.onnx, the steps that the page takes, and float64 are one descent, padded or not', async () => {
    const { X, y } = set(700);
    const { W_next, path, loss } = await (
      await lab.model('gd')
    ).run({ W: float32(W, [4, 2]), X: float32(X, [700, 4]), y: float32(y, [700]), eta: scalar(2) });
    const taken = await descend(lab, { X, y, n: 700, n1: 140 }, W, 2, 50);
    taken.forEach((V, t) => V.forEach((v, i) => expect(v).toBeCloseTo(floats(path)[8 * t + i]!, 4)));
    expect([...floats(W_next)]).toEqual([...floats(path).subarray(392)]);
    expect(floats(loss)[0]).toBeCloseTo(plainLoss(W, X, y), 5);
    const first = slopes((U) => plainLoss(U, X, y), W).map((slope, i) => W[i]! - 2 * slope);
    first.forEach((value, i) => expect(taken[0]![i]).toBeCloseTo(value, 5));
  });
});

group('data', () => {
  test('λ changes who the points are, not how many; a larger set begins with the smaller one', () => {
    for (const lambda of [0.05, 0.2, 0.95]) {
      const { n1, y, X } = set(1000, { lambda });
      expect([n1, y.length, X.length]).toEqual([Math.round(1000 * lambda), 1000, 4000]);
    }
    const [small, large] = [drawSet(lab.random('test'), 100), drawSet(lab.random('test'), 300)];
    expect([...large.z.subarray(0, 400)]).toEqual([...small.z]);
    expect([...large.u.subarray(0, 100)]).toEqual([...small.u]);
  });

  test('spreads, shift and labels are as asked for', () => {
    const n = 8000;
    const { X, y, n1 } = set(n, { lambda: 0.5, sigma1: 0.5, sigma2: 2, shift: 3, n });
    for (const [from, to, sigma] of [
      [0, n1, 0.5],
      [n1, n, 2],
    ] as const) {
      const values = X.subarray(4 * from, 4 * to);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
      // Four standard errors of 16,000 numbers.
      expect(Math.abs(mean - 1.5)).toBeLessThan((4 * sigma) / Math.sqrt(16_000));
      expect(Math.abs(variance / sigma ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / 16_000));
    }
    const surplus = y.reduce((sum, label, k) => sum + label - plainH(TEACHER, pointOf(X, k)), 0);
    expect(Math.abs(surplus)).toBeLessThan(4 * Math.sqrt(n / 4));
  });
});

group('the teacher', () => {
  test('H and 1 − H; the boundary is the plane u₁ + u₂ = 0; neurons may swap', () => {
    const random = lab.random('points');
    for (let k = 0; k < 200; k++) {
      const x = Float64Array.from({ length: 4 }, () => 3 * random.normal());
      const [p, q] = probabilities(W, x, 0);
      expect(p).toBeCloseTo(plainH(W, x), 12);
      expect(p + q).toBeCloseTo(1, 12);
      expect(decision(W, x, 0) > 0).toBe(p > 0.5);
    }
    const swapped = W.map((_, i) => W[i ^ 1]!);
    expect(distance(swapped, W)).toBe(0);
    expect(
      distance(
        W,
        W.map((w) => w + 0.1),
      ),
    ).toBeCloseTo(0.1 * Math.sqrt(8), 12);
    expect(distance(startOf(lab), TEACHER)).toBeCloseTo(0.5, 12);
  });

  test('it sees the plane only: what is square to the plane changes nothing, and right of 0 is label 1', () => {
    const random = lab.random('points');
    for (let k = 0; k < 50; k++) {
      const x = Float64Array.from({ length: 4 }, () => 2 * random.normal());
      const [a, b] = project(x, 0);
      const flat = lift(a, b, 2);
      expect(project(flat, 0)[0]).toBeCloseTo(a, 12);
      expect(plainH(TEACHER, flat)).toBeCloseTo(plainH(TEACHER, x), 12);
      expect(a > 0).toBe(plainH(TEACHER, x) > 0.5);
    }
  });
});

group('fits', () => {
  const n = 1000;
  const sets = [1, 2, 3].map((k) => dataOf(drawSet(lab.random(`set ${k}`), n), setting({ n, sigma1: 2 })));

  test('end where the gradient is zero and the loss is below the teacher’s; alone or together they are the same', async () => {
    const fits = await fitAll(lab, sets);
    const [alone] = await fitAll(lab, sets.slice(1, 2));
    expect(distance(alone!.W, fits[1]!.W)).toBeLessThan(1e-3);
    fits.forEach(({ W: fitted, settled }, r) => {
      const { X, y } = sets[r]!;
      expect(settled).toBe(true);
      const start = Math.hypot(...slopes((U) => plainLoss(U, X, y), TEACHER));
      expect(Math.hypot(...slopes((U) => plainLoss(U, X, y), fitted))).toBeLessThan(1e-3 * start);
      expect(plainLoss(fitted, X, y)).toBeLessThan(plainLoss(TEACHER, X, y));
    });
  });

  test('soft labels H* are fitted by the teacher itself', async () => {
    const X = sets[0]!.X;
    const y = Float32Array.from({ length: n }, (_, k) => plainH(TEACHER, pointOf(X, k)));
    const [fit] = await fitAll(
      lab,
      [{ X, y, n, n1: 0 }],
      TEACHER.map((w, i) => w + (i % 3 ? 0.2 : -0.3)),
    );
    expect(distance(fit!.W, TEACHER)).toBeLessThan(1e-3);
  });

  test('data without two kinds of labels have no best fit, and say so', async () => {
    const y = new Float32Array(n).fill(1);
    const [fit] = await fitAll(lab, [{ ...sets[0]!, y }]);
    expect(fit!.settled).toBe(false);
    expect(fit!.W.every(Number.isFinite)).toBe(true);
  });
});

group('gradient descent', () => {
  test('contracts by 1 − η λ_min where both are known: soft labels, so that W* is the minimiser and I the Hessian', async () => {
    const n = 1000;
    const { X } = dataOf(drawSet(lab.random('soft'), n), setting({ n, sigma1: 1 }));
    const y = Float32Array.from({ length: n }, (_, k) => plainH(TEACHER, pointOf(X, k)));
    const eta = stepSize(setting({ sigma1: 1 }));
    const I = plainFisher(TEACHER, X, n);
    // Near W*, and along the slowest direction, which inverse iteration finds.
    let slow = new Float64Array(8).fill(1);
    for (let k = 0; k < 50; k++) {
      const next = solve(I, slow);
      slow = next.map((value) => value / Math.hypot(...next));
    }
    const path = await descend(
      lab,
      { X, y, n, n1: 0 },
      TEACHER.map((w, i) => w + 0.05 * slow[i]!),
      eta,
      150,
    );
    const rate = rateOf(path.map((V) => distance(V, TEACHER)))!;
    expect(rate.rho).toBeCloseTo(1 - eta * eigenvalues(I)[0]!, 3);
    // Mutant: without 1/(H(1 − H)) the prediction is off by far more.
    const mutant = 1 - eta * eigenvalues(plainFisher(TEACHER, X, n, false))[0]!;
    expect(Math.abs(rate.rho - mutant)).toBeGreaterThan(0.01);
  });

  test('a step that does not shrink with the spread overshoots for ever', async () => {
    const n = 1000;
    const at = setting({ sigma1: 8, sigma2: 8, n });
    const { X } = dataOf(drawSet(lab.random('wide'), n), at);
    const y = Float32Array.from({ length: n }, (_, k) => plainH(TEACHER, pointOf(X, k)));
    const lengths = async (eta: number) =>
      (await descend(lab, { X, y, n, n1: 0 }, startOf(lab), eta, 100)).map((V) => distance(V, TEACHER));
    const right = await lengths(stepSize(at));
    expect(right.every((length, t) => t === 0 || length <= right[t - 1]! + 1e-6)).toBe(true);
    expect((await lengths(8)).at(-1)).toBeGreaterThan(0.5);
  });

  test('rates of known sequences', () => {
    const two = Array.from({ length: 400 }, (_, t) => 0.98 ** t + 3 * 0.8 ** t);
    expect(rateOf(two)!.rho).toBeCloseTo(0.98, 5);
    const flat = Array.from({ length: 400 }, (_, t) => Math.max(0.9 ** t, 1e-6));
    expect(rateOf(flat)!.rho).toBeCloseTo(0.9, 6);
    expect(rateOf([1, 0.1, 0.01])).toBeNull();
    expect(rateOf(new Array<number>(50).fill(1))!.rho).toBeCloseTo(1, 12);
  });
});

group('the exam', () => {
  const exam = new Exam(lab);

  test('the teacher passes; risk is the mean divergence; equal spreads have equal points', () => {
    const paper = exam.paper(2, 1);
    expect(judge(TEACHER, paper)).toEqual({ risk: expect.closeTo(0, 12) as number, wrong: 0 });
    let sum = 0;
    for (let k = 0; k < 10_000; k++) {
      const [p, h] = [TEACHER, W].map((V) => plainH(V, pointOf(paper.X, k))) as [number, number];
      sum += (p > 0 ? p * Math.log(p / h) : 0) + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - h)) : 0);
    }
    expect(judge(W, paper).risk).toBeCloseTo(sum / 10_000, 4);
  });

  test('labels that differ are the angle between the boundaries over π, whatever the spread', () => {
    const sums = [TEACHER, W].map((V) => [0, 1, 2, 3].map((i) => V[2 * i]! + V[2 * i + 1]!)) as [
      number[],
      number[],
    ];
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const share = Math.acos(dot(...sums) / Math.hypot(...sums[0]) / Math.hypot(...sums[1])) / Math.PI;
    const error = Math.sqrt((share * (1 - share)) / 20_000);
    for (const sigma of [0.3, 1, 8])
      expect(Math.abs(judge(W, exam.paper(sigma, 0)).wrong - share)).toBeLessThan(4 * error);
  });
});
