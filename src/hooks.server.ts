/**
 * Puts what is drawn or typeset at build into the HTML, where a page says `data-fragment="…"` on an empty element:
 * the first figure, the linked views, the prose. So they are there before any script runs, and they are sent once; as
 * page data they would travel a second time for hydration.
 */
import type { Handle } from '@sveltejs/kit';
import { fragmentsOf } from '#lib/server/fragments.ts';

const PLACE = /(<([a-z]+)\b[^>]*\bdata-fragment="([a-z-]+)"[^>]*>)\s*(<\/\2>)/g;

export const handle: Handle = async ({ event, resolve }) => {
  const slug = event.params.slug;
  if (slug === undefined || !event.route.id) return resolve(event);
  return resolve(event, {
    async transformPageChunk({ html }) {
      if (!html.includes('data-fragment="')) return html;
      const fragments = await fragmentsOf(slug);
      return html.replace(PLACE, (_, open: string, _tag: string, name: string, close: string) => {
        return `${open}${fragments[name] ?? ''}${close}`;
      });
    },
  });
};
