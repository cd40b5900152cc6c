/**
 * npm run demo -- <slug> [--<parameter> <value>]… [--seed n] [--frames k] [--json]
 *
 * Runs the simulation of a notebook in Node (onnxruntime and jax-js on WASM, as in the page) and prints parameters,
 * seed and every metric of the last frame: the numbers that the page shows at the same state.
 */
import { loadNotebook, loadSimulation, nodeLabs } from '#lib/lab/node.ts';
import { defaults, runToEnd } from '#lib/lab/run.ts';
import { findControl } from '#lib/notebook/address.ts';
import { nearestSlug } from '#lib/notebook/slug.ts';
import type { Frame, Notebook } from '#lib/notebook/types.ts';
import { findLive, main, readable, UsageError, wholeNumber } from './common.ts';

interface Request {
  readonly params: Record<string, unknown>;
  readonly seed: number;
  readonly frames: number;
  readonly json: boolean;
}

await main(async () => {
  const [name, ...options] = process.argv.slice(2);
  if (name === undefined || name.startsWith('--')) {
    throw new UsageError('Name a notebook first, for example: npm run demo -- hopfield-capacity');
  }
  const slug = await findLive(name);
  const notebook = await loadNotebook(slug);
  const request = readOptions(notebook, options);
  const { simulate, describe } = await loadSimulation(slug);
  const labs = nodeLabs(slug);
  let last: Frame | undefined;
  let count = 0;
  for await (const frame of runToEnd(simulate, request.params, labs.lab(request.seed))) {
    last = frame;
    if (++count === request.frames) break;
  }
  await labs.release();
  if (last) print(notebook, slug, request, count, last, describe(last, request.params));
  return 0;
});

function readOptions(notebook: Notebook, options: readonly string[]): Request {
  const params: Record<string, unknown> = { ...defaults(notebook.controls) };
  const request = { params, seed: notebook.seed, frames: Infinity, json: false };
  for (let i = 0; i < options.length; i++) {
    const [option = '', inline] = splitAtEquals(options[i] as string);
    if (option === '--json') {
      request.json = true;
      continue;
    }
    const text = inline ?? options[++i];
    if (option === '--seed') request.seed = wholeNumber(text, '--seed', 0);
    else if (option === '--frames') request.frames = wholeNumber(text, '--frames', 1);
    else setParameter(notebook, params, option, text);
  }
  return request;
}

function splitAtEquals(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function setParameter(
  notebook: Notebook,
  params: Record<string, unknown>,
  option: string,
  text: string | undefined,
) {
  const name = option.replace(/^--/, '');
  const found = findControl(notebook.controls, name);
  if (!found || !option.startsWith('--')) {
    const known = [...Object.keys(notebook.controls), 'seed', 'frames', 'json'];
    throw new UsageError(`There is no option ${option}; the nearest is --${nearestSlug(name, known)}.`);
  }
  const { control } = found;
  if (text === undefined)
    throw new UsageError(`--${name} needs a value, for example ${control.print(control.initial)}.`);
  const { value, issue } = control.parse(text);
  if (issue !== undefined) throw new UsageError(issue);
  params[found.name] = value;
}

function print(
  notebook: Notebook,
  slug: string,
  request: Request,
  frames: number,
  last: Frame,
  says: string,
): void {
  const texts = Object.entries(notebook.controls).map(([name, { print }]) => [
    name,
    print(request.params[name]),
  ]);
  if (request.json) {
    const { params, seed } = request;
    const row = { slug, params, seed, frames, settled: last.settled, metrics: last.metrics, describe: says };
    process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  process.stdout.write(`${notebook.title} (${slug})\n${says}\n\n`);
  for (const [name, text] of texts)
    process.stdout.write(`  ${(name ?? '').padEnd(24)} ${text === '' ? '–' : text}\n`);
  process.stdout.write(`  ${'seed'.padEnd(24)} ${request.seed}\n  ${'frames'.padEnd(24)} ${frames}\n\n`);
  for (const [name, value] of Object.entries(last.metrics)) {
    const metric = notebook.metrics[name];
    process.stdout.write(
      `  ${(metric?.label ?? name).padEnd(40)} ${readable(value, metric?.digits)} ${metric?.unit ?? ''}\n`,
    );
  }
}
