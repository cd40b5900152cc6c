// The mechanism against closed forms and second implementations in float64: hashing, prices, graphs, audit, decoders.
import { afterAll, describe, expect, test } from 'vitest';
import { nodeLabs } from '#lib/lab/node.ts';
import { floats, float32, scalar } from '#lib/lab/tensor.ts';
import { seededRandom } from '#lib/lab/random.ts';
import { Auditor, lawOfT, TRIALS } from './audit.ts';
import { flipped, ladderAround, pack, randomBits, unpack } from './bits.ts';
import { flipRate, priceOf, realizableRate, termsOf, uniforms } from './budget.ts';
import { betaDistribution, clopperPearson } from '#lib/lab/clopper-pearson.ts';
import { costOf } from './cost.ts';
import { bucketOf, finalize, groupOf, type Layout } from './hash.ts';
import { Release, Sketcher } from './sketch.ts';
import { distanceFromOdd, expectedMaximum, noiseSd, predictedSd, rawBitSd } from './theory.ts';

const labs = nodeLabs('dp-string-distance');
const lab = labs.lab(7);
afterAll(() => labs.release());
const layout: Layout = { rows: 4, groups: 32, buckets: 16 };
const random = seededRandom(1, 'test');

/** The sketch by its definition, one item at a time. */
function referenceSketch(bits: Uint8Array, { rows, groups, buckets }: Layout, seed: number): number[] {
  const cells = new Array<number>(rows * groups * buckets).fill(0);
  bits.forEach((bit, p) => {
    const item = 2 * p + bit;
    for (let row = 0; row < rows; row++) {
      const at = (row * groups + groupOf(item, seed, groups)) * buckets + bucketOf(item, row, seed, buckets);
      cells[at] = 1 - (cells[at] as number);
    }
  });
  return cells;
}

/** Both decoders in float64, straight from the formulas. */
function referenceAnswer(released: ArrayLike<number>, own: ArrayLike<number>, q: number, l: Layout) {
  const m = l.groups * l.buckets;
  let raw = 0;
  const z = new Array<number>(l.rows).fill(0);
  let additions = 0;
  for (let j = 0; j < l.groups; j++) {
    let most = 0;
    for (let i = 0; i < l.rows; i++) {
      let sum = 0;
      for (let c = 0; c < l.buckets; c++) {
        const at = (i * l.groups + j) * l.buckets + c;
        sum += Math.abs((released[at] as number) - (own[at] as number));
        additions++;
      }
      most = Math.max(most, sum);
      z[i] = (z[i] as number) + sum;
    }
    raw += most / 2;
  }
  const odd = z.reduce((sum, x) => sum + (x - q * m) / (1 - 2 * q), 0) / l.rows;
  return { raw, debiased: distanceFromOdd(odd, m), z, additions };
}

describe('hashing and encoding', () => {
  test("the finaliser is MurmurHash3's, a bijection on what we try", () => {
    expect(finalize(1)).toBe(0x514e28b7);
    expect(finalize(0xffffffff)).toBe(0x81f16f39);
    expect(new Set(Array.from({ length: 10_000 }, (_, x) => finalize(x))).size).toBe(10_000);
  });

  test.each([
    [64, { rows: 2, groups: 8, buckets: 8 }],
    [1024, layout],
    [512, { rows: 1, groups: 128, buckets: 4 }],
  ])('encode.onnx agrees with the definition, n = %i', async (n, sizes) => {
    const sketcher = await Sketcher.open(n, sizes, lab);
    const bits = randomBits(random, n);
    const sketch = await sketcher.encode(bits);
    expect(Array.from(sketch)).toEqual(referenceSketch(bits, sizes, lab.seed));
    const neighbour = await sketcher.encode(flipped(bits, [n - 1]));
    const changed = sketch.reduce((sum, bit, i) => sum + Math.abs(bit - (neighbour[i] as number)), 0);
    expect(changed).toBeLessThanOrEqual(2 * sizes.rows);
  });
});

describe('randomised response', () => {
  test('the price is exact, never above ε, and close to it', () => {
    for (const epsilon of [0.5, 2, 16, 64]) {
      for (const touched of [4, 8, 16]) {
        const { q, price } = termsOf({ epsilon, ...layout, touched });
        expect(price).toBeLessThanOrEqual(epsilon);
        if (epsilon / touched < 9) expect(price).toBeGreaterThan(epsilon * (1 - 1e-4));
        expect(Math.fround(q)).toBe(q);
        expect(Number.isInteger(q * 2 ** 32)).toBe(true);
        expect(priceOf(flipRate(epsilon, touched), touched)).toBeCloseTo(epsilon, 8);
      }
    }
  });

  test('no overflow: a huge ε stops at one in 2³²', () => {
    expect(flipRate(1e6, 2)).toBe(0);
    expect(realizableRate(flipRate(1e6, 2))).toBe(2 ** -32);
    expect(realizableRate(0.5)).toBe(0.5);
  });

  test('u < q decides on the 32 bits themselves', () => {
    const q = realizableRate(flipRate(16, 8));
    const limit = q * 2 ** 32;
    const draws = [0, 1, 255, 2 ** 24 + 1, limit - 1, limit, limit + 1, 2 ** 32 - 1];
    let next = 0;
    const u = uniforms({ ...random, bits: () => draws[next++] as number }, draws.length);
    expect(Array.from(u, (x) => x < q)).toEqual(draws.map((bits) => bits < limit));
    expect(u.every((x) => x < 1)).toBe(true);
  });

  test('flip.onnx flips where U < q, at rate q, and gives bits', async () => {
    const model = await lab.model('flip');
    const s = randomBits(random, 4096);
    const u = uniforms(random, 4096);
    const q = realizableRate(0.12);
    const { St } = await model.run({
      S: float32(s, [2, 4, 32, 16]),
      U: float32(u, [2, 4, 32, 16]),
      q: scalar(q),
    });
    expect(Array.from(floats(St))).toEqual(Array.from(s, (bit, i) => ((u[i] as number) < q ? 1 - bit : bit)));
    const flips = floats(St).reduce((sum, bit, i) => sum + Math.abs(bit - (s[i] as number)), 0);
    expect(Math.abs(flips - 4096 * q)).toBeLessThan(4 * Math.sqrt(4096 * q * (1 - q)));
  });

  test('what is released is bits: noise added to numbers instead is refused', () => {
    const release = new Release(0.1, 1);
    expect(() => release.add(Float32Array.of(0, 1, 0.3, 1), 4)).toThrow(/binary/);
    const bits = randomBits(random, 100);
    const back = new Float32Array(100);
    unpack(pack(bits), 100, back);
    expect(Array.from(back)).toEqual(Array.from(bits));
  });
});

describe('decoders', () => {
  test.each([layout, { rows: 6, groups: 128, buckets: 128 }])(
    'query.onnx agrees with float64',
    async (sizes) => {
      const sketcher = await Sketcher.open(256, sizes, lab);
      const query = randomBits(random, 256);
      const own = await sketcher.encode(query);
      const q = realizableRate(flipRate(16, 2 * sizes.rows));
      for (const secret of ladderAround(query, random).filter((_, d) => d % 8 === 0)) {
        const released = await sketcher.release(await sketcher.encode(secret), q, random);
        const { raw, debiased } = await sketcher.answer(released, own, q);
        const expected = referenceAnswer(released, own, q, sizes);
        expect(raw[0]).toBe(expected.raw);
        expect(Math.abs((debiased[0] as number) - expected.debiased)).toBeLessThan(
          2e-3 + 1e-4 * Math.abs(expected.debiased),
        );
      }
    },
  );

  test('the counted additions are those of the cost view', () => {
    const zeros = new Float32Array(2048);
    const { additions } = referenceAnswer(zeros, zeros, 0.1, layout);
    expect(costOf(17, 4096, layout)).toEqual({
      strings: 17,
      sketch: 4096 * 4 + 17 * additions,
      scan: 17 * 4096,
    });
  });

  test('the number of odd buckets gives the distance back', () => {
    for (const d of [0, 1, 7, 16]) {
      const odd = (512 / 2) * (1 - (1 - 2 / 512) ** (2 * d));
      expect(distanceFromOdd(odd, 512)).toBeCloseTo(d, 9);
    }
    expect(Number.isFinite(distanceFromOdd(512, 512))).toBe(true);
    expect(distanceFromOdd(-5, 512)).toBeLessThan(0);
  });

  test('sd: the formula at d = 0, and the prediction over fresh hashes and noise at d = 16', async () => {
    const q = termsOf({ epsilon: 16, ...layout, touched: 8 }).q;
    expect(noiseSd(0, q, layout)).toBeCloseTo(2.41, 2);
    let squares = 0;
    const runs = 240;
    for (let i = 0; i < runs; i++) {
      const sketcher = await Sketcher.open(128, layout, labs.lab(1000 + i));
      const query = randomBits(random, 128);
      const secret = ladderAround(query, random)[16] as Uint8Array;
      const released = await sketcher.release(await sketcher.encode(secret), q, random);
      const { debiased } = await sketcher.answer(released, await sketcher.encode(query), q);
      squares += ((debiased[0] as number) - 16) ** 2;
    }
    // 240 squares: a relative standard error of 4.6%; the logarithm's curvature adds a little.
    expect(Math.sqrt(squares / runs) / predictedSd(16, q, layout)).toBeGreaterThan(0.85);
    expect(Math.sqrt(squares / runs) / predictedSd(16, q, layout)).toBeLessThan(1.18);
  });

  test('E max of binomials, against counting all outcomes', () => {
    const [n, q, rows] = [5, 0.3, 3];
    const law = Array.from({ length: n + 1 }, (_, t) => lawOfT(n, q)[n - t] as number);
    let mean = 0;
    law.forEach((a, x) =>
      law.forEach((b, y) => law.forEach((c, z) => (mean += a * b * c * Math.max(x, y, z)))),
    );
    expect(expectedMaximum(rows, n, q)).toBeCloseTo(mean, 12);
    expect(16 * expectedMaximum(4, 16, flipRate(32, 8))).toBeCloseTo(13.18, 2);
  });

  test('randomised response on raw bits: its error grows with n, as √n', () => {
    expect(rawBitSd(1024, flipRate(4, 1))).toBeCloseTo(4.41, 2);
    expect(rawBitSd(65536, flipRate(4, 1))).toBeCloseTo(35.3, 1);
  });
});

describe('audit', () => {
  const settings = { epsilon: 2, rows: 2, groups: 8, buckets: 8, touched: 4 };
  const audited = async (mutant: boolean) => {
    const auditor = new Auditor(lab, settings, 4, mutant);
    while (!auditor.done) await auditor.step();
    return auditor.picture();
  };
  /** Pearson's statistic of a tally against the law of T. */
  const misfit = (tally: readonly number[], q: number) =>
    lawOfT(4, q).reduce((sum, p, i) => sum + ((tally[i] as number) - TRIALS * p) ** 2 / (TRIALS * p), 0);

  test('the histogram follows the exact privacy loss ε(1 − K/M₁), K ~ Bin(2M₁, q); a mutant does not', async () => {
    const q = flipRate(2, 4);
    const picture = await audited(false);
    // χ² with 4 degrees of freedom: 23.5 is exceeded with probability 10⁻⁴.
    expect(misfit(picture.ofA, q)).toBeLessThan(23.5);
    expect(misfit([...picture.ofNeighbour].reverse(), q)).toBeLessThan(23.5);
    expect(misfit((await audited(true)).ofA, q)).toBeGreaterThan(1000);
  });

  test('the total variation between neighbours is the exact one', async () => {
    const { ofA, ofNeighbour, q } = await audited(false);
    const law = lawOfT(4, q);
    const exact = law.reduce((sum, p, i) => sum + Math.abs(p - (law[4 - i] as number)), 0) / 2;
    const seen =
      ofA.reduce((sum, count, i) => sum + Math.abs(count - (ofNeighbour[i] as number)), 0) / (2 * TRIALS);
    expect(Math.abs(seen - exact)).toBeLessThan(0.01);
  });

  test('a proof of more than ε convicts the mutant and not the mechanism', async () => {
    const [mechanism, mutant] = [await audited(false), await audited(true)];
    expect(mechanism.low).toBeLessThanOrEqual(2);
    expect(mechanism.high).toBeGreaterThanOrEqual(2);
    expect(mutant.low).toBeGreaterThan(2);
    expect(mutant.measured).toBeGreaterThan(3.8);
  });

  test('end to end, n = 64: real sketches of real neighbours, flipped by flip.onnx, obey the same law', async () => {
    const sizes = { rows: 2, groups: 8, buckets: 8 };
    const sketcher = await Sketcher.open(64, sizes, lab);
    const bits = randomBits(random, 64);
    const exact = await sketcher.encode(bits);
    const pair = await Promise.all(Array.from({ length: 64 }, (_, p) => sketcher.encode(flipped(bits, [p]))));
    const differing = pair.map((other) => [...exact.keys()].filter((i) => exact[i] !== other[i]));
    const cells = differing.find((list) => list.length === 4) as number[];
    expect(Math.max(...differing.map((list) => list.length))).toBe(4);
    const { q } = termsOf(settings);
    const runs = 20_000;
    const tally = (mutant: (released: Float32Array, from: number) => number) =>
      lawOfT(4, q).map((p, i) => {
        const count = kept.filter((from) => mutant(all, from) === i).length;
        return (count - runs * p) ** 2 / (runs * p);
      });
    const copies = new Float32Array(runs * sketcher.cells);
    for (let r = 0; r < runs; r++) copies.set(exact, r * sketcher.cells);
    const all = await sketcher.release(copies, q, random);
    const kept = Array.from({ length: runs }, (_, r) => r * sketcher.cells);
    const like = (released: Float32Array, from: number) =>
      cells.filter((cell) => released[from + cell] === exact[cell]).length;
    const sum = (terms: readonly number[]) => terms.reduce((total, term) => total + term, 0);
    expect(sum(tally(like))).toBeLessThan(23.5);
    // A mutant that leaves the first row of every sketch without noise.
    const bare = (released: Float32Array, from: number) =>
      cells.filter((cell) => cell < 64 || released[from + cell] === exact[cell]).length;
    expect(sum(tally(bare))).toBeGreaterThan(1000);
  });

  test('Clopper–Pearson: no hits, all hits, and a tabulated case', () => {
    expect(clopperPearson(0, 100)[0]).toBe(0);
    expect(clopperPearson(0, 100)[1]).toBeCloseTo(1 - 0.025 ** 0.01, 10);
    expect(clopperPearson(100, 100)[0]).toBeCloseTo(0.025 ** 0.01, 10);
    expect(clopperPearson(10, 100)[0]).toBeCloseTo(0.049, 4);
    expect(clopperPearson(10, 100)[1]).toBeCloseTo(0.1762, 4);
    expect(betaDistribution(0.3, 2, 3)).toBeCloseTo(0.3483, 10);
  });
});
