/**
 * What travels before a reader does anything: bytes on the wire as the browser counts them (compressed, response headers
 * included), from a cold cache. Posters and fonts are listed apart.
 */
import { brotliCompressSync, constants } from 'node:zlib';
import type { Page } from '@playwright/test';
import { devtools, onColdPage } from './browser.ts';
import { withoutPaper } from './gallery.ts';
import type { Measure, Surroundings } from './part.ts';
import { judged, type Row } from './row.ts';
import { median, spreadOf } from './statistics.ts';

type Kind = 'page' | 'fonts' | 'images' | 'engine' | 'headers';
type Bytes = Readonly<Record<Kind, number>>;

/** The worker’s script and all that it loads. */
const ENGINE = /\/_app\/immutable\/workers\//;

const kindOf = (type: string, url: string): Kind =>
  ENGINE.test(url) ? 'engine' : type === 'Font' ? 'fonts' : type === 'Image' ? 'images' : 'page';

/** Opens `url` and counts until nothing has been on its way for half a second. */
async function transferred(page: Page, url: string): Promise<Bytes> {
  const session = await devtools(page);
  const kinds = new Map<string, Kind>();
  const bytes: Record<Kind, number> = { page: 0, fonts: 0, images: 0, engine: 0, headers: 0 };
  const bodies = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    kinds.set(requestId, kindOf(type, response.url));
    // HTTP/1.1 leaves the case of names as the server wrote it.
    const length = Object.entries(response.headers).find(([name]) => /^content-length$/i.test(name));
    bodies.set(requestId, Number(length?.[1] ?? 0));
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind) bytes[kind] += encodedDataLength;
    if (kind === 'page') bytes.headers += encodedDataLength - (bodies.get(requestId) ?? 0);
  });
  await session.send('Network.enable');
  await page.goto(url, { waitUntil: 'networkidle' });
  return bytes;
}

export const measureBytes: Measure = async (surroundings) => [
  await gallery(surroundings),
  await perNotebook(surroundings),
  await notebookPages(surroundings),
];

const kB = (bytes: number) => bytes / 1000;

async function gallery({ site, browser, progress }: Surroundings): Promise<Row> {
  progress('the gallery');
  const bytes = await onColdPage(browser, (page) => transferred(page, `${site}/`));
  return judged({
    name: 'Gallery before interaction',
    unit: 'kB',
    value: kB(bytes.page),
    target: { most: 100 },
    method:
      'Bytes on the wire as Chromium counts them (compressed, with response headers), cold cache, until the network is idle; posters and fonts apart.',
    details: [
      { label: 'of it, headers of HTTP/1.1', value: kB(bytes.headers), unit: 'kB' },
      { label: 'fonts', value: kB(bytes.fonts), unit: 'kB' },
      { label: 'posters in sight', value: kB(bytes.images), unit: 'kB' },
    ],
  });
}

/** As the build compresses it. */
const compressed = (text: string): number =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** The page is compressed as it is, and with one listed paper taken out of it: the difference is what that one costs. */
async function perNotebook({ site, live, progress }: Surroundings): Promise<Row> {
  progress('the gallery without each notebook');
  const html = await (await fetch(`${site}/`)).text();
  const whole = compressed(html);
  const costs = live.map((slug) => kB(whole - compressed(withoutPaper(html, slug))));
  return judged({
    name: 'Gallery, for each live notebook',
    unit: 'kB',
    value: median(costs),
    spread: spreadOf(costs),
    target: { most: 1 },
    method:
      'The page of the gallery compressed (brotli 11) as it is and with the card and the data of one live notebook taken out; the difference, its median over the notebooks. No script or style of the gallery grows with their number.',
  });
}

async function notebookPages({ site, live, browser, progress }: Surroundings): Promise<Row> {
  const pages: { slug: string; bytes: Bytes }[] = [];
  for (const slug of live) {
    progress(`the page of ${slug}`);
    const bytes = await onColdPage(browser, async (page) => {
      // Without its worker’s script the page is complete, and nothing of the engine can be counted by mistake.
      await page.route(ENGINE, (route) => route.abort());
      return transferred(page, `${site}/n/${slug}`);
    });
    pages.push({ slug, bytes });
  }
  const values = pages.map(({ bytes }) => kB(bytes.page));
  return judged({
    name: 'Notebook page before the engine',
    unit: 'kB',
    value: Math.max(...values),
    spread: spreadOf(values),
    target: { most: 150 },
    method:
      'Bytes on the wire, cold cache, with the worker’s script blocked; the largest of the live notebooks. Fonts apart.',
    details: [
      { label: 'median', value: median(values), unit: 'kB' },
      {
        label: 'of it, headers of HTTP/1.1',
        value: median(pages.map(({ bytes }) => kB(bytes.headers))),
        unit: 'kB',
      },
      { label: 'fonts, largest', value: Math.max(...pages.map(({ bytes }) => kB(bytes.fonts))), unit: 'kB' },
      ...pages.map(({ slug, bytes }) => ({ label: slug, value: kB(bytes.page), unit: 'kB' })),
    ],
    ifMissed:
      'The recorded figures and the mathematics are in the HTML (18 to 37 kB), so that the page is whole before any script runs; then come Svelte and SvelteKit (36 kB), the player (22 kB), the views that draw the live figures and d3, and the headers of some thirty files, which HTTP/2 would compress. Done: modules that all pages, all demos or many notebooks use share a file, 31 files rather than 55 (22 kB less); paths of recorded figures go from point to point (up to 7 kB less) and keep two decimals (1 to 4 kB less); before, it was 156 to 190 kB. Drawing the figures after the engine has started instead would leave the page empty until then.',
  });
}
