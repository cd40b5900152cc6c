/** From the controls to the sizes of the sketch and to what a release costs. */
import type { Settings } from './budget.ts';
import { EDIT, touchedInTree } from './edit.ts';
import type { Layout } from './hash.ts';
import type { DistanceParams } from './notebook.ts';

/** The paper's constant: M₃ of about 400 log₂² k. */
export const theoryBuckets = (k: number): number => Math.round(400 * Math.log2(k) ** 2);

export function layoutOf({
  promise: k,
  rows,
  buckets,
}: Pick<DistanceParams, 'promise' | 'rows' | 'buckets'>): Layout {
  return {
    rows: rows === 'auto' ? Math.log2(k) : rows,
    groups: 2 * k,
    buckets: buckets === 'theory' ? theoryBuckets(k) : buckets,
  };
}

/** One changed bit removes an item and adds one: at most two parities in each row. */
export function hammingSettings(params: DistanceParams, epsilon = params.privacyBudget): Settings {
  const layout = layoutOf(params);
  return { epsilon, ...layout, touched: 2 * layout.rows };
}

/** The same in every one of the log₂ n + 1 levels of the tree. */
export function editSettings(params: DistanceParams, epsilon = params.editPrivacyBudget): Settings {
  return {
    epsilon,
    rows: EDIT.rows,
    groups: 1,
    buckets: EDIT.buckets,
    touched: touchedInTree(params.editLength),
  };
}
