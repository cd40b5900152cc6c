// The graphs against second implementations in float64.
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '#lib/lab/random.ts';
import { drawSecret } from './data.ts';
import { floats64 } from './graphs.ts';
import { centeredUniforms, countScale, laplace, sumScale } from './laplace.ts';
import { double, float64 } from './model.ts';
import { ask, openGraphs, releaseTables } from './release.ts';
import { lab, labs, queriesOf, random, secretOf, terms } from './testing.ts';
import { partsOf, tablesOf } from './tree.ts';

afterAll(() => labs.release());

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
