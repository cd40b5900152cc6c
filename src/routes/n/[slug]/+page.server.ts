import { error } from '@sveltejs/kit';
import { notebookPage } from '#lib/server/notebook-page.ts';
import { numbered, slugNamed, slugs } from '#lib/server/papers.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

/** Every paper under its slug, and under its number and slug. */
export const entries: EntryGenerator = () => slugs.flatMap((slug) => [{ slug }, { slug: numbered(slug) }]);

export const load: PageServerLoad = async ({ params }) => {
  const slug = slugNamed(params.slug);
  if (slug === undefined) error(404, `There is no notebook “${params.slug}”.`);
  return notebookPage(slug);
};
