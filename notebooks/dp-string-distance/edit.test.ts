// Edit distance: dyadic trees and the diagonal algorithm against dynamic programming and plain scanning.
import { afterAll, describe, expect, test } from 'vitest';
import { nodeLabs } from '#lib/lab/node.ts';
import { seededRandom } from '#lib/lab/random.ts';
import { randomBits } from './bits.ts';
import { flipRate } from './budget.ts';
import { EditDecoder } from './diagonal.ts';
import {
  BITS,
  EDIT,
  edited,
  editDistance,
  editPlaces,
  levelsOf,
  nodesOf,
  queryTrees,
  releaseTrees,
  touchedInTree,
  treeOf,
} from './edit.ts';

const labs = nodeLabs('dp-string-distance');
afterAll(() => labs.release());
const random = seededRandom(3, 'edit test');
const n = 64;
const places = editPlaces(n, 11);

/** The whole table, by the textbook. */
function referenceDistance(a: Uint8Array, b: Uint8Array): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => (d[i] as number[])[j] as number;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      (d[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, change);
    }
  }
  return at(a.length, b.length);
}

describe('dyadic trees', () => {
  test('a bit lies in log₂ n + 1 blocks and touches at most 2M₁ bits in each', () => {
    const bits = randomBits(random, n);
    const other = bits.slice();
    other[13] = 1 - (other[13] as number);
    const [one, two] = [treeOf(bits, 0, places), treeOf(other, 0, places)];
    const changed = one.reduce((sum, bit, i) => sum + (bit ^ (two[i] as number)), 0);
    expect(changed).toBeLessThanOrEqual(touchedInTree(n));
    expect(changed % levelsOf(n)).toBe(0);
    expect(one).toHaveLength(nodesOf(n) * BITS);
  });

  test('the root is the parity of all leaves; blocks past the ends are missing', () => {
    const tree = treeOf(randomBits(random, n), 0, places);
    for (let bit = 0; bit < BITS; bit++) {
      let parity = 0;
      for (let p = 0; p < n; p++) parity ^= tree[p * BITS + bit] as number;
      expect(tree[(nodesOf(n) - 1) * BITS + bit]).toBe(parity);
    }
    const shifted = treeOf(randomBits(random, n), 2, places);
    expect(shifted[(n - 1) * BITS]).toBe(2);
    expect(shifted[(nodesOf(n) - 1) * BITS]).toBe(2);
  });
});

describe('the diagonal algorithm', () => {
  test('without noise it is dynamic programming, whenever no block test was deceived by a collision', () => {
    let compared = 0;
    for (let i = 0; i < 120; i++) {
      const query = randomBits(random, n);
      const secret = edited(query, i % 7, random);
      const decoder = new EditDecoder(n, treeOf(secret, 0, places), queryTrees(query, places), 0);
      const { answer } = decoder.decode();
      if (!decoder.tests(secret, query).every(({ equal, truly }) => equal === truly)) continue;
      compared++;
      expect(answer).toBe(Math.min(referenceDistance(secret, query), EDIT.k + 1));
    }
    expect(compared).toBeGreaterThan(60);
  });

  test('slide is the longest common prefix', () => {
    const query = randomBits(random, n);
    const secret = edited(query, 3, random);
    const decoder = new EditDecoder(n, treeOf(secret, 0, places), queryTrees(query, places), 0);
    for (const shift of [-3, 0, 2]) {
      for (let from = Math.max(0, -shift); from < n; from += 5) {
        const reached = decoder.slide(from, shift);
        let expected = from;
        while (expected < n && secret[expected] === query[expected + shift]) expected++;
        if (decoder.tests(secret, query).every(({ equal, truly }) => equal === truly))
          expect(reached).toBe(expected);
      }
    }
  });

  test('a mutant threshold (every block counts as equal) says 0 for every string', () => {
    const query = randomBits(random, n);
    const secret = edited(query, 6, random);
    const deceived = new EditDecoder(n, treeOf(secret, 0, places), queryTrees(query, places), 2);
    expect(editDistance(secret, query)).toBeGreaterThan(0);
    expect(deceived.decode().answer).toBe(0);
  });

  test('the row-by-row distance is that of the whole table', () => {
    for (let i = 0; i < 40; i++) {
      const query = randomBits(random, 32);
      const secret = edited(query, i % 9, random);
      expect(secret).toHaveLength(32);
      expect(editDistance(secret, query)).toBe(referenceDistance(secret, query));
    }
  });

  test('noise: useless at ε = 56, nearly exact at ε = 280', async () => {
    const flip = await labs.lab(7).model('flip');
    const error = async (epsilon: number) => {
      const q = flipRate(epsilon, touchedInTree(n));
      let sum = 0;
      for (let i = 0; i < 20; i++) {
        const query = randomBits(random, n);
        const secrets = [0, 2, 4].map((edits) => edited(query, edits, random));
        const trees = queryTrees(query, places);
        const released = await releaseTrees(secrets, places, q, random, flip);
        secrets.forEach((secret, a) => {
          const { answer } = new EditDecoder(n, released[a] as Float32Array, trees, q).decode();
          sum += Math.abs(answer - Math.min(editDistance(secret, query), EDIT.k + 1)) / 60;
        });
      }
      return sum;
    };
    expect(await error(56)).toBeGreaterThan(2);
    expect(await error(280)).toBeLessThan(0.15);
  });
});
