/** The picture in words, and its data as rows. */
import type { Table } from '#lib/notebook/types.ts';
import type { KdeFrame } from './frame.ts';
import type { Params } from './notebook.ts';
import { grouped, percent, short } from '#lib/notebook/numbers.ts';

/** One to three sentences: what the picture shows now. */
export function describe(frame: KdeFrame, params: Params): string {
  const { preparing } = frame;
  if (preparing) return `${preparing.doing}: ${percent(preparing.share)} done.`;
  if (params.panel === 'error') return inError(frame);
  if (params.panel === 'audit') return inAudit(frame);
  return `${inAnswers(frame, params)} ${inAccount(frame)}`;
}

function inAnswers(frame: KdeFrame, { teacher }: Params): string {
  const { own, baseline, truth } = frame;
  const at = frame.query
    .slice(0, 2)
    .map((y) => short(y))
    .join(', ');
  const parts = [
    own ? `the private answer is ${grouped(own.value)} ± ${grouped(own.sd)} from ${own.reads} nodes` : '',
    baseline
      ? `the baseline's is ${grouped(baseline.value)} ± ${grouped(baseline.sd)} from ${grouped(baseline.reads)} nodes`
      : '',
    teacher ? `the truth is ${grouped(truth)}` : '',
  ].filter((part) => part !== '');
  return `The query is at (${at}): ${parts.join('; ')}.`;
}

function inAccount({ account, asked, epsilon }: KdeFrame): string {
  if (epsilon === Infinity) return 'There is no noise, and no privacy.';
  const releases = `${account.releases} ${account.releases === 1 ? 'release' : 'releases'}`;
  return `${grouped(asked)} ${asked === 1 ? 'question' : 'questions'}, ${releases}, ε = ${short(account.spent, 4)} spent.`;
}

function inError({ error, structure }: KdeFrame): string {
  if (!error) return 'The practice releases begin.';
  const best = error.points.reduce((a, b) => (b.rmse < a.rmse ? b : a));
  const name = structure === 'local' ? 'With local offsets' : 'The new structure';
  return (
    `${name} has a root mean square error of ${grouped(error.own.rmse)} (predicted ${grouped(error.own.sigma)}) for a truth of about ${grouped(error.truth)}, whatever α. ` +
    `The baseline's least error is ${grouped(best.rmse)} at α = ${best.alpha}, with ${grouped(best.reads)} nodes read instead of ${error.own.reads}; without noise it is off by ${percent(best.ratio)}.`
  );
}

function inAudit({ audit }: KdeFrame): string {
  if (!audit) return 'The attack begins.';
  const name = audit.mutant ? 'the broken mutant' : 'the mechanism';
  return (
    `Over ${grouped(audit.trials)} fake releases with and without one point, the attack proves ε ≥ ${short(audit.low)} for ${name}, which claims ${short(audit.claimed)}. ` +
    `The largest loss a release can have is ${short(audit.worst, 4)}.`
  );
}

/** The numbers that add up to the shown coordinate's answer. */
export function table(frame: KdeFrame): Table {
  return {
    columns: [
      'level',
      'sibling',
      'side',
      'released number',
      'predicted sd',
      'without noise',
      'released count',
    ],
    rows: frame.tree.parts.map(({ level, index, left, value, sd, clean, count }) => [
      level,
      index,
      left ? 'left' : 'right',
      value,
      sd,
      clean,
      count,
    ]),
  };
}
