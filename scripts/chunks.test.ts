// Who shares a file with whom follows from who uses what.
import { expect, test } from 'vitest';
import { sharing } from './chunks.ts';

const ROUTES = '/x/src/routes';
const demo = (name: string) => `${ROUTES}/${name}/[slug]/+page.svelte`;
const view = (slug: string) => `/x/notebooks/${slug}/View.svelte`;

/** Importers of each module. */
const graph: Readonly<Record<string, readonly string[]>> = {
  'svelte.js': [`${ROUTES}/+layout.svelte`, view('a'), 'stage.js'],
  'client.js': ['/x/.svelte-kit/generated/client-optimized/app.js'],
  'card.js': [`${ROUTES}/+page.svelte`],
  'stage.js': [demo('n'), demo('embed')],
  'notices.js': ['stage.js'],
  'ledger.js': [`${ROUTES}/claims/+page.svelte`, demo('n')],
  'axis.js': ['a', 'b', 'c', 'd', 'e'].map(view),
  'globe.js': ['a', 'b', 'c', 'd'].map(view),
  'own.js': [view('a'), '/x/notebooks/a/Linked.svelte'],
  // Two that import each other.
  'scale.js': ['format.js', view('a')],
  'format.js': ['scale.js', ...['b', 'c', 'd', 'e'].map(view)],
  'qr.js': [],
};

const shareOf = sharing();
const share = (id: string) =>
  shareOf(id, { getModuleInfo: (id: string) => ({ importers: graph[id] ?? [] }) });

test('what every page uses, or the gallery, goes with the site', () => {
  for (const id of ['svelte.js', 'client.js', 'card.js']) expect(share(id), id).toBe('site');
});

test('what several pages with a demo use goes with the demo, and what that uses too', () => {
  for (const id of ['stage.js', 'notices.js']) expect(share(id), id).toBe('demo');
  expect(share('ledger.js')).toBe(null);
});

test('what five notebooks draw with goes with the figures; a notebook counts once', () => {
  for (const id of ['axis.js', 'scale.js', 'format.js']) expect(share(id), id).toBe('figures');
  for (const id of ['globe.js', 'own.js', 'qr.js']) expect(share(id), id).toBe(null);
});

test('pages and notebooks keep their own files', () => {
  for (const id of [demo('n'), `${ROUTES}/+page.svelte`, view('a')]) expect(share(id), id).toBe(null);
});
