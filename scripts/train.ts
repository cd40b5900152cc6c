/**
 * npm run train -- <slug> [--check]
 *
 * Builds every graph of a notebook from its recipe in `model.ts` and writes the `.onnx` files with `models.json`
 * (seed, steps, loss, hash, recipe, golden inputs and outputs). `--check` builds again and compares: outputs on the
 * golden inputs within the recipe's tolerance, files by hash. Exit status 1 when they differ.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { compareOutputs, store } from '#lib/lab/golden.ts';
import { nodeJax, nodeLabs, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { addMetadata } from '#lib/onnx/metadata.ts';
import type { Built, ModelModule, Provenance, Recipe } from '#lib/lab/recipe.ts';
import type { Tensor } from '#lib/notebook/types.ts';
import { findLive, main, UsageError } from './common.ts';

await main(async () => {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('--'));
  const strange = args.find((arg) => arg.startsWith('--') && arg !== '--check');
  if (strange !== undefined) throw new UsageError(`There is no option ${strange}; there is --check.`);
  if (names.length === 0)
    throw new UsageError('Name a notebook, for example: npm run train -- hopfield-capacity');
  let failures = 0;
  for (const name of names) failures += await trainOne(await findLive(name), args.includes('--check'));
  return failures > 0 ? 1 : 0;
});

async function trainOne(slug: string, check: boolean): Promise<number> {
  const folder = join(notebooksFolder, slug);
  const { recipes } = (await import(pathToFileURL(join(folder, 'model.ts')).href)) as ModelModule;
  const shipped = check ? await readShipped(folder) : [];
  const made: Provenance[] = [];
  let failures = 0;
  for (const recipe of recipes) {
    const { built, provenance } = await build(slug, folder, recipe);
    if (check)
      failures += report(
        recipe,
        provenance,
        shipped.find(({ file }) => file === recipe.file),
      );
    else await writeFile(join(folder, `${recipe.file}.onnx`), built.bytes);
    made.push(provenance);
    if (!check)
      process.stdout.write(
        `${slug}/${recipe.file}.onnx  ${provenance.bytes} bytes  ${provenance.milliseconds} ms\n`,
      );
  }
  if (!check) {
    const path = join(folder, 'models.json');
    const style = { ...(await resolveConfig(path)), filepath: path };
    await writeFile(path, await format(JSON.stringify(made), style));
  }
  return failures;
}

async function build(slug: string, folder: string, recipe: Recipe) {
  const labs = nodeLabs(slug);
  const lab = labs.lab(recipe.seed);
  const start = performance.now();
  const made = await recipe.build({ lab, jax: await nodeJax(), onnx: await import('#lib/onnx/export.ts') });
  const built = { ...made, bytes: addMetadata(made.bytes, factsOf(folder, recipe, made)) };
  const milliseconds = Math.round(performance.now() - start);
  const inputs = recipe.golden(labs.lab(recipe.seed));
  const model = await openModel(await nodeOrt(), built.bytes, 'wasm');
  const outputs = await model.run(inputs);
  await model.release();
  await labs.release();
  return { built, provenance: describe(folder, recipe, built, milliseconds, inputs, outputs) };
}

/** What travels in the file itself. No commit, no date: the same recipe must give the same bytes. */
function factsOf(folder: string, recipe: Recipe, { steps, loss }: Built): Record<string, string> {
  return {
    computes: recipe.computes,
    seed: String(recipe.seed),
    ...(steps === undefined ? {} : { steps: String(steps) }),
    ...(loss === undefined ? {} : { loss: String(loss) }),
    recipe: git('hash-object', join(folder, 'model.ts')),
  };
}

function describe(
  folder: string,
  recipe: Recipe,
  built: Built,
  milliseconds: number,
  inputs: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
): Provenance {
  return {
    file: recipe.file,
    computes: recipe.computes,
    sha256: createHash('sha256').update(built.bytes).digest('hex'),
    bytes: built.bytes.length,
    seed: recipe.seed,
    steps: built.steps ?? null,
    loss: built.loss ?? null,
    milliseconds,
    recipe: git('hash-object', join(folder, 'model.ts')),
    commit: git('rev-parse', '--short=12', 'HEAD'),
    tolerance: recipe.tolerance,
    golden: { inputs: store(inputs), outputs: store(outputs) },
  };
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

async function readShipped(folder: string): Promise<readonly Provenance[]> {
  try {
    return JSON.parse(await readFile(join(folder, 'models.json'), 'utf8')) as Provenance[];
  } catch {
    throw new UsageError(`${folder} has no models.json yet; make it by running this without --check.`);
  }
}

function report(recipe: Recipe, made: Provenance, shipped: Provenance | undefined): number {
  const worst = shipped ? compareOutputs(made.golden.outputs, shipped.golden.outputs) : Infinity;
  const same = shipped?.sha256 === made.sha256 ? 'same bytes' : 'other bytes';
  const holds = worst <= recipe.tolerance;
  process.stdout.write(
    `${holds ? 'reproduced   ' : 'DIFFERS      '} ${recipe.file}.onnx  largest difference ${worst.toExponential(1)}, allowed ${recipe.tolerance}  (${same})\n`,
  );
  return holds ? 0 : 1;
}
