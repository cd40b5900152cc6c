/**
 * Rate: plain gradient descent on L_τ (τ = 0.1, step 1). If the gap to the best loss falls at least like 1/n, then
 * n·(L_n − L_best) stays bounded. L_best is the lowest loss of a descent that goes on for a quarter longer.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { descend } from './training.ts';

export const RATE = { tau: 0.1, lr: 1, steps: 4000, longer: 5000, every: 25 } as const;

export interface RateStudy {
  readonly kind: 'rate';
  readonly done: boolean;
  /** Steps so far. */
  readonly step: number;
  /** At about log-spaced n: the gap L_n − L_best. Before the end L_best is the lowest so far. */
  readonly rows: readonly { readonly n: number; readonly gap: number }[];
  /** max over n ≤ 4,000 of n·(L_n − L_best). */
  readonly bound: number;
  /** L_1000 − L_best. */
  readonly gapAt1000: number;
}

export async function* studyRate(
  lab: Lab,
  problem: { X: Float64Array; M: number; K: number; D: number; start: Float64Array },
): AsyncGenerator<RateStudy, void, void> {
  const losses: number[] = [];
  const { tau, lr, longer, every } = RATE;
  for await (const part of descend(lab, problem, { tau, lr, steps: longer, every })) {
    losses.push(...part);
    yield summarizeRate(losses);
  }
}

/** `losses[n]` is the loss after n steps. */
export function summarizeRate(losses: readonly number[]): RateStudy {
  const best = losses.reduce((low, loss) => Math.min(low, loss), Infinity);
  const rows: { n: number; gap: number }[] = [];
  let bound = 0;
  let next = 1;
  for (let n = 1; n <= Math.min(RATE.steps, losses.length - 1); n++) {
    const gap = (losses[n] as number) - best;
    bound = Math.max(bound, n * gap);
    if (n < next) continue;
    rows.push({ n, gap });
    next = Math.max(n + 1, Math.ceil(n * 1.15));
  }
  return {
    kind: 'rate',
    done: losses.length >= RATE.longer,
    step: losses.length,
    rows,
    bound,
    gapAt1000: (losses[Math.min(1000, losses.length - 1)] as number) - best,
  };
}
