import { listed, offered } from '#lib/server/lectures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ papers: listed(), notebooks: offered() });
