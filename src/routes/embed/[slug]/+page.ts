import type { Notebook } from '#lib/notebook/types.ts';
import type { PageLoad } from './$types';

const notebooks = import.meta.glob<{ default: Notebook }>('/notebooks/*/notebook.ts');

/** Adds the notebook's controls, which are code. */
export const load: PageLoad = async ({ data }) => {
  const module = await notebooks[`/notebooks/${data.slug}/notebook.ts`]?.();
  if (!module) throw new Error(`The notebook ${data.slug} is not part of this site.`);
  return { ...data, notebook: module.default };
};
