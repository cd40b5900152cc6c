/**
 * npm run claims -- [<slug>…] [--seeds k] [--shard i/n] [--json]
 * npm run claims -- --merge FILE… [--json]
 *
 * Measures the claims of all (or the named) notebooks in Node and prints a row per check; exit status 1 when one does
 * not hold. `--shard i/n` takes every n-th claim, so that a sweep can be split over machines; `--merge` joins the JSON
 * of the parts.
 */
import { readFile } from 'node:fs/promises';
import { loadClaims, loadNotebook, loadSimulation, nodeLabs } from '#lib/lab/node.ts';
import { measureClaim, seedsFrom } from '#lib/lab/run.ts';
import type { AnyClaim } from '#lib/notebook/types.ts';
import { findLive, liveSlugs, main, readable, UsageError, wholeNumber } from './common.ts';

/** One check of one claim. Public format. */
interface Row {
  readonly slug: string;
  readonly claim: string;
  readonly says: string;
  readonly at: Readonly<Record<string, unknown>>;
  readonly metric: string;
  /** [low, high]; null for an open end. */
  readonly expected: readonly [number | null, number | null];
  readonly measured: number;
  /** Measured under each of `seeds`. */
  readonly values: readonly number[];
  readonly seeds: readonly number[];
  readonly holds: boolean;
  readonly milliseconds: number;
}

interface Options {
  names: string[];
  seeds: number;
  shard: readonly [index: number, count: number];
  json: boolean;
  merge: boolean;
}

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  const rows = options.merge ? await merge(options.names) : await measureAll(options);
  if (options.json) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
  else if (options.merge) rows.forEach(printRow);
  const failed = rows.filter((row) => !row.holds).length;
  if (!options.json) process.stdout.write(`\n${rows.length - failed} of ${rows.length} checks hold.\n`);
  return failed > 0 ? 1 : 0;
});

function readOptions(args: readonly string[]): Options {
  const options: Options = { names: [], seeds: 1, shard: [1, 1], json: false, merge: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--json') options.json = true;
    else if (arg === '--merge') options.merge = true;
    else if (arg === '--seeds') options.seeds = wholeNumber(args[++i], '--seeds', 1);
    else if (arg === '--shard') options.shard = readShard(args[++i]);
    else if (arg.startsWith('--')) {
      throw new UsageError(`There is no option ${arg}; there are --seeds, --shard, --merge and --json.`);
    } else options.names.push(arg);
  }
  return options;
}

function readShard(text: string | undefined): [number, number] {
  const [index, count] = (text ?? '').split('/').map(Number);
  if (!Number.isInteger(index) || !Number.isInteger(count) || index! < 1 || count! < index!) {
    throw new UsageError('--shard must be i/n with 1 ≤ i ≤ n, for example 1/2.');
  }
  return [index!, count!];
}

async function measureAll({ names, seeds, shard, json }: Options): Promise<Row[]> {
  const slugs = names.length > 0 ? [...new Set(await Promise.all(names.map(findLive)))] : await liveSlugs();
  const rows: Row[] = [];
  let number = 0;
  for (const slug of slugs) {
    for (const claim of await loadClaims(slug)) {
      if (number++ % shard[1] !== shard[0] - 1) continue;
      const measured = await measureOne(slug, claim, seeds);
      if (!json) measured.forEach(printRow);
      rows.push(...measured);
    }
  }
  return rows;
}

async function measureOne(slug: string, claim: AnyClaim, count: number): Promise<Row[]> {
  const [{ simulate }, { controls, seed }] = await Promise.all([loadSimulation(slug), loadNotebook(slug)]);
  const labs = nodeLabs(slug);
  const seeds = seedsFrom(seed, count);
  const start = performance.now();
  const checks = await measureClaim(claim, { simulate, controls, lab: labs.lab }, seeds);
  const milliseconds = Math.round(performance.now() - start);
  await labs.release();
  return checks.map(({ metric, expected, measured, values, holds }) => ({
    slug,
    claim: claim.id,
    says: claim.says,
    at: claim.at,
    metric,
    expected: [finiteOrNull(expected[0]), finiteOrNull(expected[1])] as const,
    measured,
    values,
    seeds,
    holds,
    milliseconds,
  }));
}

function finiteOrNull(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}

async function merge(files: readonly string[]): Promise<Row[]> {
  if (files.length === 0) throw new UsageError('--merge needs the files that --json wrote.');
  const parts = await Promise.all(files.map(readPart));
  const rows = parts.flat();
  const keys = rows.map(({ slug, claim, metric }) => `${slug} ${claim} ${metric}`);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined)
    throw new UsageError(`The files to merge hold “${twice}” twice; give each part once.`);
  return rows;
}

async function readPart(file: string): Promise<Row[]> {
  try {
    const rows: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (
      Array.isArray(rows) &&
      rows.every((row) => typeof row?.slug === 'string' && typeof row?.holds === 'boolean')
    ) {
      return rows as Row[];
    }
  } catch (error) {
    throw new UsageError(
      `${file} can't be read as JSON of claims: ${error instanceof Error ? error.message : error}`,
    );
  }
  throw new UsageError(`${file} is JSON, but not rows of claims.`);
}

function printRow(row: Row): void {
  const [low, high] = row.expected;
  const expected = `[${low === null ? '−∞' : readable(low)}, ${high === null ? '∞' : readable(high)}]`;
  const verdict = row.holds ? 'holds         ' : 'DOES NOT HOLD ';
  const name = `${row.slug} ${row.claim} ${row.metric}`.padEnd(64);
  const spread = row.values.length > 1 ? ` (${row.values.map((value) => readable(value)).join(', ')})` : '';
  process.stdout.write(
    `${verdict} ${name} ${expected.padEnd(20)} ${readable(row.measured)}${spread}  ${row.milliseconds} ms\n`,
  );
}
