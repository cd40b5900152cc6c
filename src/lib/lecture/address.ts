/**
 * The address of a lecture: what a notebook's address says (`step`, `seed`, parameters), and `ask=1` while the question
 * of the step is on the screen, `list` and `at` (the place in it, from 1), and options that ride along.
 */
import { readState, writeState, type State } from '#lib/notebook/address.ts';
import type { Notebook } from '#lib/notebook/types.ts';
import { printList, readList, type Entry, type Listed } from './list.ts';
import { firstPlace, type Position } from './positions.ts';

/** Options that stay in the address from place to place. */
const RIDERS = ['theme', 'motion', 'engine'];

export interface Running {
  readonly entries: readonly Entry[];
  /** Index of the entry on the screen. */
  readonly at: number;
}

export interface ReadLecture extends Running {
  readonly ask: boolean;
  /** Query for the notebook's own state: while a question is asked, that of the step before. */
  readonly query: URLSearchParams;
  readonly riders: Readonly<Record<string, string>>;
  readonly issues: readonly string[];
}

export function readLecture(
  slug: string,
  notebook: Notebook,
  address: URLSearchParams | string,
  papers: readonly Listed[],
): ReadLecture {
  const asked = new URLSearchParams(address);
  const running = readRunning(slug, notebook.steps.length, asked, papers);
  const issues = [...running.issues];
  const query = new URLSearchParams(asked);
  for (const name of ['ask', 'list', 'at', ...RIDERS]) query.delete(name);
  const { step } = readState(notebook, query).state;
  const hasQuestion = notebook.steps[step - 1]?.predict !== undefined;
  const ask = asked.has('ask') && asked.get('ask') !== '0' && hasQuestion;
  if (asked.has('ask') && asked.get('ask') !== '0' && !hasQuestion)
    issues.push(
      step === 0 ? 'The title asks no question.' : `Step ${step} asks no question; the step is shown.`,
    );
  if (ask) {
    // The sentence about a step beyond the end would be lost with the step itself.
    const beyond = readState(notebook, new URLSearchParams({ step: asked.get('step') ?? '' })).issues;
    issues.push(...beyond);
    query.set('step', String(step - 1));
  }
  const riders = Object.fromEntries(
    RIDERS.flatMap((name) => (asked.has(name) ? [[name, asked.get(name)]] : [])),
  );
  return { ...running, ask, query, riders: riders as Record<string, string>, issues };
}

function readRunning(
  slug: string,
  steps: number,
  asked: URLSearchParams,
  papers: readonly Listed[],
): Running & { issues: readonly string[] } {
  const text = asked.get('list');
  const alone = { slug, from: 0, to: steps };
  if (text === null) return { entries: [alone], at: 0, issues: [] };
  const { entries, issues } = readList(text, papers);
  const place = Number(asked.get('at') ?? NaN) - 1;
  if (entries[place]?.slug === slug) return { entries, at: place, issues };
  const found = entries.findIndex((entry) => entry.slug === slug);
  if (found >= 0) return { entries, at: found, issues };
  const outside = entries.length > 0 ? [`“${slug}” is not in the list; it is shown before it.`] : [];
  return { entries: [alone, ...entries], at: 0, issues: [...issues, ...outside] };
}

/** Query text (without `?`) that reads back as this place and state. */
export function writeLecture(
  notebook: Notebook,
  state: State,
  ask: boolean,
  running: Running,
  papers: readonly Listed[],
  riders: Readonly<Record<string, string>> = {},
): string {
  const own = writeState(notebook, state);
  // While a question is asked, the picture is the one of the step before.
  const shown = ask ? `step=${state.step + 1}&ask=1&${own.replace(/^step=\d+&?/, '')}` : own;
  return joined(shown, running, papers, riders);
}

/** Query text of a position of any notebook, in its fresh state. */
export function writePlace(
  { step, ask }: Position,
  running: Running,
  papers: readonly Listed[],
  riders: Readonly<Record<string, string>> = {},
): string {
  return joined(step === 0 ? '' : `step=${step}${ask ? '&ask=1' : ''}`, running, papers, riders);
}

/** Where `/lecture?list=…` goes on to: slug and query; undefined when a lecture is composed there. */
export function beginning(asked: URLSearchParams, papers: readonly Listed[]): string | undefined {
  const { entries } = readList(asked.get('list') ?? '', papers);
  const asksOf = (slug: string) => papers.find((paper) => paper.slug === slug)?.asks ?? [];
  const first = firstPlace(0, entries, asksOf);
  const slug = entries[0]?.slug;
  if (!first || slug === undefined || asked.has('edit')) return undefined;
  // The list is passed on as it was written, so that what is wrong with it is said there.
  const query = new URLSearchParams(asked);
  query.set('at', '1');
  if (first.step > 0) query.set('step', String(first.step));
  if (first.ask) query.set('ask', '1');
  return `${slug}?${query}`;
}

function joined(
  own: string,
  { entries, at }: Running,
  papers: readonly Listed[],
  riders: Readonly<Record<string, string>>,
): string {
  const list = printList(entries, papers);
  const alone = entries.length === 1 && list === entries[0]?.slug;
  const rest = new URLSearchParams(riders).toString();
  return [own.replace(/&$/, ''), alone ? '' : `list=${list}&at=${at + 1}`, rest].filter(Boolean).join('&');
}
