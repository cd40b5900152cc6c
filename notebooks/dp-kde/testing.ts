/** What the tests share: labs, settings, points and queries. */
import { nodeLabs } from '#lib/lab/node.ts';
import { seededRandom } from '#lib/lab/random.ts';
import { drawSecret } from './data.ts';
import type { Terms } from './laplace.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('dp-kde');
export const lab = labs.lab(0);
export const random = seededRandom(1, 'test');

export const terms = (change: Partial<Terms> = {}): Terms => ({
  epsilon: 1,
  depth: 6,
  dimension: 2,
  side: 1,
  ...change,
});

export const secretOf = (n: number, { dimension, side }: Terms) => drawSecret(n, dimension, side, lab);

export const queriesOf = (count: number, { dimension, side }: Terms) =>
  Float64Array.from({ length: count * dimension }, () => side * random.uniform());
