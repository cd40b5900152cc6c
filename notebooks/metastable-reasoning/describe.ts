/** The picture in words and as a table. */
import { grouped, percent, short } from '#lib/notebook/numbers.ts';
import type { Table } from '#lib/notebook/types.ts';
import type { Params, ReasoningFrame } from './frame.ts';
import { PATH } from './local.ts';

export function describe(frame: ReasoningFrame, { localRadius }: Params): string {
  const { clusters, size, epsilon, baseMean, sharpMean, search, sharpen, agreement, walk, route } = frame;
  const parts = [
    `${clusters} clusters of ${size} statements, joined by ${frame.edges.filter(({ real }) => real).length} rare edges of probability ${short(epsilon)}: ${grouped(baseMean)} steps to another cluster on average`,
    `The walk has taken ${grouped(walk.steps)} steps and has had ${walk.insights} insights, the last one ${walk.since} steps ago`,
    search
      ? `Search has made ${grouped(search.rollouts)} rollouts of ${grouped(search.steps)} steps in all and believes in ${search.right} of the rare edges and in ${search.wrong} others`
      : '',
    sharpen
      ? `After ${sharpen.outer} steps of PPO` +
        (sharpMean === null
          ? ' the rewarded steps are still growing'
          : ` it takes ${grouped(sharpMean)} steps to another cluster` +
            (sharpMean < baseMean ? `, ${short(baseMean / sharpMean)} times fewer` : ''))
      : '',
    agreement && Number.isFinite(agreement.timeError)
      ? `The student of ${clusters ** 2} numbers has a median error of ${percent(agreement.timeError)} in the times between clusters`
      : '',
    `From statement ${route.from} to cluster ${route.to + 1}: ${grouped(route.base)} steps` +
      (route.sharp === null ? '' : `, ${grouped(route.sharp)} after sharpening`),
    `A learner that sees ${Math.min(localRadius, PATH)} of ${PATH} links is right in ${percent(frame.local[localRadius]?.accuracy ?? 0)} of the cases`,
  ];
  return `${parts.filter(Boolean).join('. ')}.`;
}

/** What the reader should know about this state. */
export function noteOf(
  frame: Pick<ReasoningFrame, 'student' | 'agreement' | 'clusters' | 'search' | 'edges' | 'doing' | 'stage'>,
  { epsilon, sharpened }: Params,
): string {
  const missed = frame.edges.filter(({ real, accepted }) => real && !accepted).length;
  const over = frame.search !== null && frame.doing !== 'searching';
  const { student } = frame;
  const notes = [
    over && missed > 0 ? `Search has missed ${missed} of the rare edges: more rollouts find them.` : '',
    over && frame.search.wrong > 0
      ? `${frame.search.wrong} ordinary ${frame.search.wrong === 1 ? 'step was' : 'steps were'} taken for rare ones (dashed).`
      : '',
    frame.stage !== 'walk' && frame.stage !== 'search' && sharpened <= epsilon
      ? `The rare edges have probability ${short(epsilon)} already, which is not below p_max = ${short(sharpened)}: there is nothing to sharpen.`
      : '',
    student && !frame.agreement
      ? `The student sees ${student.clusters} clusters where there are ${frame.clusters}: too few rollouts to tell which statements belong together.`
      : '',
    frame.agreement && student && student.times.some((time) => time === Infinity)
      ? 'For want of edges the student knows no way between some clusters.'
      : '',
  ];
  return notes.filter(Boolean).join(' ');
}

/** Times between clusters. */
export function table(frame: ReasoningFrame): Table {
  const K = frame.clusters;
  const rows = [];
  for (let k = 0; k < K; k++) {
    for (let l = 0; l < K; l++) {
      if (k === l) continue;
      const at = k * K + l;
      const same = frame.agreement !== null;
      rows.push([
        k + 1,
        l + 1,
        frame.base[at] as number,
        frame.predicted[at] as number,
        frame.sharp?.[at] ?? '',
        same ? (frame.student?.times[at] ?? '') : '',
      ]);
    }
  }
  return {
    columns: ['from cluster', 'to cluster', 'steps', 'predicted', 'after sharpening', 'student'],
    rows,
  };
}
