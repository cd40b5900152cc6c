/**
 * Installs what a fresh clone lacks, then runs a program on the project's own Node (the devDependency `node`). The
 * commands of the README go through here, so they work with any Node from 20 on. Plain JavaScript: it runs before
 * anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.tangible-installed');

/** The project's own Node. */
export const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');

/** Installs dependencies when the lock file is not the one that was installed last. Ends the process on failure. */
export function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write('Installing dependencies…\n');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    process.stderr.write('The dependencies could not be installed; run `npm ci` to see why.\n');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** The environment in which the project's programs come first on the path. */
export function environment() {
  return { ...process.env, PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
}

/** Runs a program with the project's programs first on the path; returns its exit status. */
export function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
    env: { ...environment(), ...options.env },
  });
  return status ?? 1;
}
