/**
 * A Vite plugin that writes down which files of the build need which: `.svelte-kit/graph/<part>.json`. From it
 * `packs.mjs` works out what a lecture needs when there is no network. One for the pages, one for the workers.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const GRAPH_FOLDER = join('.svelte-kit', 'graph');

/** @returns {import('vite').Plugin} */
export function moduleGraph(part) {
  let root = process.cwd();
  let server = false;
  return {
    name: `tangible-module-graph-${part}`,
    apply: 'build',
    configResolved(config) {
      root = config.root;
      server = Boolean(config.build.ssr);
    },
    generateBundle(_options, bundle) {
      if (server) return;
      const chunks = Object.values(bundle)
        .filter(({ type }) => type === 'chunk')
        .map((chunk) => describe(chunk, root));
      const assets = Object.values(bundle)
        .filter(({ type }) => type === 'asset')
        .map(({ fileName, originalFileNames = [] }) => ({ file: fileName, from: originalFileNames }));
      mkdirSync(join(root, GRAPH_FOLDER), { recursive: true });
      writeFileSync(join(root, GRAPH_FOLDER, `${part}.json`), JSON.stringify({ chunks, assets }, null, 1));
    },
  };
}

const describe = (chunk, root) => ({
  file: chunk.fileName,
  entry: chunk.isEntry,
  /** The module that a dynamic import asks this chunk for. */
  from: chunk.facadeModuleId?.replace(`${root}/`, '') ?? null,
  imports: chunk.imports,
  dynamic: chunk.dynamicImports,
  css: [...(chunk.viteMetadata?.importedCss ?? [])],
  assets: [...(chunk.viteMetadata?.importedAssets ?? [])],
});
