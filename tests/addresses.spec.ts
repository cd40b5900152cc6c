// Ten thousand random and hostile addresses: a picture and a sentence, no uncaught error, no markup let in, no state lost.
//
// Every kind of page is opened once for every live notebook, and its queries come as links that are followed inside the
// open page, as SvelteKit does between states of a page; ten thousand loads would take half an hour. There is no
// WebAssembly, so no engine takes time: what is tried is reading, mending, drawing and writing addresses. That a full
// load reads its query the same way, pages.spec.ts sees; paths that lead nowhere are loaded in full below.
import { expect, test, type Page } from '@playwright/test';
import { OPTIONS, readState, writeState } from '#lib/notebook/address.ts';
import type { Notebook } from '#lib/notebook/types.ts';
import { ALL, LIVE, watch, withoutEngine } from './helpers.ts';
import { follow, type Report } from './hostile.ts';

/** Queries for each page, or for each live notebook’s page: 10,000 with thirteen notebooks or more. */
const ONCE = 400;
const EACH = Math.ceil((10_000 - 4 * ONCE) / (3 * LIVE.length));

/** What an address may hold for a notebook: its controls under all their names. */
async function namesOf(slug: string): Promise<{ notebook: Notebook; names: string[] }> {
  const module = (await import(`../notebooks/${slug}/notebook.ts`)) as { default: Notebook };
  const names = Object.entries(module.default.controls).flatMap(([name, { alias }]) => [
    name,
    alias,
    `p.${name}`,
  ]);
  return { notebook: module.default, names: names.filter(Boolean) };
}

/** No engine, and no output that nobody reads. */
async function lighten(page: Page): Promise<void> {
  await withoutEngine(page);
  await page.addInitScript(() => {
    console.warn = () => undefined;
  });
}

/** Opens `path`, follows `count` hostile queries there, and looks at what was seen on the way. */
async function bombard(
  page: Page,
  path: string,
  seed: number,
  count: number,
  names: string[],
): Promise<Report> {
  await page.goto(path);
  await expect(page.locator('html[data-started]')).toBeAttached();
  const report = await page.evaluate(follow, {
    seed,
    count,
    names,
    options: [...OPTIONS, 'q', 'id'],
    picture: /^\/(?:n|embed|lecture)\/(?!speaker)/.test(path),
  });
  expect(report.wrong, `${path}, seed ${seed}`).toEqual([]);
  expect(report.followed).toBe(count);
  return report;
}

test('hostile queries of the gallery, the ledger, the composer and the speaker window', async ({ page }) => {
  const { errors, foreign } = watch(page);
  await lighten(page);
  const names = ['q', 'theme-of', 'list', 'edit', 'id', 'theme', 'v', 'at', 'ask'];
  await bombard(page, '/', 1, ONCE, names);
  // A name that every object has is no theme.
  await page.goto('/?theme-of=constructor');
  await expect(page.locator('html[data-started]')).toBeAttached();
  await expect(page.locator('.card')).toHaveCount(ALL.length);
  await bombard(page, '/claims', 2, ONCE, names);
  await bombard(page, '/lecture?edit=1', 3, ONCE, names);
  await bombard(page, '/lecture/speaker', 4, ONCE, names);
  expect(errors).toEqual([]);
  expect(foreign).toEqual([]);
});

for (const kind of ['n', 'embed', 'lecture'])
  test(`hostile queries of /${kind}/*`, async ({ page }) => {
    const { errors, foreign } = watch(page);
    await lighten(page);
    for (const [i, slug] of LIVE.entries()) {
      const { notebook, names } = await namesOf(slug);
      const { last } = await bombard(page, `/${kind}/${slug}`, 1000 + i, EACH, names);
      // Nothing is lost: of the last address, what is valid stays, and the rest is the nearest valid state.
      const { state } = readState(notebook, new URLSearchParams(last));
      const kept = new URLSearchParams(writeState(notebook, state));
      if (kind === 'n')
        await expect
          .poll(() => Object.fromEntries(new URL(page.url()).searchParams))
          .toEqual(Object.fromEntries(kept));
      await expect(page.locator('svg.figure-svg, img[src*=poster]').first()).toBeVisible();
    }
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

test('hostile paths lead to a sentence and a way on', async ({ page }) => {
  const { errors } = watch(page);
  await lighten(page);
  const parts = [
    '%E0%A4%A',
    '%',
    '__proto__',
    'constructor',
    '%3Cimg%20src=x%20onerror=1%3E',
    '%E2%80%AEcba',
    'x'.repeat(3000),
  ];
  for (const kind of ['n', 'embed', 'lecture'])
    for (const part of parts) {
      await page.goto(`/${kind}/${part}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/There is no/);
      expect(await page.locator('[onerror]').count()).toBe(0);
    }
  expect(errors.filter((error) => !/404|400/.test(error))).toEqual([]);
});
