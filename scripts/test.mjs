/**
 * npm test: installs what is missing (a browser too) and runs lint, types, audit, unit tests, claims and browser tests. All
 * run, whatever fails before them; the last line is `N passed, N failed`. Parts that use one core run beside another.
 * `npm test -- --all` tries in the browser with every notebook what otherwise is tried with some (tests/helpers.ts).
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, install, node, root, run } from './setup.mjs';

install();
const { findChromium, findFirefox, installChromium, NO_FIREFOX, WHAT_TO_DO } = await import('./browser.mjs');

const results = mkdtempSync(join(tmpdir(), 'tangible-test-'));
const totals = { passed: 0, failed: 0 };

/** Runs one part; `work` prints, and says how many tests passed and failed. */
async function part(name, work) {
  const start = Date.now();
  const { passed, failed, output = '' } = await work();
  totals.passed += passed;
  totals.failed += failed;
  const seconds = Math.round((Date.now() - start) / 1000);
  process.stdout.write(`\n${output}── ${name}: ${passed} passed, ${failed} failed, ${seconds} s\n`);
}

/** Runs a program without printing: what it wrote comes back, so that two at a time do not mix their lines. */
function quietly(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(),
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, output] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ status: 1, stdout, output: `${output}${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? 1, stdout, output }));
  });
}

/** A program that counts as one test. */
async function asOne(command, args) {
  const { status, output } = await quietly(command, args);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output };
}

/** Counts of a JSON report; a run that failed without a failed test counts as one failure. */
function counted(status, file, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')));
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}

function unitTests() {
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
}

/** Claims of one notebook. */
async function claimsOf(slug) {
  const { stdout, status, output } = await quietly(node, ['scripts/claims.ts', slug, '--json']);
  if (!stdout) return { passed: 0, failed: status === 0 ? 0 : 1, output };
  const rows = JSON.parse(stdout);
  const lines = rows.map(({ claim, metric, expected, measured, holds }) => {
    const interval = expected.map((bound) => bound ?? 'open');
    return `  ${holds ? '✓' : '✗'} ${slug} ${claim} ${metric}: ${measured} in [${interval}]\n`;
  });
  const failed = rows.filter(({ holds }) => !holds).length;
  const rest = output.replace(stdout, '');
  return { passed: rows.length - failed, failed, output: rest + lines.join('') };
}

/** Claims of all notebooks, one program after another: `turn` hands out the notebooks. */
async function claims(turn) {
  const counts = { passed: 0, failed: 0, output: '' };
  for (let slug = turn(); slug; slug = turn()) {
    const { passed, failed, output } = await claimsOf(slug);
    counts.passed += passed;
    counts.failed += failed;
    counts.output += output;
  }
  return counts;
}

/**
 * What needs one core at a time, on two lanes: lint on one, types, dependencies and the build on the other, and then the
 * claims, which both take in turn.
 */
async function onTwoLanes() {
  const slugs = readdirSync(join(root, 'notebooks')).filter((slug) =>
    existsSync(join(root, 'notebooks', slug, 'simulation.ts')),
  );
  const turn = () => slugs.shift();
  const first = async () => {
    await part('Formatting and lint', () => asOne('npm', ['run', '--silent', 'lint']));
    await part('Claims', () => claims(turn));
  };
  const second = async () => {
    await part('Types', () => asOne('npm', ['run', '--silent', 'check']));
    await part('Dependencies', () => asOne(node, ['scripts/audit.ts']));
    await part('Build', () => asOne(node, ['scripts/build.mjs']));
    await part('Claims, the second lane', () => claims(turn));
  };
  await Promise.all([first(), second()]);
}

function browserTests() {
  const browser = findChromium() ?? installChromium();
  if (!browser) {
    process.stderr.write(`${WHAT_TO_DO}\n`);
    return { passed: 0, failed: 1 };
  }
  if (!findFirefox()) process.stdout.write(`${NO_FIREFOX}\n`);
  const file = join(results, 'browser.json');
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file, CHROMIUM_PATH: browser };
  if (process.argv.includes('--all')) env.TEST_ALL = '1';
  const status = run(node, [playwright, 'test', '--reporter=list,json'], { env });
  return counted(status, file, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
  }));
}

await onTwoLanes();
await part('Unit tests', unitTests);
await part('Browser tests', browserTests);

process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;
