/**
 * Time to learn against the signal: trainings of six regimes each, with the gate as chosen and then the other way, until
 * the test loss falls below θ. Everything else is as on the page.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { drawExam } from './exam.ts';
import type { Params, Scaling, ScalingPoint } from './frame.ts';
import { watchTraining } from './progress.ts';
import type { Regime } from './sequence.ts';
import { crossing, signalOf, thresholdOf } from './theory.ts';
import type { Settings } from './training.ts';

/** Steps after which a training is given up, and steps between two frames. */
const MOST = 1000;
const STRIDE = 4;

const majority = ([relevant, confusing]: readonly [number, number]): Regime => ({
  kind: 'majority',
  relevant,
  confusing,
});
const locality = ([near, far]: readonly [number, number]): Regime => ({ kind: 'locality', near, far });

/** Regimes of the panel, from the strongest signal to the weakest. */
export const STUDIED: Readonly<Record<Regime['kind'], readonly Regime[]>> = {
  majority: (
    [
      [0.6, 0.1],
      [0.5, 0.1],
      [0.4, 0.1],
      [0.5, 0.25],
      [0.4, 0.2],
      [0.4, 0.25],
    ] as const
  ).map(majority),
  locality: (
    [
      [1, 8],
      [1, 4],
      [1, 3],
      [1, 2],
      [2, 8],
      [2, 4],
    ] as const
  ).map(locality),
};

export const nameRegime = (regime: Regime): string =>
  regime.kind === 'majority'
    ? `${regime.relevant} against ${regime.confusing}`
    : `pairs ${regime.near} and ${regime.far} apart`;

export async function* studyScaling(lab: Lab, settings: Settings): AsyncGenerator<Scaling, void, void> {
  const regimes = STUDIED[settings.regime.kind];
  const points: ScalingPoint[] = [];
  const total = 2 * regimes.length;
  for (const trainsGate of [settings.trainsGate, !settings.trainsGate])
    for (const regime of regimes) {
      const gate: Params['gate'] = trainsGate ? 'on' : 'frozen';
      const name = `${nameRegime(regime)}, gate ${gate}`;
      const theta = thresholdOf(regime);
      const exam = drawExam(lab, regime, settings.tau);
      const run = await watchTraining(lab, { ...settings, regime, trainsGate, steps: MOST }, exam);
      let T: number | undefined;
      while (!run.complete && T === undefined) {
        await run.advance(STRIDE);
        T = crossing(run.curve, theta);
        yield { points: [...points], total, running: { name, step: run.training.done } };
      }
      points.push({ name: nameRegime(regime), signal: signalOf(regime), gate, T: T ?? null });
      yield { points: [...points], total, running: null };
    }
}
