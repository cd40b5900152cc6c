/** The pieces of a notebook's page that are made at build, by the name that the page gives their place. */
import { drawStep } from './figure.ts';
import { isLive, pageOf, slugNamed } from './papers.ts';
import { renderMarkdown } from './prose.ts';

export async function fragmentsOf(address: string): Promise<Readonly<Record<string, string>>> {
  const slug = slugNamed(address);
  if (slug === undefined) return {};
  const prose = renderMarkdown(await pageOf(slug));
  if (!isLive(slug)) return { prose };
  const { hero, linked } = await drawStep(slug, 0);
  return { hero, linked, prose };
}
