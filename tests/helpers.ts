// What the browser tests share: finding the live notebooks, opening one, waiting for its engine.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** Slugs of the live notebooks, from the folders: a new notebook is tested without an edit here. */
export const LIVE = readdirSync('notebooks').filter((slug) =>
  existsSync(join('notebooks', slug, 'simulation.ts')),
);
export const ALL = readdirSync('notebooks');
/** `npm test -- --all`: nothing is tried on some notebooks only, nor on the first frames of a run only. */
export const EVERYTHING = process.env['TEST_ALL'] !== undefined;
/**
 * For what all notebooks have from the same code: the three whose folders were changed last, as git knows it, since what
 * is new breaks first. Without a history, the first three.
 */
export const SOME = EVERYTHING ? LIVE : latest(3);

/** Three whose engines start in a moment: for what is tried with one notebook, or with a lecture of several. */
export const LIGHT = ['dp-kde', 'dp-string-distance', 'task-arithmetic'] as const;

function latest(count: number): string[] {
  const changed = (slug: string) =>
    Number(
      spawnSync('git', ['log', '-1', '--format=%ct', '--', `notebooks/${slug}`], { encoding: 'utf8' }).stdout,
    );
  const times = new Map(LIVE.map((slug) => [slug, changed(slug)]));
  const late = LIVE.toSorted((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0)).slice(0, count);
  return LIVE.filter((slug) => late.includes(slug));
}

/** The site itself, and pages around it that a test serves. */
const LOCAL = ['localhost', '127.0.0.1'];

/** Collects errors of the page and requests that leave the origin. */
export function watch(page: Page): { errors: string[]; foreign: string[] } {
  const seen = { errors: [] as string[], foreign: [] as string[] };
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') seen.errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && !LOCAL.includes(hostname)) seen.foreign.push(request.url());
  });
  return seen;
}

/** No engine starts in this page: pictures stay the recorded ones. */
export async function withoutEngine(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(globalThis, 'WebAssembly', { value: undefined }));
}

/** Waits until the run has nothing more to do. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('button', { name: '▶ Play' }).waitFor({ timeout: 90_000 });
}

/** The metrics that the page shows. */
export async function metrics(page: Page): Promise<Record<string, string>> {
  const rows = page.locator('section:has(> h2:text("Take it with you")) tr');
  const entries = await rows.evaluateAll((list) =>
    list.map((row) => [
      row.querySelector('th')?.textContent ?? '',
      row.querySelector('td')?.textContent?.trim() ?? '',
    ]),
  );
  return Object.fromEntries(entries) as Record<string, string>;
}
