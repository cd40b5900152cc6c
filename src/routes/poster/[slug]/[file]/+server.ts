/** Posters of every step, made at build: /poster/<slug>/<step>.png, .svg, .dark.svg and, for lectures, .projector.svg. */
import { error } from '@sveltejs/kit';
import { liveSlugs, notebookOf } from '#lib/server/papers.ts';
import { posterPng, posterSvg, type View } from '#lib/server/poster.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

export const entries: EntryGenerator = () =>
  liveSlugs().flatMap((slug) =>
    Array.from({ length: notebookOf(slug).steps.length + 1 }, (_, step) => [
      { slug, file: `${step}.png` },
      { slug, file: `${step}.svg` },
      { slug, file: `${step}.dark.svg` },
      { slug, file: `${step}.projector.svg` },
    ]).flat(),
  );

export const GET: RequestHandler = async ({ params }) => {
  const match = /^(\d+)(?:\.(dark|projector))?\.(png|svg)$/.exec(params.file);
  if (!match || !liveSlugs().includes(params.slug)) error(404, 'There is no such poster.');
  const step = Number(match[1]);
  if (match[3] === 'svg') {
    return new Response(await posterSvg(params.slug, step, (match[2] ?? 'light') as View), {
      headers: { 'content-type': 'image/svg+xml' },
    });
  }
  const png = await posterPng(params.slug, step);
  return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png' } });
};
