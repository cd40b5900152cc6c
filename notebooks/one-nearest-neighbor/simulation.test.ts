/**
 * The mechanism against closed forms, against a second implementation in double precision, and against itself: the
 * same graph in jax-js and in onnxruntime. Mutants of the mechanism must fail the checks that the mechanism passes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeLabs, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import claims from './claims.ts';
import * as graphs from './graphs.ts';
import { logits, prepareExam, scoreSoftmax } from './layer.ts';
import { project, unproject, viewGrid, type Vector } from '#lib/charts/orthographic.ts';
import { exportTrained, recipes } from './model.ts';
import notebook from './notebook.ts';
import { cosines, drawPrompts, largest, QUERY, testPrompts, trainingCosines } from './prompts.ts';
import * as reference from './reference.ts';
import { lossAt } from './scape.ts';
import { describe, simulate, table, type NearestFrame, type Params } from './simulation.ts';
import { cellEdges, circleEdges, dot3 } from './sphere.ts';
import * as theory from './theory.ts';
import { batch, coordinates, diagonal, trainFull, trainReduced } from './training.ts';

const labs = nodeLabs('one-nearest-neighbor');
const lab = labs.lab(0);
afterAll(() => labs.release());

const params = (change: Partial<Params> = {}): Params => ({ ...defaults(notebook.controls), ...change });
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

group('geometry', () => {
  const random = lab.random('geometry');
  const { x } = drawPrompts(random, 3, 9, 1, 'uniform');
  const points = Array.from({ length: 9 }, (_, i) => [...x.subarray(3 * i, 3 * i + 3)] as unknown as Vector);

  test('on an edge two points are nearest and equally near', () => {
    const edges = cellEdges(points);
    expect(edges.length).toBeLessThanOrEqual(3 * 9 - 6);
    for (const at of edges.flat()) {
      const near = points.map((point) => dot3(point, at)).sort((a, b) => b - a);
      expect(near[0]).toBeCloseTo(near[1] as number, 6);
    }
  });

  test('Euler: nine cells on the sphere have 21 edges; fewer than four points have great arcs', () => {
    expect(cellEdges(points)).toHaveLength(21);
    expect(cellEdges(points.slice(0, 3))).toHaveLength(3);
    expect(cellEdges([points[0] as Vector, points[0] as Vector])).toHaveLength(0);
    expect(circleEdges([[1, 0, 0], [0, 1, 0], [-1, 0, 0]]).map((a) => Math.round((a * 180) / Math.PI))).toEqual([45, 135, -90]); // prettier-ignore
  });

  test('projection and its inverse; every direction of the grid is a unit vector', () => {
    const camera = { longitude: 33, latitude: -71 };
    const { x, y, depth } = project(unproject(0.3, -0.5, camera), camera);
    expect([x, y]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(-0.5, 12)]);
    expect(depth).toBeGreaterThan(0);
    // 32-bit floats: unit length within a few of their 6·10⁻⁸.
    const grid = viewGrid(3, 16, camera);
    for (let i = 0; i < 256; i++) expect(Math.hypot(...grid.subarray(3 * i, 3 * i + 3))).toBeCloseTo(1, 6);
  });
});

group('training', () => {
  test('after one step the diagonal of full W has moved by a d-th of ξ₁', async () => {
    // ∂L/∂ξ₁ is the trace of ∂L/∂W over the x-block; the batch has sampled labels, so roughly.
    const reduced = await trainReduced(lab, { d: 3, N: 10, sigma: 3 });
    const full = await trainFull(lab, { d: 3, N: 10, sigma: 3 });
    await reduced.advance(2);
    await full.advance(2);
    const [xi1] = coordinates(reduced.weights(1));
    const [mean] = coordinates(full.weights(1));
    expect((3 * mean) / xi1).toBeGreaterThan(0.7);
    expect((3 * mean) / xi1).toBeLessThan(1.3);
    reduced.dispose();
    full.dispose();
  });

  test('goes to its end and no further, every step kept', async () => {
    const training = await trainReduced(lab, { d: 3, N: 4, sigma: 3 });
    await training.advance(3);
    expect(training.kept).toBe(3);
    await training.advance(5000);
    expect(training.kept).toBe(training.length + 1);
    expect(training.loss).toHaveLength(training.length + 1);
    training.dispose();
  });
});

group('the simulation', () => {
  /** The first frames of a run, without the way to its end. */
  async function take(change: Partial<Params>, count: number, seed = 0): Promise<NearestFrame[]> {
    const run = simulate(params(change), labs.lab(seed));
    const frames: NearestFrame[] = [];
    for (let i = 0; i < count; i++) {
      const next = await run.next(params(change));
      if (!next.done) frames.push(next.value);
    }
    await run.return();
    return frames;
  }

  test('starts as an average, and the same seed gives the same run', async () => {
    const [first, second] = [await take({}, 4), await take({}, 4)];
    expect(first[0]?.metrics.loss).toBeCloseTo(0.45, 3);
    expect(first[0]?.shown).toBe(0);
    expect(new Set(first[0]?.disc.values).size).toBe(1);
    expect(second.at(-1)).toEqual(first.at(-1));
    const other = await take({}, 4, 1);
    expect(other.at(-1)?.tokens).not.toEqual(first.at(-1)?.tokens);
  });

  test('live parameters: step, camera, moved query, chosen layer, test set', async () => {
    const run = simulate(params(), lab);
    let frame: NearestFrame | undefined;
    for (let n = 0; !frame?.settled; n++) {
      frame = (await run.next(params())).value as NearestFrame;
      expect(n).toBeLessThan(200);
    }
    const ask = async (change: Partial<Params>) => (await run.next(params(change))).value as NearestFrame;
    expect(frame.shown).toBe(2000);
    expect((await ask({ step: 37 })).shown).toBe(37);
    const turned = await ask({ longitude: 90 });
    expect(turned.disc.values).not.toEqual(frame.disc.values);
    expect(turned.output).toBe(frame.output);
    const target = frame.tokens[4]?.at as Vector;
    const moved = await ask({
      moved: [
        { index: QUERY, at: target },
        { index: 29, at: [1, 0, 0] },
      ],
    });
    expect(moved.nearest).toBe(4);
    expect(moved.tokens[4]?.attention).toBeGreaterThan(0.9);
    const chosen = await ask({ layer: [{ index: 0, at: [0, 3] }] });
    expect(chosen.metrics.loss).toBeCloseTo(0.45, 3);
    expect((await ask({ testSet: 'shifted' })).metrics.agreement).not.toBe(frame.metrics.agreement);
    expect(await ask({})).toEqual(frame);
    await run.return();
  });

  test('the paint agrees with the true cells where the layer is sure', async () => {
    const frame = await lastFrame(runToEnd(simulate, params({ longitude: 20, latitude: -35 }), lab));
    const { size, values } = frame.disc;
    const directions = viewGrid(3, size, frame.camera);
    let [sure, right] = [0, 0];
    for (let i = 0; i < size * size; i++) {
      const q = [...directions.subarray(3 * i, 3 * i + 3)] as unknown as Vector;
      const c = frame.tokens.slice(0, -1).map(({ at }) => dot3(at, q));
      if (Math.abs(values[i] as number) < 0.5) continue;
      sure++;
      if ((values[i] as number) * (frame.tokens[largest(c, 0, c.length)]?.label as number) > 0) right++;
    }
    expect(sure / size ** 2).toBeGreaterThan(0.8);
    expect(right).toBe(sure);
  });

  const extremes: Partial<Params>[] = [
    { dimension: 2, points: 3, maskStart: 0 },
    { dimension: 2, points: 30, training: 'full' },
    { dimension: 8, points: 30, maskStart: 6 },
    { dimension: 8, points: 3, training: 'full', maskStart: 0, testSet: 'shifted' },
    { dimension: 5, attention: 'linear', testSet: 'shifted' },
    { dimension: 2, points: 3, attention: 'linear' },
    { layer: [{ index: 0, at: [70, -10] }], latitude: 90, longitude: 180 },
    { layer: [{ index: 0, at: [-1e6, 1e6] }], latitude: -90 },
    {
      moved: [
        { index: 0, at: [0, 0, 0] },
        { index: QUERY, at: [0, 0, 1] },
      ],
    },
  ];
  test.each(extremes)('extremes: %j', async (change) => {
    for (const frame of await take(change, 4)) {
      const numbers = [
        ...Object.values(frame.metrics),
        ...frame.disc.values,
        ...frame.ring.values,
        ...frame.weights,
        ...frame.tokens.flatMap(({ at, cosine, attention }) => [...at, cosine, attention]),
        ...frame.edges.flat(2),
      ];
      expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
      expect(describe(frame, params(change))).not.toMatch(/NaN|undefined|Infinity/);
      expect(table(frame).rows).toHaveLength(frame.points + 1);
    }
  });
});

test('the layer that is downloaded gives the attention that is shown', async () => {
  const run = simulate(params(), lab);
  let frame = (await run.next(params())).value as NearestFrame;
  while (frame.shown < 20) frame = (await run.next(params())).value as NearestFrame;
  await run.return();
  const jax = await nodeJax();
  const onnx = await import('#lib/onnx/export.ts');
  const { file, bytes } = await exportTrained(frame, { lab, jax, onnx });
  expect(file).toBe('nearest_neighbor_layer');
  const model = await openModel(await nodeOrt(), bytes, 'wasm');
  // In the coordinates of the picture: the layer does not care how the sphere is turned.
  const points = frame.tokens.slice(0, -1);
  const out = await model.run({
    H: float32(
      points.flatMap(({ at, label }) => [...at, label, 0]),
      [10, 5],
    ),
    Q: float32([...(frame.tokens.at(-1)?.at ?? []), 0, 1], [1, 5]),
  });
  await model.release();
  frame.tokens.forEach(({ attention }, i) => expect(floats(out.attn)[i]).toBeCloseTo(attention, 5));
  expect(floats(out.yhat)[0]).toBeCloseTo(frame.output, 5);
});

test('every claim quotes the abstract, and every step names a claim that there is', () => {
  const abstract = readFileSync(join(notebooksFolder, 'one-nearest-neighbor', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  const ids = claims.map(({ id }) => id);
  for (const { claim } of notebook.steps) if (claim !== undefined) expect(ids).toContain(claim);
});

test('every graph is small and answers its golden input with finite numbers', async () => {
  for (const { file, golden } of recipes) {
    const out = await (await lab.model(file)).run(golden(labs.lab(0)));
    for (const name of Object.keys(out)) expect(floats(out[name]).every(Number.isFinite)).toBe(true);
  }
});
