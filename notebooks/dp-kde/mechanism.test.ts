// The mechanism against brute force, closed forms and second implementations in float64, and mutants that must fail.
import { afterAll, describe, expect, test } from 'vitest';
import { nodeLabs } from '#lib/lab/node.ts';
import { lastFrame, runToEnd, defaults } from '#lib/lab/run.ts';
import { seededRandom } from '#lib/lab/random.ts';
import {
  answerOf,
  baselineCounts,
  contaminate,
  heapSize,
  placeOf,
  readingOf,
  readingSd,
} from './baseline.ts';
import { distanceSum, drawSecret } from './data.ts';
import { floats64 } from './graphs.ts';
import {
  baselineScale,
  centered,
  centeredUniforms,
  countScale,
  GRID,
  laplace,
  roundToGrid,
  sigma,
  sumScale,
  worstLoss,
  type Terms,
} from './laplace.ts';
import { double, float64 } from './model.ts';
import notebook from './notebook.ts';
import { ask, openGraphs, releaseTables, storedNumbers } from './release.ts';
import { simulate, type Params } from './simulation.ts';
import { ownSd } from './theory.ts';
import { entryOf, leafOf, leftEnds, partsOf, shiftSums, siblingsOf, tablesOf, tableSize } from './tree.ts';

const labs = nodeLabs('dp-kde');
const lab = labs.lab(0);
afterAll(() => labs.release());
const random = seededRandom(1, 'test');
const terms = (change: Partial<Terms> = {}): Terms => ({
  epsilon: 1,
  depth: 6,
  dimension: 2,
  side: 1,
  ...change,
});
const secretOf = (n: number, { dimension, side }: Terms) => drawSecret(n, dimension, side, lab);
const queriesOf = (count: number, { dimension, side }: Terms) =>
  Float64Array.from({ length: count * dimension }, () => side * random.uniform());

describe('the points and their truth', () => {
  test('four clouds inside the half-open cube', () => {
    const { columns } = secretOf(5000, terms({ side: 3 }));
    for (const { values } of columns) {
      expect(values.every((x) => x >= 0 && x < 3)).toBe(true);
      expect(values.some((x) => x > 0.6 && x < 2.4)).toBe(true);
    }
  });

  test('bisection in the sorted column is the sum over all points', () => {
    const t = terms({ dimension: 4, side: 2 });
    const secret = secretOf(500, t);
    for (let i = 0; i < 20; i++) {
      const y = queriesOf(1, t);
      let sum = 0;
      for (const [j, { values }] of secret.columns.entries()) {
        for (const x of values) sum += Math.abs(x - (y[j] as number));
      }
      expect(distanceSum(secret, y)).toBeCloseTo(sum, 8);
    }
  });
});

describe('the tree', () => {
  test('tables hold what their nodes hold, at every level', () => {
    const t = terms({ depth: 5, dimension: 2, side: 2 });
    const secret = secretOf(800, t);
    const { counts, sums } = tablesOf(secret, t.depth);
    for (let level = 1; level <= t.depth; level++) {
      for (let k = 0; k < 2 ** level; k++) {
        const inside = secret.columns[1]!.values.filter((x) => Math.floor((x / 2) * 2 ** level) === k);
        const at = tableSize(t.depth) + entryOf(level, k);
        expect(counts[at]).toBe(inside.length);
        expect(sums[at]).toBeCloseTo(
          inside.reduce((a, b) => a + b, 0),
          9,
        );
      }
    }
  });

  test.each([1, 3, 10])('siblings tile the line but for the leaf of y, L = %i', (depth) => {
    for (const y of [0, 0.3, 0.5, 0.999, 1]) {
      const covered = new Uint8Array(2 ** depth);
      for (const { level, index, left } of siblingsOf(y, depth, 1)) {
        const width = 2 ** (depth - level);
        covered.fill(1, index * width, (index + 1) * width);
        expect(
          left ? (index + 1) / 2 ** level <= y : index / 2 ** level >= Math.min(y, 1 - 2 ** -depth),
        ).toBe(true);
      }
      expect(covered.reduce((a, b) => a + b, 0)).toBe(2 ** depth - 1);
      expect(covered[leafOf(y, depth, 1)]).toBe(0);
    }
  });

  test('without noise the answer is exact up to the leaf of y; a mutant that adds the leaf too is no better than that', async () => {
    const t = terms({ depth: 8, epsilon: Infinity });
    const secret = secretOf(3000, t);
    const tables = tablesOf(secret, t.depth);
    const queries = queriesOf(30, t);
    const { answers } = await ask(tables, queries, t, await openGraphs(lab));
    for (let i = 0; i < 30; i++) {
      const y = queries.subarray(2 * i, 2 * i + 2);
      const leaf = [0, 1].reduce(
        (sum, j) => sum + tables.counts[j * tableSize(8) + entryOf(8, leafOf(y[j] as number, 8, 1))]!,
        0,
      );
      const missing = distanceSum(secret, y) - (answers[i] as number);
      expect(missing).toBeGreaterThanOrEqual(-1e-9);
      expect(missing).toBeLessThanOrEqual(leaf * 2 ** -8 + 1e-9);
    }
  });

  test('a point touches L counts by one and L sums by at most R; with a root stored it would be one more', () => {
    const t = terms({ depth: 7, dimension: 1, side: 2 });
    const secret = secretOf(300, t);
    const values = secret.columns[0]!.values;
    const without = drawSecret(299, 1, 2, lab);
    const [a, b] = [tablesOf(secret, 7), tablesOf(without, 7)];
    const change = (p: Float64Array, q: Float64Array) =>
      p.reduce((sum, x, i) => sum + Math.abs(x - (q[i] as number)), 0);
    expect(change(a.counts, b.counts)).toBe(7);
    expect(change(a.sums, b.sums)).toBeCloseTo(7 * (values[299] as number), 9);
    const ends = leftEnds(7, 2);
    expect(change(shiftSums(a, ends, -1), shiftSums(b, ends, -1))).toBeLessThan(2);
    expect(change(baselineCounts(a, 1, 7)[0]!, baselineCounts(b, 1, 7)[0]!)).toBe(8);
  });
});

describe('noise', () => {
  test('Lap(1): mean, spread and tails; never infinite', () => {
    const n = 200_000;
    const draws = Float64Array.from({ length: n }, () => laplace(centered(random)));
    const mean = draws.reduce((a, b) => a + b, 0) / n;
    const variance = draws.reduce((a, b) => a + b * b, 0) / n;
    // Five standard errors: √(2/n), and √(20/n) since the fourth moment is 24.
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(variance - 2)).toBeLessThan(5 * Math.sqrt(20 / n));
    const far = draws.filter((x) => x > 2).length / n;
    expect(Math.abs(far - Math.exp(-2) / 2)).toBeLessThan(5 * Math.sqrt(far / n));
    expect(laplace(0.5 - 2 ** -53)).toBeLessThan(40);
    expect(laplace(2 ** -53 - 0.5)).toBeGreaterThan(-40);
  });

  test('scales: half of ε for each half of the tree, ε/d for each coordinate', () => {
    const t = terms({ epsilon: 2, depth: 10, dimension: 4, side: 3 });
    expect(countScale(t)).toBe(40);
    expect(sumScale(t, false)).toBe(120);
    expect(sumScale(t, true)).toBe(12);
    expect(baselineScale(t)).toBe(22);
    // Price of the worst point: L counts by 1, L sums by R, in d coordinates.
    expect(4 * 10 * (1 / countScale(t) + 3 / sumScale(t, false))).toBeCloseTo(2, 12);
    expect(4 * (10 / countScale(t) + 3 / sumScale(t, true))).toBeCloseTo(2, 12);
    expect(4 * 11 * (1 / baselineScale(t))).toBeCloseTo(2, 12);
    expect(worstLoss(2, 0.999, 1)).toBeCloseTo(1.999, 12);
  });

  test('rounding to the grid', () => {
    expect([...roundToGrid(Float64Array.of(0.3, -1.0004), GRID)]).toEqual([307 / 1024, -1]);
  });
});

describe('graphs', () => {
  test.each([
    [1, 1],
    [3, 2],
    [9, 4],
    // Several pieces: the noise is drawn in one order, whatever the pieces.
    [14, 7],
  ])('release.onnx against float64, L = %i, d = %i', async (depth, dimension) => {
    const t = terms({ depth, dimension, epsilon: 0.7, side: 2 });
    const exact = tablesOf(secretOf(200, t), depth);
    const graphs = await openGraphs(lab);
    const got = await releaseTables(exact, t, false, seededRandom(3, 'noise'), graphs);
    const u = centeredUniforms(seededRandom(3, 'noise'), 2 * exact.counts.length);
    let worst = 0;
    for (let i = 0; i < exact.counts.length; i++) {
      const c = exact.counts[i]! + countScale(t) * laplace(u[i]!);
      const s = exact.sums[i]! + sumScale(t, false) * laplace(u[exact.counts.length + i]!);
      worst = Math.max(worst, Math.abs(got.counts[i]! - c), Math.abs(got.sums[i]! - s));
    }
    expect(got.counts.length).toBe(exact.counts.length);
    expect(worst).toBeLessThan(1e-9);
  });

  test('release.onnx without noise gives the tables back', async () => {
    const t = terms({ epsilon: Infinity });
    const exact = tablesOf(secretOf(200, t), t.depth);
    for (const local of [false, true]) {
      const got = await releaseTables(exact, t, local, random, await openGraphs(lab));
      expect(got.counts).toEqual(exact.counts);
      got.sums.forEach((s, i) => expect(s).toBeCloseTo(exact.sums[i]!, 9));
    }
  });

  test.each([
    [1, 1],
    [4, 3],
    [10, 2],
    [14, 1],
  ])('profile.onnx against float64 and brute force, L = %i, d = %i', async (depth, dimension) => {
    const t = terms({ depth, dimension, side: 1.5 });
    const tables = tablesOf(secretOf(400, t), depth);
    const queries = Float64Array.from([
      ...queriesOf(12, t),
      ...Array(dimension).fill(0),
      ...Array(dimension).fill(1.5),
    ]);
    const { answers, parts } = await ask(tables, queries, t, await openGraphs(lab));
    expect(parts).toHaveLength(queries.length * depth);
    queries.forEach((y, k) => {
      const expected = partsOf(tables, k % dimension, y, depth, 1.5);
      expected.forEach((part, level) => expect(parts[k * depth + level]).toBeCloseTo(part, 8));
    });
    answers.forEach((answer, i) => {
      const own = parts.subarray(i * dimension * depth, (i + 1) * dimension * depth);
      expect(answer).toBeCloseTo(
        own.reduce((a, b) => a + b, 0),
        8,
      );
    });
  });

  test('the noise of sums does not see the points: the same uniforms, other points, the same noise', async () => {
    const t = terms();
    const graphs = await openGraphs(lab);
    const [a, b] = [tablesOf(secretOf(100, t), 6), tablesOf(drawSecret(900, 2, 1, labs.lab(5)), 6)];
    const noise = async (exact: typeof a) => {
      const { sums } = await releaseTables(exact, t, false, seededRandom(4, 'noise'), graphs);
      return sums.map((s, i) => s - exact.sums[i]!);
    };
    const [one, two] = [await noise(a), await noise(b)];
    one.forEach((x, i) => expect(Math.abs(x - two[i]!)).toBeLessThan(1e-9));
  });

  test('release.onnx refuses nothing at the ends of its uniforms', async () => {
    const { release } = await openGraphs(lab);
    const { ct } = await release.run({
      c: float64(Float64Array.of(5, 5, 5), [1, 3]),
      s: float64(Float64Array.of(5, 5, 5), [1, 3]),
      U: float64(Float64Array.of(0, 0.5 - 2 ** -53, 2 ** -53 - 0.5, 0, 0, 0), [2, 1, 3]),
      eps: double(2),
      L: double(1),
      R: double(1),
    });
    const values = floats64(ct);
    expect(values[0]).toBe(5);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('errors', () => {
  test('σ(y), and its mutant without the noise of sums', async () => {
    const t = terms({ depth: 4, dimension: 1 });
    const exact = tablesOf(secretOf(100, t), 4);
    const graphs = await openGraphs(lab);
    const y = Float64Array.of(0.8);
    const clean = (await ask(exact, y, t, graphs)).answers[0]!;
    const n = 4000;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const tables = await releaseTables(exact, t, false, random, graphs);
      squares += ((await ask(tables, y, t, graphs)).answers[0]! - clean) ** 2;
    }
    const sd = Math.sqrt(squares / n);
    // The error of a standard deviation is √((κ − 1)/4n), with κ < 6: 1.8% at n = 4,000; four of them.
    expect(Math.abs(sd / ownSd(y, t, false) - 1)).toBeLessThan(0.07);
    const mutant = 0.8 * Math.sqrt(4) * Math.SQRT2 * countScale(t);
    expect(Math.abs(sd / mutant - 1)).toBeGreaterThan(0.07);
    expect(ownSd(y, t, false)).toBeCloseTo(sigma(0.8, t), 10);
  });

  test('local offsets: predicted and measured, several times smaller', async () => {
    const t = terms({ depth: 10, dimension: 1 });
    const exact = tablesOf(secretOf(100, t), 10);
    const graphs = await openGraphs(lab);
    const y = Float64Array.of(0.37);
    const clean = (await ask(exact, y, t, graphs)).answers[0]!;
    const n = 600;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const tables = await releaseTables(exact, t, true, random, graphs);
      squares += ((await ask(tables, y, t, graphs)).answers[0]! - clean) ** 2;
    }
    const predicted = ownSd(y, t, true);
    expect(Math.abs(Math.sqrt(squares / n) / predicted - 1)).toBeLessThan(0.16);
    expect(predicted).toBeLessThan(0.3 * ownSd(y, t, false));
  });
});

describe('the baseline', () => {
  test('rings read disjoint nodes that cover every leaf but those next to y', () => {
    for (const alpha of [0.01, 0.1, 0.5]) {
      for (const y of [0.001, 0.37, 0.5, 0.95]) {
        const { nodes } = readingOf(y, 8, 1, alpha);
        const covered = new Uint8Array(256);
        for (const node of nodes) {
          const { level, index } = placeOf(node);
          const width = 2 ** (8 - level);
          for (let k = index * width; k < (index + 1) * width; k++) covered[k]!++;
        }
        expect(Math.max(...covered)).toBe(1);
        const missing = [...covered].flatMap((c, k) => (c === 0 ? [k] : []));
        for (const k of missing) expect(Math.abs(k - 256 * y)).toBeLessThan(2.5);
      }
    }
    expect(new Set(readingOf(0.4, 10, 1, 0.1).nodes).size).toBe(readingOf(0.4, 10, 1, 0.1).nodes.length);
  });

  test('its noise has the predicted spread; a mutant that forgets the root’s level has not', () => {
    const t = terms({ depth: 4, dimension: 1 });
    const zero = [new Float64Array(heapSize(4))];
    const reading = readingOf(0.4, 4, 1, 0.2);
    const n = 6000;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += answerOf(reading, contaminate(zero, t, random)[0]!) ** 2;
    const sd = Math.sqrt(squares / n);
    expect(Math.abs(sd / readingSd(reading, t) - 1)).toBeLessThan(0.06);
    expect(Math.abs(sd / (0.8 * readingSd(reading, t)) - 1)).toBeGreaterThan(0.06);
    expect(storedNumbers(t, true)).toBe(31);
    expect(storedNumbers(t, false)).toBe(60);
  });
});

describe('audit', () => {
  const audit = async (change: Partial<Params>) => {
    const params: Params = {
      ...defaults(notebook.controls),
      panel: 'audit',
      points: 100,
      dimension: 1,
      ...change,
    };
    return (await lastFrame(runToEnd(simulate, params, lab))).audit!;
  };

  test('the largest loss is ε/2 (1 + x*/R), and it is reached', async () => {
    const { worst, seen, low } = await audit({ depth: 1, budget: 2, secretPoint: 0.6 });
    expect(worst).toBeCloseTo(1.6, 9);
    expect(seen).toBeCloseTo(1.6, 9);
    expect(low).toBeLessThan(1.6);
  });

  test('shares of rare events obey e^ε at every threshold, with and without local offsets; a mutant does not', async () => {
    for (const structure of ['paper', 'local'] as const) {
      const { withPoint, without, trials, claimed } = await audit({ depth: 3, budget: 1, structure });
      withPoint.forEach((hits, t) => {
        const alarms = without[t]!;
        const slack = 5 * Math.sqrt(hits + Math.exp(2 * claimed) * alarms);
        expect(hits).toBeLessThanOrEqual(Math.exp(claimed) * alarms + slack);
        expect(trials).toBe(200_000);
      });
    }
    const mutant = await audit({ depth: 1, budget: 1, audited: 'mutant' });
    expect(mutant.low).toBeGreaterThan(1);
  });
});
