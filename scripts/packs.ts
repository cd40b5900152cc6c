/**
 * Lecture packs: which files of the build a notebook needs when there is no network, and how many bytes each costs.
 * Worked out from the module graph of the build (module-graph.mjs), so that nothing is listed by hand: a chunk is in
 * the pack of a notebook when it is reached without a dynamic import into the folder of another one.
 */

export interface Chunk {
  readonly file: string;
  readonly entry: boolean;
  /** The module that a dynamic import asks this chunk for. */
  readonly from: string | null;
  readonly imports: readonly string[];
  readonly dynamic: readonly string[];
  readonly css: readonly string[];
  readonly assets: readonly string[];
}

export interface Graph {
  readonly chunks: readonly Chunk[];
}

type Sized = [address: string, bytes: number][];

/** Fonts in formats and alphabets that no page of ours asks a browser of today for. */
const NEVER_ASKED = /\.(?:woff|ttf)$|-(?:cyrillic|cyrillic-ext|vietnamese)-/;
const ENGINE = /\/ort-wasm/;
/** Only browsers with WebGPU ask for this build of the engine. */
const WEBGPU = /\.jspi/;

/** Files that are reached from the entries of the first graph; `slug` opens one notebook's folder. */
export function reach(graphs: readonly Graph[], slug: string | undefined): ReadonlySet<string> {
  const chunks = new Map(graphs.flatMap(({ chunks }) => chunks).map((chunk) => [chunk.file, chunk]));
  const open = (graphs[0]?.chunks ?? []).filter(({ entry }) => entry).map(({ file }) => file);
  const found = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const chunk = chunks.get(file);
    if (!chunk) continue;
    open.push(...chunk.imports, ...chunk.css, ...chunk.assets);
    open.push(...chunk.dynamic.filter((next) => isOpen(chunks.get(next)?.from, slug)));
  }
  return new Set([...found].filter((file) => !NEVER_ASKED.test(file)));
}

function isOpen(module: string | null | undefined, slug: string | undefined): boolean {
  const folder = /^notebooks\/([^/]+)\//.exec(module ?? '')?.[1];
  return folder === undefined || folder === slug;
}

/**
 * Packs of all notebooks that have a lecture. `graphs`: of pages and workers, in this order. `files`: all of the build,
 * by path. `bytesOf`: what a file costs on the way.
 */
export function packs(
  graphs: readonly Graph[],
  version: string,
  files: readonly string[],
  bytesOf: (file: string) => number,
) {
  const all = new Set(files);
  const sized = (list: readonly string[]): Sized =>
    [...new Set(list)]
      .filter((file) => all.has(fileOf(file, all)))
      .sort()
      .map((file) => [file, bytesOf(fileOf(file, all))]);
  const shared = reach(graphs, undefined);
  const common = [...shared].filter((file) => !ENGINE.test(file));
  const engine = [...shared].filter((file) => ENGINE.test(file));
  const slugs = files.flatMap((file) => /^lecture\/((?!\d\d-|speaker)[^/]+)\.html$/.exec(file)?.[1] ?? []);
  return {
    version,
    common: sized([
      ...common,
      'theme.js',
      'icon.svg',
      '_app/version.json',
      ...page('lecture'),
      ...page('lecture/speaker'),
    ]),
    engine: sized(engine.filter((file) => !WEBGPU.test(file))),
    webgpu: sized(engine.filter((file) => WEBGPU.test(file))),
    notebooks: Object.fromEntries(
      slugs.map((slug) => [
        slug,
        sized([...own(graphs, slug, shared), ...pagesOf(slug), ...posters(slug, files)]),
      ]),
    ),
  };
}

const own = (graphs: readonly Graph[], slug: string, shared: ReadonlySet<string>) =>
  [...reach(graphs, slug)].filter((file) => !shared.has(file));
/** A page under its address, and its data, which moving on within the site asks for. */
const page = (path: string) => [path, `${path}/__data.json`];
const pagesOf = (slug: string) => [...page(`lecture/${slug}`), ...page(`n/${slug}`)];
const posters = (slug: string, files: readonly string[]) =>
  files.filter((file) => file.startsWith(`poster/${slug}/`) && file.endsWith('.svg'));

/** The file behind an address: pages are addressed without their ending. */
const fileOf = (address: string, all: ReadonlySet<string>) =>
  all.has(address) ? address : `${address}.html`;
