/** The two maps, a few cells at a time: every cell is an edited set of weights and a forward pass of its own. */
import { edit, type TaskVector } from './arithmetic.ts';
import { COLUMNS, LAMBDAS, tenth, TENTHS } from './axes.ts';
import { quick, type Exam } from './exam.ts';
import type { Plane } from './frame.ts';
import type { State } from './simulation.ts';
import type { Tasks } from './tasks.ts';
import { firstPattern, secondPattern, unseenPattern } from './world.ts';

/** Sequences per cell. */
const MAP_TESTED = 250;
const UNSEEN_TESTED = 100;
/** Cells between two frames. */
const CELLS = 18;

export interface Maps {
  /** Computes some cells of the map in sight. False when no cell can be computed. */
  more(state: State): boolean;
  plane(state: State): Plane;
  unseen(state: State): Plane | null;
}

function blank(columns: number, rows: number): Plane {
  const cells = () => new Float32Array(columns * rows).fill(NaN);
  return { columns, rows, loss1: cells(), loss2: cells(), accuracy1: cells(), accuracy2: cells() };
}
const copy = (plane: Plane): Plane => ({
  ...plane,
  loss1: plane.loss1.slice(),
  loss2: plane.loss2.slice(),
  accuracy1: plane.accuracy1.slice(),
  accuracy2: plane.accuracy2.slice(),
});

export function createMaps(tasks: Tasks, exams: Readonly<Record<string, Exam>>): Maps {
  const planes = new Map<number, Plane>();
  let target: { key: string; plane: Plane } | undefined;
  const planeOf = (rank: number) => {
    let plane = planes.get(rank);
    if (!plane) planes.set(rank, (plane = blank(TENTHS.length, LAMBDAS.length)));
    return plane;
  };
  const targetOf = (state: State) => {
    const key = `${state.gamma.join()} ${state.rank}`;
    if (target?.key !== key) target = { key, plane: blank(COLUMNS.length, LAMBDAS.length) };
    return target.plane;
  };
  return {
    plane: ({ rank }) => copy(planeOf(rank)),
    unseen: (state) => (state.tab === 'unseen' ? copy(targetOf(state)) : null),
    more: (state) =>
      state.tab === 'pair'
        ? morePair(tasks, exams, planeOf(state.rank), state)
        : moreUnseen(tasks, exams, targetOf(state), state),
  };
}

/** The column of the α in sight first, for the curves; then from left to right. */
function morePair(tasks: Tasks, exams: Readonly<Record<string, Exam>>, plane: Plane, state: State): boolean {
  const one = tasks.vectors.get('one') as TaskVector;
  const first = TENTHS.indexOf(tenth(state.alpha));
  const columns = [first, ...TENTHS.keys()];
  let left = CELLS;
  for (const column of columns) {
    const alpha = (TENTHS[column] as number) / 10;
    const two = tasks.vectors.get(TENTHS[column] as number);
    if (!two) continue;
    const mus = [firstPattern(tasks.basis), secondPattern(tasks.basis, alpha)] as const;
    for (let row = 0; row < plane.rows; row++) {
      const at = row * plane.columns + column;
      if (!Number.isNaN(plane.loss1[at])) continue;
      if (left-- === 0) return true;
      const weights = edit(
        tasks.start,
        one.kept(state.rank),
        1,
        two.kept(state.rank),
        LAMBDAS[row] as number,
      );
      const judge = (task: 0 | 1) =>
        quick(weights, exams[task ? 'task 2' : 'task 1'] as Exam, mus[task], tasks.basis, MAP_TESTED);
      ({ loss: plane.loss1[at], accuracy: plane.accuracy1[at] } = judge(0));
      ({ loss: plane.loss2[at], accuracy: plane.accuracy2[at] } = judge(1));
    }
  }
  return left < CELLS;
}

function moreUnseen(
  tasks: Tasks,
  exams: Readonly<Record<string, Exam>>,
  plane: Plane,
  state: State,
): boolean {
  const one = (tasks.vectors.get('one') as TaskVector).kept(state.rank);
  const two = (tasks.vectors.get(0) as TaskVector).kept(state.rank);
  const mu = unseenPattern(tasks.basis, ...state.gamma);
  let left = 2 * COLUMNS.length;
  for (let at = 0; at < plane.loss1.length; at++) {
    if (!Number.isNaN(plane.loss1[at])) continue;
    if (left-- === 0) return true;
    const [by1, by2] = [COLUMNS[at % plane.columns], LAMBDAS[Math.floor(at / plane.columns)]];
    const weights = edit(tasks.start, one, by1 as number, two, by2 as number);
    const { loss, accuracy } = quick(weights, exams['unseen task'] as Exam, mu, tasks.basis, UNSEEN_TESTED);
    plane.loss1[at] = loss;
    plane.accuracy1[at] = accuracy;
  }
  return left < 2 * COLUMNS.length;
}
