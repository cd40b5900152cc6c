/** Runs the parts of the bench one after another, prints what they found, and keeps the results of a complete run. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from '../scripts/serve.mjs';
import { liveSlugs, UsageError } from '../scripts/common.ts';
import { launch } from './browser.ts';
import { measureBytes } from './bytes.ts';
import { buildContenders, type Contest } from './contenders.ts';
import { measureField } from './field.ts';
import { measureGraphs } from './graphs.ts';
import { measureLatency } from './latency.ts';
import { machineOf } from './machine.ts';
import { measureMemory } from './memory.ts';
import { type Options, type Part, PARTS } from './options.ts';
import { measurePaint } from './paint.ts';
import type { Surroundings } from './part.ts';
import { printRow } from './print.ts';
import { type Results, type Row, unmeasured } from './row.ts';
import { measureSketch } from './sketch.ts';
import { measureStartup } from './startup.ts';
import { measureTraining } from './training.ts';

const RESULTS = join('bench', 'results.json');

/** @returns the exit status: 0, whatever the numbers are; a bench is no test. */
export async function bench(options: Options): Promise<number> {
  const folder = join(process.cwd(), 'build');
  if (!existsSync(join(folder, 'index.html')))
    throw new UsageError('There is no built site to measure; build it first with: npm run build');
  const { server, address } = await serve(folder, 0);
  const browser = await launch();
  const contest = lazily(buildContenders);
  const parts: { part: Part; seconds: number; rows: readonly Row[] }[] = [];
  try {
    const live = await liveSlugs();
    const machine = machineOf(`Chromium ${browser.version()}`);
    for (const part of options.only) {
      const progress = (text: string) => process.stderr.write(`  ${part}: ${text}\n`);
      const surroundings = { site: address, live, browser, peers: options.peers, progress };
      const start = performance.now();
      const rows = await measured(part, surroundings, contest.get);
      parts.push({ part, seconds: Math.round((performance.now() - start) / 1000), rows });
      if (!options.json) rows.forEach((row) => process.stdout.write(printRow(row)));
    }
    const results: Results = { date: new Date().toISOString().slice(0, 10), machine, parts };
    const text = `${JSON.stringify(results, short, 2)}\n`;
    if (options.json) process.stdout.write(text);
    if (options.only.length === PARTS.length) await writeFile(RESULTS, text);
  } finally {
    await browser.close();
    await contest.close();
    server.close();
  }
  return 0;
}

/** A part that breaks is a row that says so; the others go on. */
async function measured(
  part: Part,
  surroundings: Surroundings,
  contest: () => Promise<Contest>,
): Promise<readonly Row[]> {
  try {
    switch (part) {
      case 'bytes':
        return await measureBytes(surroundings);
      case 'paint':
        return await measurePaint(surroundings);
      case 'startup':
        return await measureStartup(surroundings);
      case 'latency':
        return await measureLatency(surroundings);
      case 'training':
        return await measureTraining(surroundings, await contest());
      case 'graphs':
        return await measureGraphs(surroundings, await contest());
      case 'field':
        return await measureField(surroundings, await contest());
      case 'sketch':
        return await measureSketch(surroundings);
      case 'memory':
        return await measureMemory(surroundings);
    }
  } catch (error) {
    const row = { name: part, unit: '', target: {}, method: `The part ${part} of the bench.` };
    return [unmeasured(row, `It broke: ${error instanceof Error ? error.message : String(error)}`)];
  }
}

/** The contenders are built when a part first needs them. */
function lazily(make: () => Promise<Contest>) {
  let made: Promise<Contest> | undefined;
  return {
    get: () => (made ??= make()),
    close: async () => (await made?.catch(() => undefined))?.close(),
  };
}

/** Four significant digits: more would be noise, and would change in every run. */
const short = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
