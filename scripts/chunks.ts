/**
 * A Vite plugin that says which modules share a file. Left alone, the bundler makes a file for every set of pages that
 * use a module: more than fifty for a notebook, whose headers and separate compression were an eighth of what it moved.
 * Who uses a module decides: every page (`site`), every page with a demo (`demo`), or the figures of many notebooks
 * (`figures`). The rest stays as it falls, so that no page loads what only another one needs.
 */
import type { Plugin } from 'vite';

type Share = 'site' | 'demo' | 'figures';
/** In this order: what a module imports is used wherever the module is. */
const SHARES: readonly Share[] = ['site', 'demo', 'figures'];

/** What the bundler knows: the modules that import a module other than dynamically. */
export interface Context {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

export function sharedChunks(): Plugin {
  return {
    name: 'tangible-shared-chunks',
    apply: 'build',
    config(_config, { isSsrBuild }) {
      if (isSsrBuild) return {};
      const shareOf = sharing();
      const groups = SHARES.map((share, i) => ({
        name: (id: string, context: Context) => (shareOf(id, context) === share ? share : null),
        priority: SHARES.length - i,
      }));
      return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } };
    },
  };
}

/** Pages, and what SvelteKit makes of them: each has its own file. */
const PAGE = /\/src\/routes\/|\/\.svelte-kit\/generated\//;
/** What every page loads: SvelteKit's own files, the frame around all pages, the page for errors; and the gallery. */
const SITE = /\/\.svelte-kit\/generated\/|\/src\/routes\/[^/]+$/;
/** Pages with a demo have the notebook in their address. */
const DEMO = /\/src\/routes\/.*\[slug\]/;
const NOTEBOOK = /\/notebooks\/[^/]+\//;
/** As many notebooks draw with a module for it to come along with the others. */
const MANY = 5;

/** Gives the share that a module belongs to, or null. */
export function sharing(): (id: string, context: Context) => Share | null {
  const known = new Map<string, readonly string[]>();
  return (id, context) => {
    if (PAGE.test(id) || NOTEBOOK.test(id)) return null;
    const users = known.get(id) ?? usersOf(id, context);
    known.set(id, users);
    const count = (kind: RegExp) => users.filter((user) => kind.test(user)).length;
    if (count(SITE) > 0) return 'site';
    if (count(DEMO) > 1) return 'demo';
    return count(NOTEBOOK) >= MANY ? 'figures' : null;
  };
}

/** The pages and the folders of notebooks that get a module along with their own: no dynamic import lies between. */
function usersOf(id: string, context: Context): readonly string[] {
  const users = new Set<string>();
  // Modules may import each other: none is visited twice.
  const met = new Set([id]);
  for (const one of met) {
    const [notebook] = NOTEBOOK.exec(one) ?? [];
    if (notebook) users.add(notebook);
    else if (PAGE.test(one)) users.add(one);
    else for (const importer of context.getModuleInfo(one)?.importers ?? []) met.add(importer);
  }
  return [...users];
}
