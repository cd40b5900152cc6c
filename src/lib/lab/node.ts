/**
 * The lab in Node: the same onnxruntime WASM and jax-js WASM as in the browser, models read from the notebook's
 * folder. For tests, the command line and the first figures that are drawn at build.
 */
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyClaim, Jax, Lab, Notebook, SimulationModule } from '../notebook/types.ts';
import { keepKernelInstances } from './kernel-instances.ts';
import { createLab, ModelShelf, type Bench } from './lab.ts';
import { openModel, type OrtModule } from './onnx.ts';

/** The folder of all notebooks: below the folder that npm runs in. */
export const notebooksFolder = join(process.cwd(), 'notebooks');

let ortModule: Promise<OrtModule> | undefined;
let jaxModule: Promise<Jax> | undefined;

/** onnxruntime on one WASM thread: the results do not depend on the number of cores. */
export function nodeOrt(): Promise<OrtModule> {
  keepWorkerUnset();
  ortModule ??= import('onnxruntime-web').then((ort) => {
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    return ort;
  });
  return ortModule;
}

export function nodeJax(): Promise<Jax> {
  keepKernelInstances();
  jaxModule ??= import('@jax-js/jax').then(async (jax) => {
    await jax.init('wasm');
    jax.defaultDevice('wasm');
    return jax;
  });
  return jaxModule;
}

/**
 * onnxruntime's Node build makes Node's Worker a global when its first session starts. jax-js takes that global as the
 * sign that its memory is shared, and kernels compiled after it no longer fit the memory made before it.
 */
function keepWorkerUnset(): void {
  if ('Worker' in globalThis) return;
  Object.defineProperty(globalThis, 'Worker', { get: () => undefined, set: () => {}, configurable: true });
}

/** A bench for the notebook in the folder `slug`. */
export function nodeBench(slug: string): Bench {
  return {
    engine: 'wasm',
    async openModel(file) {
      const path = join(notebooksFolder, slug, `${file}.onnx`);
      if (!existsSync(path)) {
        throw new Error(`The model ${file}.onnx is missing; make it with: npm run train -- ${slug}`);
      }
      return openModel(await nodeOrt(), await readFile(path), 'wasm');
    },
    jax: nodeJax,
  };
}

/** Makes labs for one notebook; release them together. */
export function nodeLabs(slug: string): { lab(seed: number): Lab; release(): Promise<void> } {
  const bench = nodeBench(slug);
  const shelf = new ModelShelf(bench);
  return { lab: (seed) => createLab(bench, shelf, seed), release: () => shelf.release() };
}

/** The folders under `notebooks/`: every paper. */
export async function allSlugs(): Promise<string[]> {
  const entries = await readdir(notebooksFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Papers with a demo. */
export const isLive = (slug: string) => existsSync(join(notebooksFolder, slug, 'simulation.ts'));

const load = async (slug: string, file: string) =>
  import(/* @vite-ignore */ pathToFileURL(join(notebooksFolder, slug, file)).href);

export async function loadNotebook(slug: string): Promise<Notebook> {
  return (await load(slug, 'notebook.ts')).default as Notebook;
}

export async function loadSimulation(slug: string): Promise<SimulationModule> {
  return (await load(slug, 'simulation.ts')) as SimulationModule;
}

export async function loadClaims(slug: string): Promise<readonly AnyClaim[]> {
  return (await load(slug, 'claims.ts')).default as readonly AnyClaim[];
}
