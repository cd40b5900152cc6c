import { abstractOf, cardOf, slugs } from '#lib/server/papers.ts';
import { renderLatexProse } from '#lib/server/prose.ts';
import type { PageServerLoad } from './$types';

/** Everything that the gallery shows and searches. */
export const load: PageServerLoad = () => ({
  papers: slugs.map((slug) => ({ ...cardOf(slug), abstract: plain(abstractOf(slug)) })),
});

// For search only: no markup, no LaTeX.
const plain = (abstract: string) =>
  renderLatexProse(abstract.replace(/\$[^$]*\$/g, ' '))
    .replace(/<[^>]+>/g, '')
    .replace(/&[a-z]+;/g, ' ');
