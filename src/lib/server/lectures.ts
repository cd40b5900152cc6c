/** What lectures need at build: a short directory of all papers, for lists, and a long one of the live ones, to choose from. */
import type { Listed } from '#lib/lecture/list.ts';
import { isLive, liveSlugs, notebookOf, slugs } from './papers.ts';

export const listed = (): Listed[] =>
  slugs.map((slug) => {
    const { number, title, steps } = notebookOf(slug);
    return {
      slug,
      number,
      title,
      asks: isLive(slug) ? steps.map(({ predict }) => predict !== undefined) : [],
    };
  });

export interface Offered {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly sentence: string;
  readonly steps: readonly string[];
}

export const offered = (): Offered[] =>
  liveSlugs().map((slug) => {
    const { number, title, sentence, steps } = notebookOf(slug);
    return { slug, number, title, sentence, steps: steps.map(({ says }) => says) };
  });
