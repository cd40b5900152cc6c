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
