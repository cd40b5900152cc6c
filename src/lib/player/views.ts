/** The pictures of a notebook, loaded when its page asks: one notebook never loads another's code. */
import type { Component } from 'svelte';
import { reasonOf } from '#lib/lab/reasons.ts';
import type { Frame, ViewProps } from '#lib/notebook/types.ts';

export type ViewComponent = Component<ViewProps<Readonly<Record<string, unknown>>, Frame>>;

export interface Views {
  readonly hero: ViewComponent;
  readonly linked: ViewComponent | undefined;
}

const heroes = import.meta.glob<{ default: ViewComponent }>('/notebooks/*/View.svelte');
const linkedViews = import.meta.glob<{ default: ViewComponent }>('/notebooks/*/Linked.svelte');

/** Slugs of the live notebooks. */
export const slugsWithViews: readonly string[] = Object.keys(heroes).map((path) => path.split('/')[2] ?? '');

/** For the reader, when `loadViews` fails. */
export const sayNoViews = (error: unknown): string =>
  `The pictures can’t be drawn live: ${reasonOf(error)} The recorded figure stays; the address keeps the state.`;

/** @throws Error when the notebook has no view, or it can’t be loaded. */
export async function loadViews(slug: string): Promise<Views> {
  const [hero, linked] = await Promise.all([
    heroes[`/notebooks/${slug}/View.svelte`]?.(),
    linkedViews[`/notebooks/${slug}/Linked.svelte`]?.(),
  ]);
  if (!hero) throw new Error(`The notebook ${slug} has no view.`);
  return { hero: hero.default, linked: linked?.default };
}
