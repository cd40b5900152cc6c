/** oEmbed of a demo, static: type “rich”, the frame in its default state, the poster as thumbnail. */
import { error, json } from '@sveltejs/kit';
import { frameLine } from '#lib/embed/lines.ts';
import { cardOf, liveSlugs } from '#lib/server/papers.ts';
import { POSTER_WIDTH, posterSize } from '#lib/server/poster.ts';
import { SITE_URL } from '#lib/server/site.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

export const entries: EntryGenerator = () => liveSlugs().map((slug) => ({ slug }));

export const GET: RequestHandler = async ({ params: { slug } }) => {
  if (!liveSlugs().includes(slug)) error(404, `There is no live demo “${slug}”.`);
  const { title, authors } = cardOf(slug);
  const { html, width, height } = frameLine(SITE_URL, slug, title, '');
  return json({
    version: '1.0',
    type: 'rich',
    title,
    author_name: authors.join(', '),
    provider_name: 'Tangible',
    provider_url: `${SITE_URL}/`,
    html,
    width,
    height,
    thumbnail_url: `${SITE_URL}/poster/${slug}/0.png`,
    thumbnail_width: POSTER_WIDTH,
    thumbnail_height: (await posterSize(slug, 0)).height,
  });
};
