// The exact scans, and the operations that are counted.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hamming, pack } from '#notebooks/dp-string-distance/bits.ts';
import { costOf } from '#notebooks/dp-string-distance/cost.ts';
import { columnOf, distanceSum } from '#notebooks/dp-kde/data.ts';
import { hammingWords, scanOperations, scanSum, treeOperations } from './scans.ts';

describe('scans', () => {
  test('packed words give the same distance as bits', () => {
    const bits = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(bits, (pairs) => {
        const a = Uint8Array.from(pairs, ([x]) => x);
        const b = Uint8Array.from(pairs, ([, y]) => y);
        expect(hammingWords(pack(a), pack(b))).toBe(hamming(a, b));
      }),
    );
  });

  test('reading every point gives the sum that bisection gives', () => {
    const columns = [columnOf(Float64Array.of(0.1, 0.9, 0.4)), columnOf(Float64Array.of(0.5, 0.2, 0.7))];
    const y = [0.3, 0.6];
    expect(scanSum(columns, y)).toBeCloseTo(distanceSum({ n: 3, side: 1, columns }, y), 12);
  });
});

describe('operations', () => {
  test('a tree is asked as often whatever n is, a scan n times', () => {
    expect(treeOperations(10, 2) / scanOperations(10, 2)).toBe(1);
    expect(scanOperations(2000, 3)).toBe(2 * scanOperations(1000, 3));
  });

  test('strings: hashing grows with n, comparing with the number of strings', () => {
    const layout = { rows: 4, groups: 32, buckets: 16 };
    expect(costOf(256, 4096, layout)).toEqual({
      strings: 256,
      sketch: 4096 * 4 + 256 * 4 * 512,
      scan: 256 * 4096,
    });
  });
});
