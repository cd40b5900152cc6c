import { error } from '@sveltejs/kit';
import { listed } from '#lib/server/lectures.ts';
import { notebookPage } from '#lib/server/notebook-page.ts';
import { liveSlugs, notebookOf, slugNamed } from '#lib/server/papers.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

const numbered = (slug: string) => `${String(notebookOf(slug).number).padStart(2, '0')}-${slug}`;

/** Every live notebook under its slug, and under its number and slug. */
export const entries: EntryGenerator = () =>
  liveSlugs().flatMap((slug) => [{ slug }, { slug: numbered(slug) }]);

export const load: PageServerLoad = async ({ params }) => {
  const slug = slugNamed(params.slug);
  if (slug === undefined || !liveSlugs().includes(slug))
    error(404, `There is no lecture on “${params.slug}”.`);
  const { card, claims, ledger, symbols, says } = await notebookPage(slug);
  return { slug, card, claims, ledger, symbols, says, papers: listed() };
};
