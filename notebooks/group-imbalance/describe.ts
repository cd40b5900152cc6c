/** The picture in words and as a table. */
import { grouped, percent, short } from '#lib/notebook/numbers.ts';
import type { Table } from '#lib/notebook/types.ts';
import { estimate } from './estimate.ts';
import type { GroupFrame, Params } from './frame.ts';
import { REPLICATES } from './settings.ts';

/** Slopes nearer to zero than this are flat: equal groups, up to rounding. */
const FLAT = 0.01;

/** What a larger share of the minority does to its own risk here, according to theory. */
export function verdict({ theory: { slope } }: Pick<GroupFrame, 'theory'>): 'raises' | 'lowers' | 'keeps' {
  return Math.abs(slope) < FLAT ? 'keeps' : slope > 0 ? 'raises' : 'lowers';
}

export function describe(frame: GroupFrame, _params: Params): string {
  const { setting, theory, replicates, complete, student } = frame;
  const { lambda, sigma1, sigma2, shift, n } = setting;
  const state = `Of ${grouped(n)} samples ${percent(lambda)} are minority; spreads σ₁ = ${short(sigma1)} and σ₂ = ${short(sigma2)}${shift > 0 ? `, means shifted by ${short(shift)}` : ''}. `;
  const effect = {
    raises: 'A larger share of the minority raises its own risk here. ',
    lowers: 'A larger share of the minority lowers its own risk here. ',
    keeps: 'The groups are alike, so that their shares make no difference. ',
  }[verdict(frame)];
  const risk = (group: 0 | 1) => {
    const { mean, interval } = estimate(replicates.map(({ risks }) => 2 * n * risks[group]));
    return `${short(mean)} ± ${short(interval, 2)} (theory ${short(2 * n * theory.risks[group])})`;
  };
  const measured = complete
    ? `Measured on ${REPLICATES} data sets, 2n × excess risk is ${risk(0)} for the minority and ${risk(1)} for the majority. `
    : `Theory says that 2n × excess risk is ${short(2 * n * theory.risks[0])} for the minority and ${short(2 * n * theory.risks[1])} for the majority. `;
  const descent = `Gradient descent has taken ${grouped(student.distances.length - 1)} steps and is ${short(student.distances.at(-1) as number, 2)} from the best fit.`;
  return state + effect + measured + descent;
}

/** What the reader should know about this state. */
export function noteOf({
  student,
  replicates,
  complete,
}: Pick<GroupFrame, 'student' | 'replicates' | 'complete'>): string {
  const open = replicates.filter(({ settled }) => !settled).length;
  const notes = [
    complete && open > 0
      ? `${open} of ${REPLICATES} fits were still moving after 60 evaluations: data that say so little have their best fit far from the teacher, and theory for large samples is out of its depth.`
      : '',
    student.finished && !student.settled
      ? 'The best fit of the data set drawn here is not reached: distances are to where the fit was stopped.'
      : '',
  ];
  return notes.filter(Boolean).join(' ');
}

/** The curves of the main figure, and the replicates. */
export function table({ curve, replicates, ladder, setting }: GroupFrame): Table {
  return {
    columns: ['what', 'lambda', 'minority excess risk', 'majority excess risk'],
    rows: [
      ...curve.lambda.map((at, i) => [
        'theory',
        at,
        curve.minority[i] as number,
        curve.majority[i] as number,
      ]),
      ...ladder.map(({ lambda, minority, majority }) => ['mean of 24', lambda, minority.mean, majority.mean]),
      ...replicates.map(({ risks }, i) => [`data set ${i + 1}`, setting.lambda, risks[0], risks[1]]),
    ],
  };
}
