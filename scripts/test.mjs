/**
 * npm test: installs what is missing (a browser too) and runs lint, types, unit tests, claims and browser tests. All
 * run, whatever fails before them; the last line is `N passed, N failed`.
 */
import { mkdtempSync, readFileSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, node, root, run } from './setup.mjs';

install();
const { build } = await import('./start.mjs');
const { findChromium, installChromium, WHAT_TO_DO } = await import('./browser.mjs');

const results = mkdtempSync(join(tmpdir(), 'tangible-test-'));
const totals = { passed: 0, failed: 0 };

/** Runs one part; `count` reads how many tests it had, or it counts as one. */
function part(name, work) {
  process.stdout.write(`\n── ${name}\n`);
  const start = Date.now();
  const { passed, failed } = work();
  totals.passed += passed;
  totals.failed += failed;
  process.stdout.write(
    `── ${name}: ${passed} passed, ${failed} failed, ${Math.round((Date.now() - start) / 1000)} s\n`,
  );
}

const asOne = (status) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 });

/** Counts of a JSON report; a run that failed without a failed test counts as one failure. */
function counted(status, file, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')));
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}

part('Formatting and lint', () => asOne(run('npm', ['run', '--silent', 'lint'])));
part('Types', () => asOne(run('npm', ['run', '--silent', 'check'])));
part('Unit tests', () => {
  const file = join(results, 'unit.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const status = run(node, [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return counted(status, file, ({ numPassedTests, numFailedTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
  }));
});
part('Claims', () => {
  const { stdout, status } = spawnSync(node, ['scripts/claims.ts', '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!stdout) return asOne(status ?? 1);
  const rows = JSON.parse(stdout);
  for (const { slug, claim, metric, expected, measured, holds } of rows) {
    process.stdout.write(
      `${holds ? '  ✓' : '  ✗'} ${slug} ${claim} ${metric}: ${measured} in [${expected.map((bound) => bound ?? 'open')}]\n`,
    );
  }
  const failed = rows.filter(({ holds }) => !holds).length;
  return { passed: rows.length - failed, failed };
});
part('Browser tests', () => {
  const browser = findChromium() ?? installChromium();
  if (!browser) {
    process.stderr.write(`${WHAT_TO_DO}\n`);
    return { passed: 0, failed: 1 };
  }
  build();
  const file = join(results, 'browser.json');
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file, CHROMIUM_PATH: browser };
  const status = run(node, [playwright, 'test', '--reporter=list,json'], { env });
  return counted(status, file, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
  }));
});

process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;
