/** The picture in words and as a table, with its numbers. */
import type { Table } from '#lib/notebook/types.ts';
import type { DistanceFrame } from './frame.ts';
import type { DistanceParams } from './notebook.ts';

const short = (value: number, digits = 3) => String(Number(value.toPrecision(digits))).replace('-', '−');
const times = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export function describe(frame: DistanceFrame, params: DistanceParams): string {
  const says = [answersInWords(frame, params), accountInWords(frame, params)];
  const panel = panelInWords(frame);
  return [...says, ...(panel ? [panel] : [])].join(' ');
}

function answersInWords(frame: DistanceFrame, params: DistanceParams): string {
  const { answers, metrics, distance } = frame;
  if (answers.length === 0) return 'The sketches are being released.';
  const [nearest, farthest] = [0, answers.length - 1].map((i) => answers[i]);
  const kind = distance === 'edit' ? 'edit' : 'Hamming';
  const what = params.decoder === 'paper' && distance === 'hamming' ? 'raw' : 'answer';
  const given = [nearest, farthest].map((one) => short(one?.[what] ?? 0));
  const off =
    what === 'raw'
      ? `the paper's decoder is ${short(metrics['rawError'] ?? 0)} too high on average`
      : `they are off by ${short(metrics['error'] ?? 0)} (root mean square)`;
  return `Private answers for ${times(answers.length, 'secret string')} at true ${kind} distances ${nearest?.truth} to ${farthest?.truth}: from ${given[0]} to ${given[1]}; ${off}.`;
}

function accountInWords(
  { account, asked, distinct, metrics }: DistanceFrame,
  params: DistanceParams,
): string {
  const spent = `${times(account.releases, 'release')}, privacy spent ε = ${short(account.spent, 4)}`;
  if (params.strategy === 'naive') {
    return `Asked ${times(asked, 'time')} with fresh noise each: ${spent}; the average is off by ${short(metrics['averageError'] ?? 0)}.`;
  }
  const same =
    asked === 1 ? '' : `, ${distinct === 1 ? 'all answers identical' : `${distinct} different answers`}`;
  return `Asked ${times(asked, 'time')}${same}: ${spent}.`;
}

function panelInWords({ audit, error, sketch, edit }: DistanceFrame): string {
  if (audit) {
    const whose = audit.mutant ? 'The broken mutant' : 'The mechanism';
    const point = Number.isFinite(audit.measured)
      ? `measured ε ${short(audit.measured)}`
      : 'no false alarm seen';
    return `${whose} claims ε = ${short(audit.claimed)}; the audit over ${audit.trials} fake releases proves at least ${short(audit.low)} (${point}).`;
  }
  const here = error?.points.find(({ epsilon }) => epsilon === error.here);
  if (here)
    return `Over ${here.answers} practice answers at ε = ${here.epsilon} the error is ${short(here.error)} ± ${short(2 * here.errorSe, 2)}.`;
  if (sketch) {
    const noisy = sketch.exact.reduce((sum, bit, i) => sum + (bit ^ (sketch.released[i] as number)), 0);
    return `The marked secret bit touches ${new Set([...sketch.leaves, ...sketch.enters]).size} of ${sketch.exact.length} sketch bits; ${noisy} were flipped by noise.`;
  }
  if (edit) {
    const wrong = edit.tests.filter(({ equal, truly }) => equal !== truly).length;
    return `${times(edit.tests.length, 'dyadic block')} tested, ${wrong} wrongly; the answer for this string is ${edit.answer > edit.k ? `more than ${edit.k}` : edit.answer}.`;
  }
  return '';
}

/** The data behind the hero. */
export function table(frame: DistanceFrame, _params: DistanceParams): Table {
  return {
    columns: ['string', 'true distance', 'answer', "paper's decoder", 'average answer', 'predicted sd'],
    rows: frame.answers.map(({ truth, answer, raw, average, sd }, i) => [
      i,
      truth,
      answer,
      raw ?? '',
      average,
      sd ?? '',
    ]),
  };
}
