// Lectures are composed on /lecture, taken offline with their size said first, and run with the network cut.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { LIGHT, watch } from './helpers.ts';
import { here, live, walk } from './lecture-tools.ts';

const THREE = LIGHT;

/** A server of its own, to be cut off. */
async function ownServer() {
  const { server, address } = await serve('build', 0);
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address, cut };
}

/**
 * Requests of pages that failed or were answered with an error; what the service worker tries itself may fail, and
 * loading is cancelled where the lecture moves on.
 */
function failures(context: BrowserContext): string[] {
  const failed: string[] = [];
  context.on('requestfailed', (request) => {
    const error = request.failure()?.errorText;
    if (!request.serviceWorker() && error !== 'net::ERR_ABORTED') failed.push(`${request.url()} ${error}`);
  });
  context.on('response', (response) => {
    if (!response.request().serviceWorker() && response.status() >= 400)
      failed.push(`${response.status()} ${response.url()}`);
  });
  return failed;
}

test('a lecture is composed: chosen, cut, ordered, copied', async ({ page, context }) => {
  const { errors } = watch(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/lecture');
  for (const box of (await page.getByRole('checkbox').all()).slice(0, 3)) await box.check();
  const items = page.locator('ol > li');
  await expect(items).toHaveCount(THREE.length);
  const titles = () => items.locator('h3').allTextContents();
  const before = await titles();
  await items.last().getByRole('button', { name: 'up' }).press('Enter');
  expect(await titles()).toEqual([before[0], before[2], before[1]]);
  await items.first().getByLabel('First step').selectOption('2');
  await items.first().getByLabel('Last step').selectOption('3');
  await expect.poll(() => page.url()).toMatch(/list=[a-z-]+@2-3,[a-z-]+,[a-z-]+&edit=1$/);
  await page.getByRole('button', { name: 'Copy address' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/\/lecture\?list=[a-z-]+@2-3,[a-z-]+,[a-z-]+$/);
  await page.reload();
  await expect.poll(titles).toEqual([before[0], before[2], before[1]]);
  for (const view of ['light', 'dark', 'projector']) {
    await page.evaluate((name) => (document.documentElement.dataset.view = name), view);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.getByRole('link', { name: 'Start full screen' }).click();
  await live(page);
  expect(await here(page)).toMatch(/2$/);
  expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  expect(errors).toEqual([]);
});

test('a lecture of three notebooks runs from start to end with the network cut', async ({ browser }) => {
  test.setTimeout(240_000);
  const { address, cut } = await ownServer();
  const context = await browser.newContext();
  const page = await context.newPage();
  const list = THREE.join(',');
  await page.goto(`${address}/lecture?list=${list}&edit=1`);
  await expect(page.getByText(/This lecture needs \d+\.\d MB, of which engine \d+\.\d MB/)).toBeVisible();
  await page.getByRole('button', { name: 'Make available offline' }).click();
  await expect(page.getByText(/Available offline since/)).toBeVisible({ timeout: 60_000 });

  await cut();
  const failed = failures(context);
  const { errors } = watch(page);
  await page.goto(`${address}/lecture?list=${list}`);
  await live(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const seen = new Set<string>();
  const screens = await walk(page, async () => {
    await live(page);
    seen.add(new URL(page.url()).pathname);
  });
  expect([...seen]).toEqual(THREE.map((slug) => `/lecture/${slug}`));
  expect(screens).toBeGreaterThan(2 * THREE.length);
  await page.reload();
  await live(page);
  expect(failed).toEqual([]);
  expect(errors).toEqual([]);

  // What was not stored says so.
  await page.goto(`${address}/claims`);
  await expect(page.getByRole('heading')).toHaveText('There is no network');
  await context.close();
});

test('a download that fails names the file, is retried, and can be removed', async ({ browser }) => {
  const { address, cut } = await ownServer();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}/lecture?list=${THREE[0]}&edit=1`);
  await page.route('**/theme.js', (route) => route.abort());
  await page.getByRole('button', { name: 'Make available offline' }).click();
  await expect(page.getByRole('alert')).toContainText('The file theme.js did not arrive');
  await page.unroute('**/theme.js');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-offline=ready]')).toContainText('1 notebook', { timeout: 60_000 });

  // A newer build is noticed.
  await page.route('**/packs.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...(await response.json()), version: 'newer' } });
  });
  await page.reload();
  await page.getByRole('button', { name: 'Update' }).click();
  await expect(page.getByText('version newer')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Make available offline' })).toBeVisible();
  expect(
    await page.evaluate(async () => [await caches.keys(), await navigator.serviceWorker.getRegistrations()]),
  ).toEqual([[], []]);
  await context.close();
  await cut();
});
