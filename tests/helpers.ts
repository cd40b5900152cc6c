// What the browser tests share: finding the live notebooks, opening one, waiting for its engine.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

/** Slugs of the live notebooks, from the folders: a new notebook is tested without an edit here. */
export const LIVE = readdirSync('notebooks').filter((slug) =>
  existsSync(join('notebooks', slug, 'simulation.ts')),
);
export const ALL = readdirSync('notebooks');
/** Every third: for what all notebooks have from the same code. */
export const SOME = LIVE.filter((_, i) => i % 3 === 0);

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

/** Opens a notebook and waits until its engine runs and the picture has settled. */
export async function openLive(page: Page, slug: string, query = ''): Promise<void> {
  await page.goto(`/n/${slug}${query}`);
  await expect(page.getByText(/^Live on /)).toBeVisible({ timeout: 60_000 });
  await settled(page);
}

/** Waits until the run has nothing more to do. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: '▶ Play' })).toBeVisible({ timeout: 90_000 });
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
