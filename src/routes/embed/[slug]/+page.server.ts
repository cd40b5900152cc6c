import { error } from '@sveltejs/kit';
import { notebookPage } from '#lib/server/notebook-page.ts';
import { liveSlugs, numbered, slugNamed } from '#lib/server/papers.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () =>
  liveSlugs().flatMap((slug) => [{ slug }, { slug: numbered(slug) }]);

export const load: PageServerLoad = async ({ params }) => {
  const slug = slugNamed(params.slug);
  if (slug === undefined || !liveSlugs().includes(slug))
    error(404, `There is no live demo “${params.slug}”.`);
  const { card, claims, says, symbols } = await notebookPage(slug);
  return { slug, card, claims, says, symbols };
};
