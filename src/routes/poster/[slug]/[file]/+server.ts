/**
 * Posters of every step, made at build: /poster/<slug>/<step>.png, .svg, .dark.svg and, for lectures, .projector.svg;
 * and card.png, for social cards.
 */
import { error } from '@sveltejs/kit';
import { liveSlugs, notebookOf } from '#lib/server/papers.ts';
import { posterPng, posterSvg, type View } from '#lib/server/poster.ts';
import { socialCardPng } from '#lib/server/social-card.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

export const entries: EntryGenerator = () =>
  liveSlugs().flatMap((slug) => [
    { slug, file: 'card.png' },
    ...Array.from({ length: notebookOf(slug).steps.length + 1 }, (_, step) => [
      { slug, file: `${step}.png` },
      { slug, file: `${step}.svg` },
      { slug, file: `${step}.dark.svg` },
      { slug, file: `${step}.projector.svg` },
    ]).flat(),
  ]);

const png = (bytes: Uint8Array) =>
  new Response(new Uint8Array(bytes), { headers: { 'content-type': 'image/png' } });

export const GET: RequestHandler = async ({ params }) => {
  if (params.file === 'card.png' && liveSlugs().includes(params.slug))
    return png(await socialCardPng(params.slug));
  const match = /^(\d+)(?:\.(dark|projector))?\.(png|svg)$/.exec(params.file);
  if (!match || !liveSlugs().includes(params.slug)) error(404, 'There is no such poster.');
  const step = Number(match[1]);
  if (match[3] === 'svg') {
    return new Response(await posterSvg(params.slug, step, (match[2] ?? 'light') as View), {
      headers: { 'content-type': 'image/svg+xml' },
    });
  }
  return png(await posterPng(params.slug, step));
};
