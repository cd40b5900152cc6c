/**
 * After vite: copies the integrations, so that decks can load them from the site; writes the headers file and compressed
 * copies (brotli and gzip), so that servers send the small ones.
 */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { headersFile } from './headers.mjs';

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
