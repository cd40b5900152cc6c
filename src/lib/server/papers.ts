/** All papers, found by their folders at build. Only the server sees this: pages receive plain data. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveSlug } from '#lib/notebook/slug.ts';
import type { ModelModule, Provenance } from '#lib/lab/recipe.ts';
import type { AnyClaim, Notebook, SimulationModule, Theme } from '#lib/notebook/types.ts';
import type { Component } from 'svelte';

const notebooks = import.meta.glob<{ default: Notebook }>('/notebooks/*/notebook.ts', { eager: true });
const abstracts = import.meta.glob<string>('/notebooks/*/abstract.md', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const pages = import.meta.glob<string>('/notebooks/*/page.md', { query: '?raw', import: 'default' });
const simulations = import.meta.glob<SimulationModule>('/notebooks/*/simulation.ts');
const claims = import.meta.glob<{ default: readonly AnyClaim[] }>('/notebooks/*/claims.ts');
const provenances = import.meta.glob<{ default: readonly Provenance[] }>('/notebooks/*/models.json');
const models = import.meta.glob<ModelModule>('/notebooks/*/model.ts');
const heroes = import.meta.glob<{ default: Component }>('/notebooks/*/View.svelte');
const linked = import.meta.glob<{ default: Component }>('/notebooks/*/Linked.svelte');
const recorded = import.meta.glob<{ default: Ledger }>('/notebooks/*/measured.json');

/** Claims as they were last measured over several seeds, with the date: `npm run claims -- <slug> --seeds 5 --json`. */
export interface Ledger {
  readonly date: string;
  readonly rows: readonly {
    claim: string;
    metric: string;
    measured: number;
    values: readonly number[];
    holds: boolean;
  }[];
}

export interface PaperCard {
  readonly slug: string;
  readonly number: number;
  readonly theme: Theme;
  readonly title: string;
  readonly sentence: string;
  readonly paperTitle: string;
  readonly authors: readonly string[];
  readonly year: number;
  readonly venue: string;
  readonly live: boolean;
}

const slugOf = (path: string) => path.split('/')[2] as string;

export const slugs: readonly string[] = Object.keys(notebooks)
  .map(slugOf)
  .sort((a, b) => notebookOf(a).number - notebookOf(b).number);

export function notebookOf(slug: string): Notebook {
  const module = notebooks[`/notebooks/${slug}/notebook.ts`];
  if (!module) throw new Error(`There is no notebook ${slug}.`);
  return module.default;
}

/** The slug that an address names: the slug itself, or with its number in front. */
export const slugNamed = (text: string): string | undefined =>
  resolveSlug(
    text,
    slugs.map((slug) => ({ slug, number: notebookOf(slug).number })),
  );

/** The slug with its number in front, as addresses accept it too: `09-hopfield-capacity`. */
export const numbered = (slug: string) => `${String(notebookOf(slug).number).padStart(2, '0')}-${slug}`;

export const isLive = (slug: string): boolean => `/notebooks/${slug}/simulation.ts` in simulations;
export const liveSlugs = (): readonly string[] => slugs.filter(isLive);

/** The abstract as it stands in the folder: the quoted lines, word for word. */
export function abstractOf(slug: string): string {
  const text = abstracts[`/notebooks/${slug}/abstract.md`] ?? '';
  const quoted = text.split('\n').filter((line) => line.startsWith('>'));
  return quoted
    .map((line) => line.replace(/^> ?/, ''))
    .join('\n')
    .trim();
}

export function cardOf(slug: string): PaperCard {
  const { number, theme, title, sentence, paper } = notebookOf(slug);
  const { title: paperTitle, authors, year, venue } = paper;
  return { slug, number, theme, title, sentence, paperTitle, authors, year, venue, live: isLive(slug) };
}

export const pageOf = async (slug: string): Promise<string> =>
  (await pages[`/notebooks/${slug}/page.md`]?.()) ?? '';
export const claimsOf = async (slug: string): Promise<readonly AnyClaim[]> =>
  (await claims[`/notebooks/${slug}/claims.ts`]?.())?.default ?? [];
export const provenanceOf = async (slug: string): Promise<readonly Provenance[]> =>
  (await provenances[`/notebooks/${slug}/models.json`]?.())?.default ?? [];
/** True when the notebook trains a model in the page that can be exported. */
export const trainsInPage = async (slug: string): Promise<boolean> =>
  (await models[`/notebooks/${slug}/model.ts`]?.())?.exportTrained !== undefined;
export const ledgerOf = async (slug: string): Promise<Ledger | undefined> =>
  (await recorded[`/notebooks/${slug}/measured.json`]?.())?.default;

/** The parts that draw a live notebook. */
export async function drawingOf(slug: string) {
  const [simulation, hero, more] = await Promise.all([
    simulations[`/notebooks/${slug}/simulation.ts`]?.(),
    heroes[`/notebooks/${slug}/View.svelte`]?.(),
    linked[`/notebooks/${slug}/Linked.svelte`]?.(),
  ]);
  if (!simulation || !hero) throw new Error(`The notebook ${slug} has no simulation.ts or no View.svelte.`);
  return { simulation, hero: hero.default, linked: more?.default };
}

/** Bytes of a shipped graph. @throws Error when its hash is not the one in `models.json`. */
export async function modelBytes(slug: string, { file, sha256 }: Provenance): Promise<Uint8Array> {
  const bytes = await readFile(join(process.cwd(), 'notebooks', slug, `${file}.onnx`));
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(
      `${slug}/${file}.onnx is not the file that models.json describes; run: npm run train -- ${slug}`,
    );
  }
  return bytes;
}
