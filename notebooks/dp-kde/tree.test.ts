// Points, tree and noise against brute force and closed forms.
import { afterAll, describe, expect, test } from 'vitest';
import { baselineCounts } from './baseline.ts';
import { distanceSum, drawSecret } from './data.ts';
import {
  baselineScale,
  centered,
  countScale,
  GRID,
  laplace,
  roundToGrid,
  sumScale,
  worstLoss,
} from './laplace.ts';
import { ask, openGraphs } from './release.ts';
import { labs, lab, random, terms, secretOf, queriesOf } from './testing.ts';
import { entryOf, leafOf, leftEnds, shiftSums, siblingsOf, tablesOf, tableSize } from './tree.ts';

afterAll(() => labs.release());

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
