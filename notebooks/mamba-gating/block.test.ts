/**
 * The data and the block against closed forms and a second implementation in double precision; the same graphs in
 * jax-js and in onnxruntime. Mutants of the mechanism must fail the checks that the mechanism passes.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeLabs } from '#lib/lab/node.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import * as block from './block.ts';
import { answer, judge } from './exam.ts';
import { sigmoid, survival } from './gate.ts';
import { blockOf } from './reference.ts';
import * as data from './sequence.ts';
import { signalOf } from './theory.ts';
import { openTraining, split, startWeights, type Weights } from './training.ts';

const { D } = data;
const labs = nodeLabs('mamba-gating');
const lab = labs.lab(0);
afterAll(() => labs.release());

const MAJORITY = { kind: 'majority', relevant: 0.4, confusing: 0.2 } as const;
const LOCALITY = { kind: 'locality', near: 2, far: 5 } as const;
const V = block.readout();

const rows = (flat: ArrayLike<number>, width: number): Float64Array[] =>
  Array.from({ length: flat.length / width }, (_, i) =>
    Float64Array.from({ length: width }, (__, k) => flat[i * width + k] as number),
  );
const tokensOf = ({ X, L }: data.Sequences, i: number) => rows(X.subarray(i * L * D, (i + 1) * L * D), D);

/** A gate and a head that are not at their start. */
function someWeights(scale = 1): Weights {
  const random = lab.random('some weights');
  const w = Float32Array.from({ length: D }, () => scale * random.normal());
  return { w, W: split(startWeights(lab)).W.map((value, i) => 8 * value + 0.3 * Math.sin(i)) };
}

group('the data', () => {
  test('majority: 8 clues of the label, 4 of the other, in mirrored halves', () => {
    const { patterns, labels } = data.drawSequences(data.sourceOf(lab, 'test'), MAJORITY, 0.1, 20);
    for (let i = 0; i < 20; i++) {
      const row = [...patterns.subarray(i * 20, (i + 1) * 20)];
      const counts = [0, 1].map((clue) => row.filter((pattern) => pattern === clue).length);
      expect(counts).toEqual((labels[i] as number) > 0 ? [8, 4] : [4, 8]);
      if (i < 10) expect([...patterns.subarray((i + 10) * 20, (i + 11) * 20)]).toEqual(row.map(data.mirror));
    }
  });

  test.each([
    [1, 8],
    [4, 2],
    [2, 2],
  ])('locality: pairs %i and %i apart, twice each', (near, far) => {
    const random = lab.random('places');
    for (let i = 0; i < 50; i++) {
      const row = [...data.drawPatterns(random, { kind: 'locality', near, far })];
      for (const [clue, distance] of [
        [data.PLUS, near],
        [data.MINUS, far],
      ] as const) {
        const places = row.flatMap((pattern, at) => (pattern === clue ? [at] : []));
        expect(places).toHaveLength(2);
        expect((places[1] as number) - (places[0] as number)).toBe(distance);
      }
    }
  });

  test('the noise level scales the noise and reshuffles nothing; its length is τ', () => {
    const draw = (tau: number) => data.drawSequences(data.sourceOf(lab, 'noise'), MAJORITY, tau, 100);
    const [none, one, two] = [draw(0), draw(1), draw(2)];
    expect(two.patterns).toEqual(one.patterns);
    let square = 0;
    for (let i = 0; i < none.X.length; i++) {
      const noise = (one.X[i] as number) - (none.X[i] as number);
      expect((two.X[i] as number) - (none.X[i] as number)).toBeCloseTo(2 * noise, 5);
      square += noise ** 2;
    }
    // 2,000 tokens with 16 coordinates each: a mean square is known to √(2/32,000) = 0.8%.
    expect(Math.abs(square / 2000 - 1)).toBeLessThan(0.04);
  });

  test('an odd number cannot be mirrored', () => {
    expect(() => data.drawSequences(data.sourceOf(lab, 'odd'), MAJORITY, 0, 7)).toThrow(RangeError);
  });
});

group('the block', () => {
  test.each([MAJORITY, LOCALITY])('fwd is the definition in double precision: %j', async (regime) => {
    const batch = data.drawSequences(data.sourceOf(lab, 'definition'), regime, 0.5, 4);
    const weights = someWeights();
    const { F, gates, K } = await answer(lab, weights, batch);
    const { L } = batch;
    // A mutant erases with the written token's own gate, or not with the reader's.
    const [own, late] = [
      (j: number, s: number, l: number) => j >= s && j <= l,
      (j: number, s: number, l: number) => j > s && j < l,
    ];
    const mutated = [0, 0];
    let worst = 0;
    for (let i = 0; i < 4; i++) {
      const x = tokensOf(batch, i);
      const W = rows(weights.W, D);
      const want = blockOf(x, weights.w, W, V);
      // 32-bit sums of 20 · 100 terms of order 1: errors of some 10⁻⁶.
      worst = Math.max(worst, Math.abs((F[i] as number) - want.F));
      want.gates.forEach((gate, l) => expect(gates[i * L + l]).toBeCloseTo(gate, 5));
      want.K.forEach((row, l) =>
        row.forEach((weight, s) => expect(K[(i * L + l) * L + s]).toBeCloseTo(weight, 5)),
      );
      [own, late].forEach((mutant, k) => {
        const apart = Math.abs(blockOf(x, weights.w, W, V, mutant).F - want.F);
        mutated[k] = Math.max(mutated[k] as number, apart);
      });
    }
    expect(worst).toBeLessThan(2e-5);
    for (const apart of mutated) expect(apart).toBeGreaterThan(100 * 2e-5);
  });

  test('an untrained gate: ½ on the diagonal, ¼ beside it, and half as much at every token further', async () => {
    const { X, patterns } = data.drawSequences(data.sourceOf(lab, 'halves'), LOCALITY, 0, 2);
    const weights = split(startWeights(lab));
    const { K } = await answer(lab, weights, { X, count: 2, L: 12 });
    for (let l = 0; l < 12; l++)
      for (let s = 0; s < 12; s++) {
        const alike = s <= l && patterns[l] === patterns[s];
        expect(K[l * 12 + s]).toBeCloseTo(alike ? 0.5 * 0.5 ** (l - s) : 0, 6);
      }
  });

  test('the signal of locality is what its two pairs add to the memory, and vanishes without forgetting', () => {
    for (const regime of [LOCALITY, { kind: 'locality', near: 1, far: 6 }] as const) {
      const [x, row] = (() => {
        const patterns = data.drawPatterns(lab.random('signal'), regime);
        return [rows(data.embed(patterns, new Float32Array(12 * D), 0), D), [...patterns]] as const;
      })();
      const off = (clue: number, decays?: (j: number, s: number, l: number) => boolean) => {
        const { K } = blockOf(x, new Float64Array(D), [], [], decays);
        const [s, l] = row.flatMap((pattern, at) => (pattern === clue ? [at] : [])) as [number, number];
        return (K[l] as readonly number[])[s] as number;
      };
      expect(off(data.PLUS) - off(data.MINUS)).toBeCloseTo(signalOf(regime) / 2, 12);
      expect(off(data.PLUS, () => false) - off(data.MINUS, () => false)).toBe(0);
    }
  });

  test('gates that are wide open or tightly shut leave every number finite and right', async () => {
    const batch = data.drawSequences(data.sourceOf(lab, 'saturated'), MAJORITY, 0.5, 2);
    const weights = someWeights(60);
    const { F, K, gates } = await answer(lab, weights, batch);
    expect([...F, ...K, ...gates].every(Number.isFinite)).toBe(true);
    expect(gates.some((gate) => gate > 1 - 1e-6) && gates.some((gate) => gate < 1e-6)).toBe(true);
    const want = blockOf(tokensOf(batch, 0), weights.w, rows(weights.W, D), V);
    // Λ is a sum of logarithms up to some 500 in 32 bits: its exponential is right to about 10⁻⁴.
    want.K.forEach((row, l) => row.forEach((weight, s) => expect(K[l * 20 + s]).toBeCloseTo(weight, 3)));
  });

  test('exchanging the clues of a sequence turns the score of the mirrored start around; an unmirrored start fails', async () => {
    const batch = data.drawSequences(data.sourceOf(lab, 'mirrored'), MAJORITY, 0, 20);
    const difference = async (weights: Weights) => {
      const { F } = await answer(lab, weights, batch);
      return Math.max(
        ...Array.from({ length: 10 }, (_, i) => Math.abs((F[i] as number) + (F[i + 10] as number))),
      );
    };
    const start = split(startWeights(lab));
    expect(await difference(start)).toBeLessThan(1e-7);
    const random = lab.random('unmirrored');
    const W = Float32Array.from({ length: start.W.length }, () => 0.05 * random.normal());
    expect(await difference({ w: start.w, W })).toBeGreaterThan(1e-4);
  });

  test('what stays of a token is a column of K over likenesses, and halves under a gate of ½', () => {
    expect(survival([0.5, 0.5, 0.5], 0)).toEqual([0.5, 0.25, 0.125]);
    expect(survival([0.9, 0.2, 1, 0.3], 1)).toEqual([0, 0.2, 0, 0]);
    expect(sigmoid(800)).toBe(1);
    expect(sigmoid(-800)).toBe(0);
  });
});

group('training', () => {
  const batch = data.drawSequences(data.sourceOf(lab, 'gradient'), LOCALITY, 0.5, 6);
  const weights = someWeights(0.7);
  const lossAt = ({ w, W }: Record<'w' | 'W', ArrayLike<number>>) => {
    const F = Array.from(batch.labels, (_, i) => blockOf(tokensOf(batch, i), w, rows(W, D), V).F);
    return judge(F, batch.labels).loss;
  };

  test('step equals jax-js, and goes down the slope of the loss in double precision', async () => {
    const inputs = {
      X: float32(batch.X, [6, 12, D]),
      y: float32(batch.labels, [6]),
      w: float32(weights.w, [D]),
      W: float32(weights.W, [block.NEURONS, D]),
      eta_w: float32([1], [1]),
      eta_W: float32([1], [1]),
    };
    const out = await (await lab.model('step')).run(inputs);
    const jax = await nodeJax();
    const arrays = Object.values(inputs).map(({ data: numbers, shape }) =>
      jax.numpy.array(numbers.slice()).reshape([...shape]),
    ) as [JaxArray, JaxArray, JaxArray, JaxArray, JaxArray, JaxArray];
    const [w, W, loss] = block.step(jax, ...arrays).map((one) => one.dataSync() as Float32Array);
    const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));
    expect(worst(floats(out.w_next), w!)).toBeLessThan(1e-5);
    expect(worst(floats(out.W_next), W!)).toBeLessThan(1e-5);
    expect(loss![0]).toBeCloseTo(lossAt(weights), 5);
    const h = 1e-5;
    for (const [key, next, at] of [
      ['w', w!, [0, 1, 2, 9]],
      ['W', W!, [0, 1, 77, 801, 1599]],
    ] as const)
      for (const i of at) {
        const moved = (by: number) => {
          const values = Float64Array.from(weights[key]);
          values[i] = (values[i] as number) + by;
          return lossAt({ ...weights, [key]: values });
        };
        const slope = (moved(h) - moved(-h)) / (2 * h);
        expect((weights[key][i] as number) - (next[i] as number)).toBeCloseTo(slope, 5);
      }
  });

  const settings = { regime: MAJORITY, tau: 0.1, eta: 2, trainsGate: true, n: 20, steps: 30 };
  test('a frozen gate stays at zero, a trained one does not; the head learns either way', async () => {
    for (const trainsGate of [true, false]) {
      const training = await openTraining(lab, { ...settings, trainsGate });
      await training.advance(30);
      const { w } = training.weights(30);
      expect(w.every((value) => value === 0)).toBe(!trainsGate);
      expect(training.loss.at(-1)!).toBeLessThan(0.9 * training.loss[0]!);
      expect(training.done).toBe(30);
    }
  });

  test('equal shares teach nothing: without a signal the gating vector stays where it is', async () => {
    const training = await openTraining(lab, {
      ...settings,
      n: 0,
      regime: { ...MAJORITY, confusing: 0.4 },
    });
    await training.advance(30);
    // The default signal takes the entries of the clues to 0.7 in as many steps.
    expect(Math.max(...training.weights(30).w.map(Math.abs))).toBeLessThan(0.02);
  });

  test('repeats itself under seeds 1 and 3, and differs between them', async () => {
    const trained = async (seed: number) => {
      const training = await openTraining(labs.lab(seed), settings);
      await training.advance(10);
      return training.weights(10);
    };
    const [once, again, other] = [await trained(1), await trained(1), await trained(3)];
    expect(again).toEqual(once);
    expect(other.w).not.toEqual(once.w);
  });
});
