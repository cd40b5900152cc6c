/**
 * The layer, the baselines and the data against closed forms and a second implementation in double precision; the same
 * graphs in jax-js and in onnxruntime. Mutants of the mechanism must fail the checks that the mechanism passes.
 */
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeLabs } from '#lib/lab/node.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import { symmetricEigen } from './eigen.ts';
import { answer, openExam, predict, score } from './exam.ts';
import { trainStep } from './layer.ts';
import * as reference from './reference.ts';
import { distanceToCentre, LENGTH, LEVELS, sampleSequences, samplerWorld, withinSpread } from './sampler.ts';
import { averagingExcess, logSlope, meanExcess, meanRisk, oracleRisk } from './theory.ts';
import { batchSize, initialWeights, openTraining } from './training.ts';
import { D, drawBatch, makeWorld, SIGMA, type Batch } from './world.ts';

const labs = nodeLabs('denoising-transformer');
const lab = labs.lab(0);
afterAll(() => labs.release());

const world = makeWorld(lab, 4, 0.5);
const layerAt = (scale: number) => {
  const P = initialWeights(lab, scale);
  const part = (i: number) => P.slice(i * D * D, (i + 1) * D * D);
  return { A: part(0), Wv: part(1), Wkq: part(2), lone: part(3) };
};
/** Mean squared error per coordinate against the noise itself. */
const risk = (guess: Float32Array, { eps }: Batch) =>
  guess.reduce((sum, x, at) => sum + (x - (eps[at] as number)) ** 2, 0) / guess.length;

group('the data', () => {
  test('means have norm 3 and span K − 1 directions; the spectrum sums to ᾱ·9', () => {
    for (const K of [2, 4, 8]) {
      const { means, spectrum } = makeWorld(lab, K, 0.3);
      for (let k = 0; k < K; k++) expect(Math.hypot(...means.subarray(k * D, k * D + D))).toBeCloseTo(3, 5);
      expect(spectrum.filter((value) => value > 1e-5)).toHaveLength(K - 1);
      expect(spectrum.reduce((sum, x) => sum + x, 0)).toBeCloseTo(2.7, 5);
    }
  });

  test('eigenvectors diagonalise, and are orthonormal', () => {
    const random = lab.random('matrix');
    const half = Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => random.normal()));
    const M = half.map((row, i) => row.map((x, j) => x + (half[j]?.[i] as number)));
    const { values, vectors } = symmetricEigen(M);
    vectors.forEach((u, a) =>
      vectors.forEach((v, b) => {
        const product = u.reduce(
          (sum, x, i) => sum + x * (M[i] as number[]).reduce((s, m, j) => s + m * (v[j] as number), 0),
          0,
        );
        expect(product).toBeCloseTo(a === b ? (values[a] as number) : 0, 10);
      }),
    );
  });

  test('at equal variances the formula is (s²/v)(r/d)(1/N)τ²/(τ² + v/N)', () => {
    const equal = { ...world, spectrum: [1.5, 1.5, 1.5, 0, 0, 0, 0, 0] };
    expect(averagingExcess(equal, 16)).toBeCloseTo(((0.8 * 3) / 8 / 16) * (1.5 / (1.5 + 0.625 / 16)), 12);
    expect(averagingExcess(world, 16)).toBeLessThanOrEqual(averagingExcess(equal, 16));
    expect(logSlope([1, 2, 4], [3, 1.5, 0.75])).toBeCloseTo(-1, 12);
  });
});

group('baselines', () => {
  // 8,192 tokens: a risk of squared normals is known to √(2/65,536) = 0.6%.
  const batch = drawBatch(lab.random('baselines'), world, 1024, 8);

  test('risks of the oracle and of the mean denoiser are the closed forms', async () => {
    const { oracle, mean } = await answer(lab, world, batch);
    expect(risk(oracle, batch) / oracleRisk(world)).toBeCloseTo(1, 1.5);
    expect(risk(mean, batch) / meanRisk(world, 8)).toBeCloseTo(1, 1.5);
    const exam = await openExam(lab, world, 8, 2048);
    // 2,048 sequences with 8 directions each: √(2/16,384) = 1.1%.
    expect(Math.abs(exam.mean / meanExcess(world, 8) - 1)).toBeLessThan(0.04);
    expect(exam.bayes).toBeLessThan(0.01);
  });

  test('Bayes on all tokens and on one are the exact posterior in double precision', async () => {
    const few = drawBatch(lab.random('posterior'), world, 20, 3);
    const out = await answer(lab, world, few);
    const centre = (k: number, c: number) => Math.sqrt(world.abar) * (world.means[k * D + c] as number);
    const likelihood = (w: readonly number[], k: number) =>
      -w.reduce((sum, x, c) => sum + (x - centre(k, c)) ** 2, 0) / (2 * world.v);
    const given = (tokens: readonly number[][]) =>
      reference.softmax([0, 1, 2, 3].map((k) => tokens.reduce((sum, w) => sum + likelihood(w, k), 0)));
    reference.sequences(few.w, 3).forEach((tokens, b) =>
      tokens.forEach((w, i) => {
        for (const [name, p] of [
          ['bayes', given(tokens)],
          ['single', given([w])],
        ] as const)
          for (let c = 0; c < D; c++) {
            const middle = p.reduce((sum, share, k) => sum + share * centre(k, c), 0);
            const want = (world.s / world.v) * ((w[c] as number) - middle);
            expect(Math.abs((out[name][(b * 3 + i) * D + c] as number) - want)).toBeLessThan(2e-5);
          }
      }),
    );
  });

  test('mutant: tokens with means of their own tell nothing about each other', async () => {
    const mixed = drawBatch(lab.random('baselines'), world, 1024, 8, false);
    const { mean } = await answer(lab, world, mixed);
    expect(risk(mean, mixed)).toBeGreaterThan(1.5 * meanRisk(world, 8));
  });
});

group('the layer', () => {
  const batch = drawBatch(lab.random('layer'), world, 5, 6);
  const weights = layerAt(0.3);

  test('forward.onnx is the layer in double precision', async () => {
    const { eps, attention } = await predict(lab, weights, batch);
    const want = reference.sequences(batch.w, 6).map((tokens) => reference.layer(tokens, weights));
    want.flatMap((one) => one.eps.flat()).forEach((x, at) => expect(eps[at]).toBeCloseTo(x, 4));
    want.flatMap((one) => one.attention.flat()).forEach((x, at) => expect(attention[at]).toBeCloseTo(x, 5));
  });

  test('does not care in which order the tokens come', async () => {
    const turned = { ...batch, w: batch.w.slice() };
    for (let b = 0; b < 5; b++)
      for (let i = 0; i < 6; i++)
        turned.w.set(batch.w.subarray((b * 6 + i) * D, (b * 6 + i + 1) * D), (b * 6 + ((i + 1) % 6)) * D);
    const [here, there] = [await predict(lab, weights, batch), await predict(lab, weights, turned)];
    for (let c = 0; c < D; c++) expect(there.eps[D + c]).toBeCloseTo(here.eps[c] as number, 4);
  });

  test('a saturated softmax stays finite: weights of scale 30', async () => {
    const { eps } = await predict(lab, layerAt(30), batch);
    expect(eps.every(Number.isFinite)).toBe(true);
  });

  test('train_step.onnx equals jax-js, and its gradient is the slope of the loss in double precision', async () => {
    const jax = await nodeJax();
    const { numpy: np } = jax;
    const lr = 0.02;
    const out = await (
      await lab.model('train_step')
    ).run({
      ...{ w: float32(batch.w, [5, 6, D]), eps: float32(batch.eps, [5, 6, D]), lr: scalar(lr) },
      ...{ A: float32(weights.A, [D, D]), Wv: float32(weights.Wv, [D, D]) },
      Wkq: float32(weights.Wkq, [D, D]),
    });
    const array = (data: Float32Array<ArrayBuffer>, shape: number[]) => np.array(data).reshape(shape);
    const matrices = (['A', 'Wv', 'Wkq'] as const).map((name) => array(weights[name], [D, D]));
    const stepped = trainStep(
      jax,
      array(batch.w, [5, 6, D]),
      array(batch.eps, [5, 6, D]),
      matrices as never,
      np.array(lr),
    ).map((one) => one.dataSync());
    expect(floats(out.loss)[0]).toBeCloseTo(reference.loss(batch.w, batch.eps, 6, weights), 4);
    (['loss', 'A_next', 'Wv_next', 'Wkq_next'] as const).forEach((name, i) =>
      floats(out[name]).forEach((x, at) => {
        const same = stepped[i]?.[at] as number;
        expect(Math.abs(x - same) / (1 + Math.abs(same))).toBeLessThan(1e-5);
      }),
    );
    for (const name of ['A', 'Wv', 'Wkq'] as const)
      for (const at of [0, 13, 63]) {
        const h = 1e-5;
        const shifted = (by: number) => {
          const changed = Float64Array.from(weights[name]);
          changed[at] = (changed[at] as number) + by;
          return reference.loss(batch.w, batch.eps, 6, { ...weights, [name]: changed });
        };
        const slope = (shifted(h) - shifted(-h)) / (2 * h);
        const moved = floats(out[`${name}_next`])[at] as number;
        expect(((weights[name][at] as number) - moved) / lr).toBeCloseTo(slope, 2);
      }
  });
});

group('sampling', () => {
  const data = drawBatch(lab.random('samples'), samplerWorld(0), 200, LENGTH);

  test('at level 0 the world is the data itself: spread σ, averages σ√(d/N) from their centre', () => {
    expect(samplerWorld(0).s).toBe(0);
    expect(Math.abs(withinSpread(data.w, LENGTH) / SIGMA - 1)).toBeLessThan(0.02);
    const want = SIGMA * Math.sqrt(D / LENGTH);
    expect(Math.abs(distanceToCentre(data.w, LENGTH, samplerWorld(0)) / want - 1)).toBeLessThan(0.05);
  });

  test('tokens of a sampled sequence agree like data; a mutant that scrambles sequences does not', async () => {
    const states = await sampleSequences(lab);
    expect(states).toHaveLength(LEVELS + 1);
    const end = states[0] as Float32Array;
    expect(end.every(Number.isFinite)).toBe(true);
    // Twenty steps with the posterior's variance come out somewhat too narrow.
    expect(Math.abs(withinSpread(end, LENGTH) / SIGMA - 1)).toBeLessThan(0.2);
    // Token i of every sequence from the i-th sequence after it.
    const scrambled = end.map(
      (_, at) => end[(at + (Math.floor(at / D) % LENGTH) * LENGTH * D) % end.length] as number,
    );
    expect(withinSpread(scrambled, LENGTH)).toBeGreaterThan(1.5 * SIGMA);
  });
});

group('training', () => {
  test('attention starts uneven and becomes flat; hard-wired averaging would be caught', async () => {
    const training = await openTraining(lab, world, {
      N: 16,
      steps: 3000,
      initialScale: 0.5,
      stepSize: 0.02,
    });
    await training.advance(1);
    const exam = await openExam(lab, world, 16, 64);
    const early = await score(lab, training.layer(1), exam);
    const mutant = await score(lab, { ...training.layer(1), Wkq: new Float32Array(D * D) }, exam);
    expect(early.entropy).toBeLessThan(0.7);
    expect(mutant.entropy).toBeCloseTo(1, 5);
    await training.advance(5000);
    expect(training.done).toBe(3000);
    expect((await score(lab, training.layer(3000), exam)).entropy).toBeGreaterThan(0.995);
    expect(early.distance).toBeGreaterThan(0.2);
  });

  test('mutant: with independent means attention gains nothing', async () => {
    // The excess of the twin is a linear map of one token; shared means let attention beat it tenfold.
    const training = await openTraining(lab, world, { N: 16, steps: 700, initialScale: 0.1, stepSize: 0.02 });
    await training.advance(700);
    const layer = training.layer(700);
    const gain = async (shared: boolean) => {
      const batch = drawBatch(lab.random('gain'), world, 200, 16, shared);
      const { eps } = await predict(lab, layer, batch);
      return risk(eps, batch);
    };
    expect(await gain(true)).toBeLessThan(0.24);
    expect(await gain(false)).toBeGreaterThan(0.5);
  });

  test('batches have 512 tokens or 16 sequences, and 24 in long runs', () => {
    expect([2, 16, 64].map((N) => batchSize(N, 700))).toEqual([256, 32, 16]);
    expect(batchSize(64, 3000)).toBe(24);
    expect(SIGMA).toBe(0.5);
  });
});
