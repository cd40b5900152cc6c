/** An abstract cut into plain pieces and pieces that are chips. */
import type { AnyClaim } from '#lib/notebook/types.ts';
import { renderLatexProse } from './prose.ts';

export interface Segment {
  readonly html: string;
  /** Claims that this phrase stands for; none for plain text. */
  readonly claims: readonly string[];
}

/** @throws Error when a claim's phrase does not stand in the abstract, or overlaps another only in part. */
export function segmentAbstract(
  abstract: string,
  claims: readonly Pick<AnyClaim, 'id' | 'says'>[],
): Segment[] {
  const spans = new Map<string, { from: number; to: number; claims: string[] }>();
  for (const { id, says } of claims) {
    const from = abstract.indexOf(says);
    if (from < 0) throw new Error(`The phrase of claim ${id} does not stand in the abstract: “${says}”.`);
    const span = spans.get(says) ?? { from, to: from + says.length, claims: [] };
    span.claims.push(id);
    spans.set(says, span);
  }
  const sorted = [...spans.values()].sort((a, b) => a.from - b.from);
  const segments: Segment[] = [];
  let at = 0;
  for (const { from, to, claims: ids } of sorted) {
    if (from < at) throw new Error(`The phrases of claims overlap at “${abstract.slice(from, from + 40)}”.`);
    segments.push({ html: renderLatexProse(abstract.slice(at, from)), claims: [] });
    segments.push({ html: renderLatexProse(abstract.slice(from, to)), claims: ids });
    at = to;
  }
  segments.push({ html: renderLatexProse(abstract.slice(at)), claims: [] });
  return segments.filter(({ html }) => html !== '');
}
