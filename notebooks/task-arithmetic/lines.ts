/** Curves of the linked view: a column of the map in sight, along the coefficient of the second task vector. */
import { COLUMNS, LAMBDAS } from './axes.ts';
import { signed } from './describe.ts';
import type { TaskFrame } from './frame.ts';
import { columnOf } from './plane.ts';

export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [lambda: number, loss: number])[];
}

export interface Cut {
  readonly title: string;
  readonly axis: string;
  /** The coefficient of the second task vector in use. */
  readonly now: number;
  readonly curves: readonly Curve[];
  /** Score that the theory adds up, without λ₂, and what each unit of λ₂ adds: loss max(0, 1 − base − λ₂ slope). */
  readonly base: number;
  readonly slope: number;
  readonly hinge: string;
  readonly caption: string;
}

export function cutOf(frame: TaskFrame): Cut {
  const column = columnOf(frame);
  const along = (values: Float32Array, columns: number) =>
    LAMBDAS.map((lambda, row) => [lambda, values[row * columns + column] as number] as const).filter(
      ([, loss]) => !Number.isNaN(loss),
    );
  const [, now] = frame.lambda;
  if (frame.tab === 'unseen' && frame.unseen) {
    const lambda1 = COLUMNS[column] as number;
    const { loss1, columns } = frame.unseen;
    const [g1, g2] = frame.gamma;
    return {
      title: `Loss of the unseen task along λ₂, at λ₁ = ${signed(lambda1, 1)}`,
      axis: 'coefficient λ₂',
      now,
      curves: [{ name: 'unseen task', color: 'var(--cat-3)', points: along(loss1, columns) }],
      base: lambda1 * g1,
      slope: g2,
      hinge: '1 − Σλγ',
      caption:
        'A column of the map; dots: 100 fresh sequences each. Dashed: max(0, 1 − Σλγ), what the loss would be if scores were added.',
    };
  }
  const { loss1, loss2, columns } = frame.plane;
  return {
    title: `Both losses along λ, at α = ${signed(frame.alpha, 1)}`,
    axis: 'coefficient λ',
    now,
    curves: [
      { name: 'task 1', color: 'var(--cat-1)', points: along(loss1, columns) },
      { name: 'task 2', color: 'var(--cat-2)', points: along(loss2, columns) },
    ],
    base: frame.alpha,
    slope: 1,
    hinge: '1 − α − λ',
    caption:
      'A column of the map; dots: 250 fresh sequences each. Dashed: max(0, 1 − α − λ), what loss 2 would be if scores were added.',
  };
}
