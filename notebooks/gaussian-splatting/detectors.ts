/** The two detectors of a run, shipped for seed 0, else trained here; and their exam. A little at a time. */
import { floats, int32 } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { averagePrecision, detectCars, type Detection, type Exam } from './detection.ts';
import {
  DETECTOR_STEPS,
  openDetectorTraining,
  type DetectorTraining,
  type Example,
} from './detector-training.ts';
import { WEIGHTS } from './detector.ts';
import type { Box } from './boxes.ts';
import { SHIPPED, type Scenes } from './scenes.ts';
import { EXAMINED, examView, sourceExamples, synthesise, SYNTHESISED } from './study.ts';

/** What a detector learns from: key frames of the source, or those and synthesised views. */
export const PLANS = ['source', 'augmented'] as const;
export type Plan = (typeof PLANS)[number];

export interface Detectors {
  weights(plan: Plan): Float32Array | undefined;
  /** Training steps taken here and views examined so far. */
  readonly progress: { readonly trained: number; readonly examined: number };
  /** Results once all views are examined. */
  readonly exams: Readonly<Record<Plan, Exam>> | null;
  /** Draws, trains or examines a little more; the scenes must be there. False when all is done. */
  more(): Promise<boolean>;
}

interface Study {
  readonly weights: Map<Plan, Float32Array>;
  readonly synthesised: Example[];
  readonly running: Map<Plan, DetectorTraining>;
  readonly seen: { truth: readonly Box[]; found: Readonly<Record<Plan, readonly Detection[]>> }[];
  exams: Readonly<Record<Plan, Exam>> | null;
}
/** A study follows from the seed alone; it is not repeated. */
const studies = new Map<number, Study>();

/** Training steps between two frames. */
const STRIDE = 4;

/** `fresh`: trains although weights are shipped. */
export async function openDetectors(lab: Lab, scenes: Scenes, fresh = false): Promise<Detectors> {
  const known = fresh ? undefined : studies.get(lab.seed);
  const study: Study = known ?? {
    weights: new Map(),
    synthesised: [],
    running: new Map(),
    seen: [],
    exams: null,
  };
  if (!fresh) studies.set(lab.seed, study);
  if (!known && !fresh && lab.seed === SHIPPED) await load(lab, study.weights);
  return {
    weights: (plan) => study.weights.get(plan),
    get progress() {
      const trained = PLANS.reduce(
        (sum, plan) =>
          sum + (study.weights.has(plan) ? DETECTOR_STEPS : (study.running.get(plan)?.loss.length ?? 0)),
        0,
      );
      return { trained, examined: study.seen.length };
    },
    get exams() {
      return study.exams;
    },
    more: async () => (await trainMore(lab, scenes, study)) || examineMore(lab, scenes, study),
  };
}

async function trainMore(lab: Lab, scenes: Scenes, study: Study): Promise<boolean> {
  const plan = PLANS.find((one) => !study.weights.has(one));
  if (!plan) return false;
  if (plan === 'augmented' && study.synthesised.length < SYNTHESISED) {
    study.synthesised.push(await synthesise(lab, scenes, study.synthesised.length));
    return true;
  }
  const examples = [...sourceExamples(scenes.clip), ...(plan === 'augmented' ? study.synthesised : [])];
  const run =
    study.running.get(plan) ?? (await openDetectorTraining(lab, examples, lab.random(`detector ${plan}`)));
  study.running.set(plan, run);
  for (let i = 0; i < STRIDE && run.loss.length < DETECTOR_STEPS; i++) await run.step();
  if (run.loss.length >= DETECTOR_STEPS) study.weights.set(plan, run.weights);
  return true;
}

async function examineMore(lab: Lab, scenes: Scenes, study: Study): Promise<boolean> {
  if (study.exams) return false;
  const { rgb, truth } = examView(lab, scenes.clip, study.seen.length);
  const find = (plan: Plan) => detectCars(lab, study.weights.get(plan) as Float32Array, rgb);
  study.seen.push({ truth, found: { source: await find('source'), augmented: await find('augmented') } });
  if (study.seen.length < EXAMINED) return true;
  const examOf = (plan: Plan) =>
    averagePrecision(study.seen.map(({ truth: t, found }) => ({ truth: t, found: found[plan] })));
  study.exams = { source: examOf('source'), augmented: examOf('augmented') };
  return true;
}

async function load(lab: Lab, weights: Map<Plan, Float32Array>): Promise<void> {
  const graph = await lab.model('detectors');
  const entry = Int32Array.from({ length: PLANS.length * WEIGHTS }, (_, i) => i);
  const { values } = await graph.run({ entry: int32(entry, [entry.length]) });
  const all = floats(values);
  PLANS.forEach((plan, i) => weights.set(plan, all.slice(i * WEIGHTS, (i + 1) * WEIGHTS)));
}
