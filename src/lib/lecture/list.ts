/**
 * The list of a lecture as text: `slug,slug@step,slug@first-last`. `slug@3` begins at step 3, `slug@2-4` shows steps 2
 * to 4, a bare `slug` begins at its title. Slugs may carry their number, or be the number alone. Reading never fails:
 * what is wrong is left out or replaced by the nearest valid, and said in a sentence.
 */
import { quoted } from '#lib/notebook/quoted.ts';
import { nearestSlug, resolveSlug } from '#lib/notebook/slug.ts';

/** What a list needs to know of a paper. `asks[k−1]`: step k begins with a question. No steps: no demo yet. */
export interface Listed {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly asks: readonly boolean[];
}

/** A stretch of one notebook. Step 0 is the title. */
export interface Entry {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
}

export interface ReadList {
  readonly entries: readonly Entry[];
  readonly issues: readonly string[];
}

const MAX_ENTRIES = 200;

export function readList(text: string, papers: readonly Listed[]): ReadList {
  const issues: string[] = [];
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const entries = parts.slice(0, MAX_ENTRIES).flatMap((part, i) => {
    const { entry, issue } = readEntry(part.trim(), `Entry ${i + 1} of the list`, papers);
    if (issue) issues.push(issue);
    return entry ? [entry] : [];
  });
  if (parts.length > MAX_ENTRIES)
    issues.push(`The list has ${parts.length} entries; the first ${MAX_ENTRIES} are used.`);
  return { entries, issues };
}

function readEntry(
  part: string,
  where: string,
  papers: readonly Listed[],
): { entry?: Entry; issue?: string } {
  const [name = '', stretch, ...more] = part.split('@');
  const shown = quoted(part, 60);
  const paper = papers.find(({ slug }) => slug === resolveSlug(name, papers));
  if (!paper) {
    const live = papers.filter(({ asks }) => asks.length > 0).map(({ slug }) => slug);
    const like = nearestSlug(name.slice(0, 60), live);
    return {
      issue: `${where}, ${shown}, is no notebook of this site${like ? `; did you mean ${like}?` : '.'} It is left out.`,
    };
  }
  const { slug, title, asks } = paper;
  const last = asks.length;
  if (last === 0) return { issue: `${where}: the demo of “${title}” is not built yet. It is left out.` };
  const whole = { slug, from: 0, to: last };
  if (stretch === undefined) return { entry: whole };
  const match = more.length > 0 ? null : /^\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?$/.exec(stretch);
  if (!match)
    return { entry: whole, issue: `${where}, ${shown}: a step is a whole number; all steps are shown.` };
  const from = Math.min(last, Number(match[1]));
  const to = Math.max(from, Math.min(last, match[2] === undefined ? last : Number(match[2])));
  const clean = from === Number(match[1]) && (match[2] === undefined || to === Number(match[2]));
  const entry = { slug, from, to };
  return clean
    ? { entry }
    : {
        entry,
        issue: `${where}, ${shown}: “${title}” has steps 0 to ${last}; ${sayStretch(entry)} is shown.`,
      };
}

const sayStretch = ({ from, to }: Entry) => (from === to ? `step ${from}` : `step ${from} to ${to}`);

/** Inverse of `readList`. */
export const printList = (entries: readonly Entry[], papers: readonly Listed[]): string =>
  entries.map((entry) => printEntry(entry, papers)).join(',');

function printEntry({ slug, from, to }: Entry, papers: readonly Listed[]): string {
  const last = papers.find((paper) => paper.slug === slug)?.asks.length ?? 0;
  if (to < last) return `${slug}@${from}-${to}`;
  return from > 0 ? `${slug}@${from}` : slug;
}
