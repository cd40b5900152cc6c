import { loadNotebook } from '#lib/notebook/load.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => ({ ...data, notebook: await loadNotebook(data.slug) });
