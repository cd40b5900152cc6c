/** The controls of one notebook, which are code: only this notebook's, and nothing of the others. */
import type { Notebook } from './types.ts';

const notebooks = import.meta.glob<{ default: Notebook }>('/notebooks/*/notebook.ts');

/** @throws Error when there is no such notebook. */
export async function loadNotebook(slug: string): Promise<Notebook> {
  const module = await notebooks[`/notebooks/${slug}/notebook.ts`]?.();
  if (!module) throw new Error(`The notebook ${slug} is not part of this site.`);
  return module.default;
}
