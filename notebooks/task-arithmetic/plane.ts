/** What the map shows: values and their name, colours, the region worth a name, and the theory's lines. */
import { COLUMNS, LAMBDAS, tenth, TENTHS } from './axes.ts';
import type { Params, Plane, TaskFrame } from './frame.ts';

/** A loss up to which a task counts as solved. */
export const SOLVED = 0.05;

export interface Shown {
  readonly plane: Plane;
  readonly values: ArrayLike<number>;
  readonly name: string;
  readonly domain: readonly [number, number];
  readonly ramp: 'seq' | 'div';
  /** Numbers at the two ends of the key. */
  readonly ends: readonly [string, string];
  readonly levels: readonly number[];
  /** Cells that deserve a name, and the name. */
  readonly region: { readonly inside: readonly boolean[]; readonly name: string };
}

export function shownMap(frame: TaskFrame, map: Params['map']): Shown {
  const unseen = frame.tab === 'unseen' && frame.unseen;
  const plane = unseen || frame.plane;
  const cells = [...plane.loss1.keys()];
  const both = (pick: (one: number, two: number) => number, what: 'loss' | 'accuracy') =>
    cells.map((at) => pick(plane[`${what}1`][at] as number, plane[`${what}2`][at] as number));
  const loss = { plane, domain: [0, 1.5], ramp: 'seq', ends: ['0', '1.5+'] } as const;
  // A line is traced once the map is complete.
  const complete = (values: ArrayLike<number>) => !Array.from(values).some(Number.isNaN);
  const solved = (values: readonly number[], name: string) => ({
    values,
    levels: complete(values) ? [SOLVED] : [],
    region: { inside: values.map((value) => value <= SOLVED), name },
  });
  if (unseen)
    return { ...loss, name: 'loss of the unseen task', ...solved([...plane.loss1], 'unseen task solved') };
  if (map === 'unlearning')
    return {
      plane,
      domain: [-1.5, 1.5],
      ramp: 'div',
      ends: ['−1.5', '1.5+'],
      name: 'loss 2 − loss 1',
      values: both((one, two) => two - one, 'loss'),
      levels: [],
      region: {
        inside: both((one, two) => Number(one >= 0.99 && two <= 0.05), 'accuracy').map(Boolean),
        name: 'only task 1 right',
      },
    };
  if (map === 'errors') {
    const values = both((one, two) => 1 - Math.min(one, two), 'accuracy');
    return {
      plane,
      domain: [0, 1],
      ramp: 'seq',
      ends: ['0', '1'],
      name: 'larger share of wrong answers',
      values,
      levels: [],
      region: { inside: values.map((value) => value <= 0.01), name: 'both tasks right' },
    };
  }
  return {
    ...loss,
    name: 'the larger of the two losses',
    ...solved(both(Math.max, 'loss'), 'both tasks solved'),
  };
}

/** What one cell says, in words: no cell needs to be hovered, since the point can be put on it. */
export function cellWords(
  frame: TaskFrame,
  at: { column: number; row: number } | null,
  signed: (v: number, d?: number) => string,
) {
  const percent = (share: number | undefined) =>
    share === undefined || Number.isNaN(share) ? '…' : `${(100 * share).toFixed(0)}%`;
  const { tab, metrics, lambda, alpha, plane, unseen } = frame;
  const cell = at && at.row * (tab === 'unseen' && unseen ? unseen : plane).columns + at.column;
  if (tab === 'unseen') {
    const [one, two] = at ? [COLUMNS[at.column], LAMBDAS[at.row]] : lambda;
    const right = cell === null ? metrics.accuracyUnseen : unseen?.accuracy1[cell];
    return `λ₁ ${signed(one as number)}, λ₂ ${signed(two as number)}: unseen task ${percent(right)} right`;
  }
  const [a, by] = at ? [(TENTHS[at.column] as number) / 10, LAMBDAS[at.row]] : [alpha, lambda[1]];
  const [one, two] =
    cell === null ? [metrics.accuracy1, metrics.accuracy2] : [plane.accuracy1[cell], plane.accuracy2[cell]];
  return `α ${signed(a, 1)}, λ ${signed(by as number)}: task 1 ${percent(one)} right, task 2 ${percent(two)}`;
}

/** The row and column of a map in the unseen tab, or of the pair's. */
export const columnOf = (frame: TaskFrame): number =>
  frame.tab === 'unseen'
    ? COLUMNS.findIndex((value) => Math.abs(value - Math.round(10 * frame.lambda[0]) / 10) < 0.01)
    : TENTHS.indexOf(tenth(frame.alpha));
