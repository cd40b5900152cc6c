// Faults around the demo: storage, the tab, the window, the network, an older service worker. See faults.spec.ts.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { kept, labWorker, live, notices, ONE, open, STATE } from './fault-tools.ts';
import { watch } from './helpers.ts';

test('storage of every kind is blocked', async ({ page }) => {
  const { errors } = watch(page);
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Storage is blocked.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(globalThis, name, { get: refuse });
    for (const name of ['serviceWorker', 'storage', 'locks'])
      Object.defineProperty(Navigator.prototype, name, { get: refuse });
  });
  await open(page);
  await live(page);
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-view', 'dark');
  await kept(page);
  await page.goto(`/lecture?list=${ONE}@1-1&edit=1`);
  await expect(page.getByText('This browser lets the site store nothing here')).toBeVisible();
  await page.getByRole('link', { name: 'Start full screen' }).click();
  await expect(page.locator('.picture svg.figure-svg').first()).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.get('step')).toBe('1');
  expect(errors).toEqual([]);
});

/** What a browser does with a tab that is hidden: no frames of the display, and word of it. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', {
      value: hidden ? 'hidden' : 'visible',
      configurable: true,
    });
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    const own = globalThis as { asked?: typeof requestAnimationFrame };
    own.asked ??= requestAnimationFrame;
    globalThis.requestAnimationFrame = hidden ? () => 0 : own.asked;
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('a notebook in a tab that is hidden for long goes on, and is there when the tab is seen again', async ({
  page,
}) => {
  await page.clock.install();
  await open(page);
  await live(page);
  await page.getByRole('button', { name: '▶ Play' }).click();
  await setHidden(page, true);
  await page.clock.runFor(1000);
  await page.clock.fastForward('02:00:00');
  await live(page);
  await setHidden(page, false);
  await expect(notices(page)).toHaveCount(0);
  await page.locator('#control-inverseTemperature').press('ArrowRight');
  await expect.poll(() => new URL(page.url()).searchParams.get('inverseTemperature')).not.toBe('25');
  await live(page);
});

test('an embed in a tab that is hidden for long gives its worker back, and goes on where it was', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto(`/embed/${ONE}${STATE}`);
  const playing = page.getByRole('button', { name: '▶ Play' });
  await expect(page.locator('.present .words')).toContainText('β = 25', { timeout: 60_000 });
  await expect(playing).toBeVisible();
  const words = await page.locator('.present .words').innerText();
  await labWorker(page);
  await setHidden(page, true);
  await page.clock.runFor(500);
  await page.clock.fastForward('02:00:00');
  await expect.poll(() => page.workers().length).toBe(0);
  await setHidden(page, false);
  await page.clock.runFor(500);
  await expect(page.locator('.present .words')).toHaveText(words);
  await page.getByRole('button', { name: 'One frame' }).click();
  await labWorker(page);
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('7');
  await page.getByRole('button', { name: /Play|Go on/ }).click();
  await expect(playing).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.present .words')).toHaveText(words);
});

test('the window is 200 pixels wide, and wide again', async ({ page }) => {
  const { errors } = watch(page);
  await open(page);
  await live(page);
  const figure = page.locator('.present svg.figure-svg').first();
  const before = await figure.boundingBox();
  // Laid out for the width, not only scaled down with its text: the drawing’s own units say so.
  const units = async () => Number((await figure.getAttribute('viewBox'))?.split(' ')[2]);
  const wide = await units();
  await page.setViewportSize({ width: 200, height: 700 });
  await expect.poll(units).toBeLessThanOrEqual(200);
  expect((await figure.boundingBox())?.width).toBeLessThanOrEqual(200);
  await kept(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(units).toBe(wide);
  await expect.poll(() => figure.boundingBox()).toEqual(before);
  await kept(page);
  await live(page);
  expect(errors).toEqual([]);
});

test('the network is cut in the middle of a session', async ({ page, context }) => {
  const { errors } = watch(page);
  await open(page);
  await live(page);
  // A second after its start the worker fetches what chips and training will need.
  await page.waitForTimeout(1800);
  await context.setOffline(true);
  // What is here goes on: runs, steps, controls, claims.
  const chip = page.locator('.chip[data-claims=c2]');
  await chip.click();
  await expect(chip).toHaveAttribute('data-status', 'holds', { timeout: 60_000 });
  await page.locator('.steps li button').first().click();
  await page.getByRole('button', { name: 'Just show me' }).click();
  await page.locator('#control-inverseTemperature').press('ArrowRight');
  await live(page);
  await expect(page.locator('.steps [aria-current=step]')).toHaveText('1');
  // What is not here says so, and is there when the network is back.
  await page.getByRole('button', { name: 'QR code' }).click();
  await expect(
    page.getByText('The QR code can’t be drawn: a part of the program can’t be loaded'),
  ).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'QR code' }).click();
  await expect(page.locator('.qr svg')).toBeVisible();
  expect(errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

test('the network is cut between two notebooks of a lecture', async ({ page, context }) => {
  const { errors } = watch(page);
  // The next notebook must not be there already.
  await page.route('**/lecture/mean-field-langevin/__data.json*', (route) => route.abort());
  await page.goto(`/lecture/${ONE}?list=${ONE}@1-1,mean-field-langevin&at=1&step=1`);
  await expect(page.locator('.picture svg.figure-svg').first()).toBeVisible({ timeout: 60_000 });
  await context.setOffline(true);
  const before = page.url();
  await page.keyboard.press('PageDown');
  await expect(notices(page)).toContainText(
    'The notebook “mean-field-langevin” can’t be loaded: the network does not answer.',
  );
  expect(page.url()).toBe(before);
  await expect(page.locator('.picture svg.figure-svg').first()).toBeVisible();
  await context.setOffline(false);
  await page.unroute('**/lecture/mean-field-langevin/__data.json*');
  await page.keyboard.press('PageDown');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/lecture/mean-field-langevin');
  expect(
    errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/.test(error)),
  ).toEqual([]);
});

test('the program of the page does not arrive', async ({ page, context }) => {
  await context.route('**/_app/immutable/entry/app*.js', (route) => route.abort());
  await open(page);
  await expect(page.getByRole('alert')).toContainText('The program of this page did not arrive');
  expect(new URL(page.url()).search).toBe(STATE);
  await page.goto(`/n/${ONE}`);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('.stage svg.figure-svg').first()).toBeVisible();
  await context.unroute('**/_app/immutable/entry/app*.js');
  await page.goto(`/n/${ONE}${STATE}`);
  await live(page);
  await kept(page);
});

test('the pictures can not be loaded', async ({ page, context }) => {
  // The chunk that draws is the one that the page asks for by itself and that draws figures.
  await context.route('**/_app/immutable/chunks/*.js', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (body.includes('Memories on the sphere of features')) return route.abort();
    await route.fulfill({ response, body });
  });
  await open(page);
  await expect(notices(page)).toContainText(
    'The pictures can’t be drawn live: a part of the program can’t be loaded',
  );
  await kept(page);
});

/** The site as it was in an older version, in a folder of its own: other pages, service worker and list of packs. */
function olderSite(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tangible-older-'));
  const changes: Readonly<Record<string, (text: string) => string>> = {
    'service-worker.js': (text) => `// Older.\n${text}`,
    'packs.json': (text) => text.replace(/"version":"[^"]*"/, '"version":"1000000000000"'),
    [`lecture/${ONE}.html`]: (text) => text.replaceAll('<title>', '<title>Older: '),
  };
  mkdirSync(join(folder, 'lecture'));
  for (const name of [
    ...readdirSync('build'),
    ...readdirSync('build/lecture').map((one) => `lecture/${one}`),
  ]) {
    const change = changes[name.replace(/\.(?:br|gz)$/, '')];
    if (!change && name !== 'lecture') symlinkSync(resolve('build', name), join(folder, name));
    else if (change && name in changes)
      writeFileSync(join(folder, name), change(readFileSync(join('build', name), 'utf8')));
  }
  return folder;
}

test('a service worker and packs of an older version give way to the present one', async ({ browser }) => {
  const folder = olderSite();
  const context = await browser.newContext();
  const page = await context.newPage();
  const { errors } = watch(page);
  const first = await serve(folder, 0);
  const { address } = first;
  let { server } = first;
  const stop = () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections()));
  const lecture = `${address}/lecture/${ONE}?step=1&seed=7`;
  const shown = page.locator('.picture svg.figure-svg').first();
  const text = () => page.evaluate(async () => (await fetch(location.href)).text());

  await page.goto(`${address}/lecture?list=${ONE}&edit=1`);
  await page.getByRole('button', { name: 'Make available offline' }).click();
  await expect(page.locator('[data-offline=ready]')).toContainText('version of 9 September 2001', {
    timeout: 60_000,
  });

  // The site is renewed at the same address: pages are the new ones at once, and run, though the old worker answers.
  await stop();
  ({ server } = await serve('build', Number(new URL(address).port)));
  await page.goto(lecture);
  expect(await text()).not.toContain('<title>Older: ');
  await expect(shown).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => new URL(page.url()).search).toBe('?step=1&seed=7');

  // Without a network the older version runs as a whole, until it is renewed too.
  await stop();
  await page.goto(lecture);
  expect(await text()).toContain('<title>Older: ');
  await expect(shown).toBeVisible({ timeout: 60_000 });
  ({ server } = await serve('build', Number(new URL(address).port)));
  await page.goto(`${address}/lecture?list=${ONE}&edit=1`);
  await expect(page.getByText('A newer version of the site is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Update' }).click();
  await expect(page.getByText('A newer version of the site is there.')).toHaveCount(0, { timeout: 60_000 });
  await stop();
  await page.goto(lecture);
  expect(await text()).not.toContain('<title>Older: ');
  await expect(shown).toBeVisible({ timeout: 60_000 });
  expect(errors.filter((error) => !error.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  await context.close();
  rmSync(folder, { recursive: true });
});
