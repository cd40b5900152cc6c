/** The lab of a notebook as its page has it, without the page’s worker around it. */
import { browserBench } from '#lib/lab/browser-bench.ts';
import { createLab, ModelShelf } from '#lib/lab/lab.ts';
import type { Provenance } from '#lib/lab/recipe.ts';
import type { EngineName, Lab } from '#lib/notebook/types.ts';

const provenances = import.meta.glob<{ default: readonly Provenance[] }>('/notebooks/*/models.json');

/** The engine that a page chooses where there is no WebGPU. */
export const engine = (): EngineName =>
  globalThis.crossOriginIsolated && navigator.hardwareConcurrency > 1 ? 'wasm-threads' : 'wasm';

export const provenanceOf = async (slug: string): Promise<readonly Provenance[]> =>
  (await provenances[`/notebooks/${slug}/models.json`]?.())?.default ?? [];

const benches = new Map<string, ReturnType<typeof browserBench>>();

export async function benchOf(slug: string) {
  let bench = benches.get(slug);
  if (!bench) {
    bench = browserBench(slug, engine(), await provenanceOf(slug));
    benches.set(slug, bench);
  }
  return bench;
}

export async function labOf(slug: string, seed: number): Promise<Lab> {
  const bench = await benchOf(slug);
  return createLab(bench, new ModelShelf(bench), seed);
}
