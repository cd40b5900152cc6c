/**
 * What a query costs, counted in additions: the query is hashed into M₁ rows (nM₁), then compared with every released
 * sketch (mM₁M). A scan reads every bit of every string (mn).
 */
import type { CostRow } from './frame.ts';
import { bucketsInRow, type Layout } from './hash.ts';

export function costOf(strings: number, n: number, layout: Layout): CostRow {
  const { rows } = layout;
  return { strings, sketch: n * rows + strings * rows * bucketsInRow(layout), scan: strings * n };
}
