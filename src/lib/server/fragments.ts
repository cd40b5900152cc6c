/** The pieces of a notebook's page that are made at build, by the name that the page gives their place. */
import { drawStep } from './figure.ts';
import { isLive, pageOf } from './papers.ts';
import { renderMarkdown } from './prose.ts';

export async function fragmentsOf(slug: string): Promise<Readonly<Record<string, string>>> {
  const prose = renderMarkdown(await pageOf(slug));
  if (!isLive(slug)) return { prose };
  const { hero, linked } = await drawStep(slug, 0);
  return { hero, linked, prose };
}
