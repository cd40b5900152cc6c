import type { Results } from '../../../bench/row.ts';
import type { PageServerLoad } from './$types';

// A site that was never measured has no such file; its page says so.
const files = import.meta.glob<Results>('/bench/results.json', { eager: true, import: 'default' });

/** What `npm run bench` found when it was last run to its end. */
export const load: PageServerLoad = () => ({ results: Object.values(files)[0] ?? null });
