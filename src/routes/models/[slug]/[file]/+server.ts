/** The shipped graphs under lasting addresses: /models/<slug>/<file>.onnx. */
import { error } from '@sveltejs/kit';
import { liveSlugs, modelBytes, provenanceOf } from '#lib/server/papers.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;

export const entries: EntryGenerator = async () => {
  const perSlug = liveSlugs().map(async (slug) =>
    (await provenanceOf(slug)).map(({ file }) => ({ slug, file: `${file}.onnx` })),
  );
  return (await Promise.all(perSlug)).flat();
};

export const GET: RequestHandler = async ({ params }) => {
  const models = await provenanceOf(params.slug);
  const provenance = models.find(({ file }) => `${file}.onnx` === params.file);
  if (!provenance) error(404, 'There is no such model.');
  const bytes = new Uint8Array(await modelBytes(params.slug, provenance));
  return new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
};
