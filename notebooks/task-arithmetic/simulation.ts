/**
 * Two fine-tunings, edited: every frame makes the weights Ψ₀ + λ₁Δ₁ + λ₂Δ₂ of the state asked for, judges them on fresh
 * sequences, and draws a little more of the map. What is missing is trained on the way. Settled when all of it is there.
 */
import type { Lab, Simulation } from '#lib/notebook/types.ts';
import { edit, type TaskVector } from './arithmetic.ts';
import { describe, table } from './describe.ts';
import { drawExam, evaluate, histogram, PART, quick, TESTED, type Exam, type TaskName } from './exam.ts';
import type { Params, TaskFrame } from './frame.ts';
import { tenth } from './axes.ts';
import { createMaps, type Maps } from './maps.ts';
import { nameOf, openTasks, type Tasks } from './tasks.ts';
import type { Weights } from './training.ts';
import { firstPattern, kindsOf, secondPattern, unseenPattern } from './world.ts';

export { describe, table };
export type { Params, TaskFrame };

export const simulate: Simulation<Params, TaskFrame> = async function* (params, lab) {
  const tasks = await openTasks(lab, params.fresh);
  const exams = Object.fromEntries(
    ['task 1', 'task 2', 'unseen task'].map((name) => [name, drawExam(lab, name)]),
  ) as Record<string, Exam>;
  const maps = createMaps(tasks, exams);
  const desk: Desk = { lab, tasks, exams, maps, key: '', scores: new Map(), thresholds: new Map() };
  let now = params;
  try {
    for (;;) {
      const state = stateOf(now);
      // The model that is asked for comes first, then its scores, the map, and the tasks that are missing.
      let busy = false;
      if (!tasks.vectors.has('one') || !tasks.vectors.has(tenth(state.alpha)))
        busy = await tasks.more(state.alpha);
      else if (await judgeMore(desk, state)) busy = true;
      else if (maps.more(state)) busy = true;
      else busy = await tasks.more(state.alpha);
      now = yield picture(desk, state, busy);
    }
  } finally {
    tasks.dispose();
  }
};

export interface State {
  readonly tab: Params['tab'];
  readonly alpha: number;
  readonly lambda: readonly [number, number];
  readonly gamma: readonly [number, number];
  readonly rank: number;
}

/** γ outside the disc is taken to its edge: |μ′| = 1. */
export function stateOf(params: Params): State {
  const { tab, rank, gamma1, gamma2 } = params;
  const pair = tab === 'pair';
  const shrink = Math.max(1, Math.hypot(gamma1, gamma2));
  return {
    tab,
    rank,
    alpha: pair ? params.correlation : 0,
    lambda: pair ? [1, params.coefficient] : [params.lambda1, params.lambda2],
    gamma: [gamma1 / shrink, gamma2 / shrink],
  };
}

interface Desk {
  readonly lab: Lab;
  readonly tasks: Tasks;
  readonly exams: Readonly<Record<string, Exam>>;
  readonly maps: Maps;
  /** The state that `scores` belong to. */
  key: string;
  scores: Map<TaskName, number[]>;
  /** By tenths of α and rank: neither λ nor γ has a part in it. */
  readonly thresholds: Map<string, number>;
}

export function editedWeights(tasks: Tasks, { alpha, lambda, rank }: State): Weights {
  const one = tasks.vectors.get('one') as TaskVector | undefined;
  const two = tasks.vectors.get(tenth(alpha)) as TaskVector | undefined;
  if (!one || !two) return tasks.start;
  return edit(tasks.start, one.kept(rank), lambda[0], two.kept(rank), lambda[1]);
}

function patternOf({ basis }: Tasks, name: TaskName, { alpha, gamma }: State): Float64Array {
  if (name === 'task 1') return firstPattern(basis);
  if (name === 'unseen task') return unseenPattern(basis, ...gamma);
  const mu = secondPattern(basis, alpha);
  return name === 'task 2' ? mu : mu.map((value) => -value);
}

const examOf = (name: TaskName) => (name === 'task 2 flipped' ? 'task 2' : name);
const namesOf = ({ tab }: State): TaskName[] =>
  tab === 'pair'
    ? ['task 1', 'task 2', 'task 2 flipped']
    : ['task 1', 'task 2', 'task 2 flipped', 'unseen task'];

/** Judges the next part of the sequences. False when all of them are judged. */
async function judgeMore(desk: Desk, state: State): Promise<boolean> {
  const { lab, tasks, exams } = desk;
  const key = JSON.stringify(state);
  if (key !== desk.key) {
    desk.key = key;
    desk.scores = new Map(namesOf(state).map((name) => [name, []]));
    const at = thresholdKey(state);
    if (!desk.thresholds.has(at)) desk.thresholds.set(at, findThreshold(desk, state));
  }
  const done = desk.scores.get('task 1')?.length ?? 0;
  if (done >= TESTED) return false;
  const weights = editedWeights(tasks, state);
  for (const [name, all] of desk.scores) {
    const patterns = kindsOf(tasks.basis, patternOf(tasks, name, state));
    all.push(...(await evaluate(lab, weights, exams[examOf(name)] as Exam, patterns, done)));
  }
  return done + PART < TESTED;
}

const thresholdKey = ({ alpha, rank }: State) => `${tenth(alpha)} ${rank}`;

/** The smallest λ at which loss 2 is at most 0.05, to 0.002; 2 when there is none up to 2. */
function findThreshold({ tasks, exams }: Desk, state: State): number {
  const mu = secondPattern(tasks.basis, state.alpha);
  let [low, high] = [-1.5, 2];
  while (high - low > 0.002) {
    const middle = (low + high) / 2;
    const weights = editedWeights(tasks, { ...state, lambda: [1, middle] });
    const { loss } = quick(weights, exams['task 2'] as Exam, mu, tasks.basis, PART);
    if (loss <= 0.05) high = middle;
    else low = middle;
  }
  return high;
}

function picture(desk: Desk, state: State, busy: boolean): TaskFrame {
  const { tasks, maps, exams, scores } = desk;
  const fits = desk.key === JSON.stringify(state);
  const shown = fits ? scores : new Map<TaskName, number[]>();
  const judged = [...shown].map(([name, f]) =>
    histogram(name, f, (exams[examOf(name)] as Exam).sequences.labels),
  );
  const metrics: Record<string, number> = {};
  const keys = { 'task 1': '1', 'task 2': '2', 'unseen task': 'Unseen', 'task 2 flipped': 'Opposite' };
  for (const { name, loss, accuracy } of judged) {
    const key = keys[name as TaskName];
    if (key !== 'Opposite') metrics[`loss${key}`] = loss;
    metrics[`accuracy${key}`] = accuracy;
  }
  if (fits) metrics.threshold = desk.thresholds.get(thresholdKey(state)) as number;
  const tested = shown.get('task 1')?.length ?? 0;
  return {
    settled: !busy,
    metrics,
    ...state,
    tuning: tasks.tuning,
    trained: (['one', tenth(state.alpha)] as const).flatMap((key) => {
      const loss = tasks.curves.get(key);
      return loss ? [{ name: nameOf(key), loss }] : [];
    }),
    tuned: tasks.vectors.size,
    ready: tested >= TESTED,
    tested,
    scores: judged.filter(({ name }) => name !== 'task 2 flipped'),
    plane: maps.plane(state),
    unseen: maps.unseen(state),
    singular: (['one', tenth(state.alpha)] as const).flatMap((key) => tasks.vectors.get(key)?.singular ?? []),
    weights: editedWeights(tasks, state),
  };
}
