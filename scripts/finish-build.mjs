/**
 * After vite: copies the integrations, so that decks can load them from the site; writes the headers file, compressed
 * copies (brotli and gzip), so that servers send the small ones, and the list of what a lecture needs offline.
 */
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { headersFile } from './headers.mjs';
import { GRAPH_FOLDER } from './module-graph.mjs';
import { packs } from './packs.ts';

const folder = process.argv[2] ?? 'build';
const COMPRESSIBLE = /\.(js|mjs|css|html|json|svg|wasm|onnx|txt)$/;
// The highest quality takes a minute for onnxruntime's 17 MB; 9 is within 8% of it in a tenth of the time.
const LARGE = 2 ** 20;

async function compress(path) {
  const bytes = readFileSync(path);
  if (bytes.length < 1024) return;
  const quality = bytes.length > LARGE ? 9 : 11;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gz);
}

for (const path of [
  'reveal/reveal-tangible.js',
  'slidev/components/TangibleDemo.vue',
  'quarto/_extensions/tangible/_extension.yml',
  'quarto/_extensions/tangible/tangible.lua',
])
  cpSync(join('integrations', path), join(folder, 'integrations', path));
writeFileSync(join(folder, '_headers'), headersFile());
// GitHub Pages leaves out folders that begin with an underscore unless this file is there.
writeFileSync(join(folder, '.nojekyll'), '');
const files = readdirSync(folder, { recursive: true })
  .map((name) => join(folder, name))
  .filter((path) => COMPRESSIBLE.test(path) && statSync(path).isFile());
await Promise.all(files.map(compress));

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const graphs = ['pages', 'workers'].map((part) => readJson(join(GRAPH_FOLDER, `${part}.json`)));
const { version } = readJson(join(folder, '_app', 'version.json'));
const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
const sent = (path) =>
  statSync(existsSync(join(folder, `${path}.br`)) ? join(folder, `${path}.br`) : join(folder, path)).size;
const list = join(folder, 'packs.json');
writeFileSync(list, JSON.stringify(packs(graphs, version, paths, sent)));
await compress(list);
