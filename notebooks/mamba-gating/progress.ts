/** A training that is watched: a little at a time, with an evaluation on the test set every 10 steps. */
import type { Lab } from '#lib/notebook/types.ts';
import { EVERY } from './axes.ts';
import { examine, type Score } from './exam.ts';
import type { CurvePoint } from './frame.ts';
import type { Sequences } from './sequence.ts';
import { openTraining, type Settings, type Training } from './training.ts';

export interface Watched {
  readonly training: Training;
  readonly curve: readonly CurvePoint[];
  readonly complete: boolean;
  /** Takes up to `count` steps, at most to the next evaluation. */
  advance(count: number): Promise<void>;
  /** The score after `t` steps: exact where training is over, otherwise that of the last evaluation before. */
  scoreAt(t: number): Promise<Score & { readonly t: number }>;
}

export async function watchTraining(lab: Lab, settings: Settings, exam: Sequences): Promise<Watched> {
  const training = await openTraining(lab, settings);
  const start = await examine(lab, training.weights(0), exam);
  const curve: CurvePoint[] = [{ t: 0, ...start, batch: start.loss }];
  let exact: (Score & { t: number }) | null = null;
  const isComplete = () => training.done >= training.length || training.diverged !== null;
  return {
    training,
    curve,
    get complete() {
      return isComplete();
    },
    async advance(count) {
      await training.advance(Math.min(count, EVERY - (training.done % EVERY)));
      const t = training.done;
      if (t % EVERY !== 0 || curve.at(-1)?.t === t) return;
      const recent = training.loss.slice(-EVERY);
      const batch = recent.reduce((sum, one) => sum + one, 0) / recent.length;
      curve.push({ t, ...(await examine(lab, training.weights(t), exam)), batch });
    },
    async scoreAt(t) {
      const before = curve.findLast((point) => point.t <= t) as CurvePoint;
      if (before.t === t || !isComplete()) return before;
      if (exact?.t !== t) exact = { t, ...(await examine(lab, training.weights(t), exam)) };
      return exact;
    },
  };
}
