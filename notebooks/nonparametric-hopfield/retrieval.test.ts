/** The five retrieval maps against closed forms and references, and mutants that must fail the same checks. */
import { afterAll, describe as group, expect, test } from 'vitest';
import { sample } from '#lib/lab/random.ts';
import { COUNTS, slopeOf } from './counts.ts';
import { drawOmega } from './features.ts';
import {
  argmax,
  distance,
  dot,
  everyMemory,
  isStored,
  largest,
  MODELS,
  rowOf,
  settle,
  type Memories,
  type Retriever,
} from './retrieval.ts';
import { executed } from './study-cost.ts';
import { scaledDotProduct } from './study-images.ts';
import { follow, startOf, survey } from './survey.ts';
import { labs, mapOf, plainUpdate, vectors } from './testing.ts';

afterAll(() => labs.release());

const query = (d: number, purpose = 'query') => rowOf(vectors(1, d, purpose).X, 0, d);
const step = (map: Pick<Retriever, 'retrieve'>, x: Float64Array) => {
  const out = new Float64Array(x.length);
  map.retrieve(x, out);
  return out;
};
const close = (numbers: ArrayLike<number>, digits = 12) =>
  Array.from(numbers, (value) => expect.closeTo(value, digits));

group('softmax models', () => {
  const memories = vectors(20, 6);
  const x = query(6);

  test('dense is the update of modern Hopfield networks, Nadaraya–Watson regression and attention', () => {
    const T = [...step(mapOf(memories, 'dense'), x)];
    expect(T).toEqual(close(plainUpdate(memories, everyMemory(20), 5, x).T));
    expect(T).toEqual(close(scaledDotProduct(x, memories, 5)));
    // On the unit sphere e^{β⟨u,v⟩} is proportional to the Gaussian kernel e^{−β‖u−v‖²/2}.
    const kernel = everyMemory(20).map((mu) =>
      Math.exp((-5 * distance(rowOf(memories.X, mu, 6), x) ** 2) / 2),
    );
    const total = kernel.reduce((a, b) => a + b);
    expect(T).toEqual(
      close(T.map((_, i) => kernel.reduce((sum, k, mu) => sum + (k * memories.X[mu * 6 + i]!) / total, 0))),
    );
  });

  test('a mask is dense retrieval over its own memories, with weights that sum to one', () => {
    const members = [2, 3, 7, 11, 19];
    const map = mapOf(memories, 'mask', { members });
    const plain = plainUpdate(memories, members, 5, x);
    expect([...step(map, x)]).toEqual(close(plain.T));
    expect(members.map((mu) => map.weights(x)[mu])).toEqual(close(plain.p));
    expect(map.weights(x).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(map.weights(x).filter((p) => p > 0)).toHaveLength(5);
    expect(map.energy(x)).toBeCloseTo(dot(x, x) / 2 - plain.logSum, 12);
  });

  test('mutant: weights dropped after the softmax sum to less than one', () => {
    const all = mapOf(memories, 'dense').weights(x);
    expect([2, 3, 7, 11, 19].reduce((sum, mu) => sum + all[mu]!, 0)).toBeLessThan(0.9);
  });

  test('top-M is dense, top-1 answers with the best match, and of equals the earlier is kept', () => {
    expect([...step(mapOf(memories, 'top-K', { kept: 20 }), x)]).toEqual(
      close(step(mapOf(memories, 'dense'), x)),
    );
    const scores = everyMemory(20).map((mu) => dot(rowOf(memories.X, mu, 6), x));
    const best = step(mapOf(memories, 'top-K', { kept: 1 }), x);
    expect([...best]).toEqual([...rowOf(memories.X, argmax(scores), 6)]);
    const top = new Int32Array(5);
    largest(Float64Array.from([1, 3, 3, 2, 3]), 2, top);
    expect([...top.subarray(0, 2)]).toEqual([1, 2]);
    const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    const found = new Int32Array(20);
    largest(Float64Array.from(scores), 7, found);
    expect([...found.subarray(0, 7)]).toEqual(sorted.slice(0, 7));
  });

  test('T is x − ∇E, by central differences, where there is an energy', () => {
    for (const model of ['dense', 'mask', 'top-K'] as const) {
      const map = mapOf(memories, model, { members: [0, 1, 2, 5, 8, 13] });
      const T = step(map, x);
      for (let i = 0; i < 6; i++) {
        const at = (h: number) => map.energy(x.map((value, k) => (k === i ? value + h : value)))!;
        expect(T[i]).toBeCloseTo(x[i]! - (at(1e-5) - at(-1e-5)) / 2e-5, 8);
      }
    }
    expect(mapOf(memories, 'linear').energy(x)).toBeNull();
  });

  test('the error of one step is at most 2(K − 1)e^{−βΔ}, for dense, mask and top-K', () => {
    const many = vectors(40, 16, 'bound');
    const noisy = query(16, 'noise');
    for (const beta of [2, 8, 20])
      for (let mu = 0; mu < 40; mu++) {
        const near = rowOf(many.X, mu, 16).map((value, i) => value + 0.4 * noisy[i]!);
        const scores = everyMemory(40).map((nu) => dot(rowOf(many.X, nu, 16), near));
        const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
        if (order[0] !== mu) continue;
        const delta = scores[mu]! - scores[order[1]!]!;
        for (const kept of [1, 4, 40]) {
          const T = step(mapOf(many, 'top-K', { beta, kept }), near);
          expect(distance(T, rowOf(many.X, mu, 16))).toBeLessThanOrEqual(
            2 * (kept - 1) * Math.exp(-beta * delta) + 1e-12,
          );
        }
      }
  });

  test('large β and far queries stay finite', () => {
    const far = x.map((value) => 40 * value);
    const omega = drawOmega(labs.lab(0).random('far'), 64, 6, true);
    for (const model of MODELS) {
      const map = mapOf(memories, model, { beta: 80, omega });
      expect([...step(map, far), ...map.weights(far)].every(Number.isFinite), model).toBe(true);
    }
  });
});

group('feature models', () => {
  const memories = vectors(9, 4, 'features');
  const x = query(4);

  /** Weights from the full matrix of kernels, with φ written down from its definition. */
  const explicit = (phi: (u: Float64Array) => number[]) => {
    const kernel = everyMemory(9).map((mu) => {
      const other = phi(rowOf(memories.X, mu, 4));
      return phi(x).reduce((sum, value, f) => sum + value * other[f]!, 0);
    });
    const total = kernel.reduce((a, b) => a + b);
    return kernel.map((value) => value / total);
  };

  test('the brackets give what the whole matrix gives: linear and random features', () => {
    const omega = drawOmega(labs.lab(0).random('test'), 24, 4, false);
    const beta = 3;
    const elu = (u: Float64Array) =>
      [...u]
        .map((value) => Math.sqrt(beta) * value)
        .map((value) => (value > 0 ? value + 1 : Math.exp(value)));
    const positive = (u: Float64Array) =>
      Array.from({ length: 24 }, (_, f) =>
        Math.exp(Math.sqrt(beta) * dot(rowOf(omega, f, 4), u) - (beta * dot(u, u)) / 2),
      );
    for (const [model, phi] of [
      ['linear', elu],
      ['PRF', positive],
    ] as const) {
      const p = explicit(phi);
      const map = mapOf(memories, model, { beta, omega });
      expect([...map.weights(x)]).toEqual(close(p));
      const T = Array.from({ length: 4 }, (_, i) =>
        p.reduce((sum, w, mu) => sum + w * memories.X[mu * 4 + i]!, 0),
      );
      expect([...step(map, x)]).toEqual(close(T));
    }
  });

  test('mutant: features without the largest taken out underflow to 0/0', () => {
    const omega = drawOmega(labs.lab(0).random('underflow'), 16, 4, true);
    const [u, v] = [
      rowOf(memories.X, 0, 4).map((value) => 6 * value),
      rowOf(memories.X, 0, 4).map((value) => -6 * value),
    ];
    const naive = (w: Float64Array) =>
      Array.from({ length: 16 }, (_, f) =>
        Math.exp(Math.sqrt(80) * dot(rowOf(omega, f, 4), w) - 40 * dot(w, w)),
      );
    const kernel = naive(u).reduce((sum, value, f) => sum + value * naive(v)[f]!, 0);
    expect(kernel / kernel).toBeNaN();
    const one: Memories = { X: v, M: 1, d: 4 };
    expect([...step(mapOf(one, 'PRF', { beta: 80, omega }), u)]).toEqual(close(v));
  });

  test('random features are unbiased for e^{β⟨u,v⟩} (β = ¼), orthogonal or not, and vary less when orthogonal', () => {
    const [u, v] = [rowOf(memories.X, 0, 4), rowOf(memories.X, 1, 4)];
    const spread = [false, true].map((orthogonal) => {
      const random = labs.lab(2).random(`bias ${orthogonal}`);
      const estimates = Array.from({ length: 4000 }, () => {
        const omega = drawOmega(random, 8, 4, orthogonal);
        let sum = 0;
        for (let f = 0; f < 8; f++) {
          const row = rowOf(omega, f, 4);
          sum += Math.exp((dot(row, u) + dot(row, v)) / 2 - 1 / 4) / 8;
        }
        return sum;
      });
      const mean = estimates.reduce((a, b) => a + b) / 4000;
      const deviation = Math.sqrt(estimates.reduce((sum, e) => sum + (e - mean) ** 2, 0) / 3999);
      // Five standard errors.
      expect(Math.abs(mean - Math.exp(dot(u, v) / 4))).toBeLessThan((5 * deviation) / Math.sqrt(4000));
      return deviation;
    });
    expect(spread[1]!).toBeLessThan(spread[0]!);
  });

  test('orthogonal blocks are orthogonal and keep the lengths of the rows', () => {
    const plain = drawOmega(labs.lab(0).random('blocks'), 10, 4, false);
    const blocks = drawOmega(labs.lab(0).random('blocks'), 10, 4, true);
    for (let f = 0; f < 10; f++) {
      expect(dot(rowOf(blocks, f, 4), rowOf(blocks, f, 4))).toBeCloseTo(
        dot(rowOf(plain, f, 4), rowOf(plain, f, 4)),
        9,
      );
      for (let g = 4 * Math.floor(f / 4); g < f; g++)
        expect(dot(rowOf(blocks, f, 4), rowOf(blocks, g, 4))).toBeCloseTo(0, 9);
    }
  });
});

group('the dynamics', () => {
  const memories = vectors(12, 2, 'ring');

  const rise = (map: Pick<Retriever, 'retrieve' | 'energy'>) =>
    Math.max(...Array.from({ length: 400 }, (_, i) => follow(map, startOf(i)).rise));

  test('the energy never rises, for dense, mask and top-K', () => {
    for (const model of ['dense', 'mask', 'top-K'] as const)
      expect(rise(mapOf(memories, model, { beta: 12, members: [0, 2, 3, 5, 8, 9] })), model).toBeLessThan(
        1e-9,
      );
  });

  test('mutant: a step that overshoots raises it', () => {
    const map = mapOf(memories, 'dense', { beta: 12 });
    const overshoot: Pick<Retriever, 'retrieve' | 'energy'> = {
      energy: (x) => map.energy(x),
      retrieve(x, out) {
        const before = x.slice();
        map.retrieve(x, out);
        before.forEach((value, i) => (out[i] = value + 2.2 * (out[i]! - value)));
      },
    };
    expect(rise(overshoot)).toBeGreaterThan(1e-3);
  });

  test('mutant: a mask that is drawn anew at every step never comes to rest', () => {
    const random = labs.lab(0).random('redrawn');
    const redrawn = {
      energy: () => null,
      retrieve: (x: Float64Array, out: Float64Array) =>
        mapOf(memories, 'mask', { beta: 12, members: sample(random, 12, 6) }).retrieve(x, out),
    };
    const still = mapOf(memories, 'mask', { beta: 12, members: sample(random, 12, 6) });
    const last = (map: Pick<Retriever, 'retrieve' | 'energy'>) =>
      Math.max(...Array.from({ length: 20 }, (_, i) => follow(map, startOf(20 * i)).step));
    expect(last(still)).toBeLessThan(1e-6);
    expect(last(redrawn)).toBeGreaterThan(0.1);
  });

  test('two memories merge at βΔ = 2: the survey finds one fixed point below it and two above', () => {
    const pair = (ratio: number): Memories => {
      const angle = Math.acos(1 - ratio / 20);
      return { X: Float64Array.from([1, 0, Math.cos(angle), Math.sin(angle)]), M: 2, d: 2 };
    };
    const wells = (ratio: number) => [...survey(mapOf(pair(ratio), 'dense', { beta: 20 }))].at(-1)!;
    expect(wells(1.7)).toMatchObject({ creeping: 0, fixed: [{ starts: 400 }] });
    expect(wells(2.3)).toMatchObject({ creeping: 0, fixed: [{}, {}] });
  });

  test('what a mask leaves out is not stored, what it keeps is', () => {
    const far = vectors(6, 30, 'far apart');
    const map = mapOf(far, 'mask', { beta: 20, members: [0, 2, 4] });
    expect(everyMemory(6).map((mu) => isStored(map, rowOf(far.X, mu, 30), mu, 50))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(settle(map, rowOf(far.X, 0, 30), 50).step).toBeLessThan(1e-15);
  });
});

group('cost', () => {
  test('the formulas count what is executed, and a mask is cheaper by M/K', () => {
    const sizes = { L: 256, M: 256, d: 32, K: 32, F: 64 };
    for (const model of MODELS) expect(executed(labs.lab(3), model, 256), model).toBe(COUNTS[model](sizes));
    expect(COUNTS.dense(sizes) / COUNTS.mask(sizes)).toBe(8);
  });

  test('slopes of powers are their exponents', () => {
    const points = [1, 2, 3, 4].map((x) => [x, 2.5 * x - 1] as const);
    expect(slopeOf(points)).toEqual({ slope: expect.closeTo(2.5, 12), r2: expect.closeTo(1, 12) });
  });
});
