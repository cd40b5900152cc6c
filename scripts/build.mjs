/** Builds the site when its sources have changed since the last build; run as a program, it does just that. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install, node, root, run } from './setup.mjs';

const SOURCES = [
  'src',
  'notebooks',
  'static',
  'integrations/reveal/reveal-tangible.js',
  'integrations/slidev/components',
  'integrations/quarto/_extensions',
  'scripts',
  // What the page of the bench shows; absent where nothing was measured.
  'bench/results.json',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
];
const stamp = join(root, 'build', '.built-from');

/** One hash over the names and contents of everything that the build reads. */
function sourcesHash() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(path).update(readFileSync(join(root, path)));
  for (const source of SOURCES.filter((one) => existsSync(join(root, one)))) {
    if (/\.\w+$/.test(source)) add(source);
    else
      for (const path of readdirSync(join(root, source), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort())
        add(path.slice(root.length + 1));
  }
  return hash.digest('hex');
}

/** Builds and compresses, unless the last build was made from the same sources. Ends the process on failure. */
export function build() {
  install();
  const wanted = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write('Building the site…\n');
  const status = run(node, [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'warn',
  ]);
  if (status !== 0 || run(node, ['scripts/finish-build.mjs']) !== 0) {
    process.stderr.write('The build failed; its messages are above.\n');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

if (process.argv[1] === join(root, 'scripts', 'build.mjs')) build();
