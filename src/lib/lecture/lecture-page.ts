/** What the page of one notebook's lecture is given. */
import type { Notebook } from '#lib/notebook/types.ts';
import type { NotebookPageData } from '#lib/server/notebook-page.ts';
import type { Listed } from './list.ts';

export interface LecturePage extends Pick<
  NotebookPageData,
  'slug' | 'card' | 'claims' | 'ledger' | 'symbols' | 'says'
> {
  readonly papers: readonly Listed[];
  readonly notebook: Notebook;
}

/**
 * The page of `slug` in what SvelteKit has preloaded, or undefined. Where the network failed, SvelteKit answers with
 * status 200 and the data of the page that is open: only the slug tells.
 */
export function pageOf(
  loaded: { type: string; status?: number; data?: object },
  slug: string,
): LecturePage | undefined {
  const page = loaded.data as LecturePage | undefined;
  return loaded.type === 'loaded' && loaded.status === 200 && page?.slug === slug ? page : undefined;
}
