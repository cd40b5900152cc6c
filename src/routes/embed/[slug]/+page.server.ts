import { error } from '@sveltejs/kit';
import { notebookPage } from '#lib/server/notebook-page.ts';
import { liveSlugs } from '#lib/server/papers.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => liveSlugs().map((slug) => ({ slug }));

export const load: PageServerLoad = async ({ params }) => {
  if (!liveSlugs().includes(params.slug)) error(404, `There is no live demo “${params.slug}”.`);
  const { slug, card, says, symbols } = await notebookPage(params.slug);
  return { slug, card, says, symbols };
};
