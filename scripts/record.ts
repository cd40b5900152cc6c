/**
 * npm run record -- <slug>… [--seeds k]
 *
 * Measures the claims of a notebook over seeds (five unless said) and writes `measured.json`, which the page and the
 * ledger show as recorded values, with the date. Exit status 1 when a check does not hold; it is recorded all the same.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { loadClaims, loadNotebook, loadSimulation, nodeLabs, notebooksFolder } from '#lib/lab/node.ts';
import { measureClaim, seedsFrom, type Measured } from '#lib/lab/run.ts';
import { findLive, liveSlugs, main, wholeNumber } from './common.ts';

interface Recorded extends Pick<Measured, 'metric' | 'measured' | 'values' | 'holds'> {
  readonly claim: string;
}

await main(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--seeds');
  const count = at < 0 ? 5 : wholeNumber(args[at + 1], '--seeds', 1);
  const names = args.filter((arg, i) => !arg.startsWith('--') && (at < 0 || i !== at + 1));
  const slugs = names.length > 0 ? await Promise.all(names.map(findLive)) : await liveSlugs();
  let failed = 0;
  for (const slug of slugs) failed += await record(slug, count);
  return failed > 0 ? 1 : 0;
});

async function record(slug: string, count: number): Promise<number> {
  const [{ simulate }, { controls, seed }] = await Promise.all([loadSimulation(slug), loadNotebook(slug)]);
  const labs = nodeLabs(slug);
  const seeds = seedsFrom(seed, count);
  const rows: Recorded[] = [];
  for (const claim of await loadClaims(slug)) {
    const checks = await measureClaim(claim, { simulate, controls, lab: labs.lab }, seeds);
    rows.push(
      ...checks.map(({ metric, measured, values, holds }) => ({
        claim: claim.id,
        metric,
        measured,
        values,
        holds,
      })),
    );
    process.stdout.write(
      `${slug} ${claim.id}: ${checks.every(({ holds }) => holds) ? 'holds' : 'DOES NOT HOLD'}\n`,
    );
  }
  await labs.release();
  const date = new Date().toISOString().slice(0, 10);
  const text = await format(JSON.stringify({ date, seeds, rows }), { parser: 'json', printWidth: 110 });
  await writeFile(join(notebooksFolder, slug, 'measured.json'), text);
  return rows.filter(({ holds }) => !holds).length;
}
