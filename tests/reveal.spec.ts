// The example deck in reveal.js 6, from a server and from a file: one clicker, resting, returning, print, speaker view.
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import sirv from 'sirv';
import { copyRevealDeck, pressInside } from './decks.ts';
import { watch } from './helpers.ts';

interface Demo extends HTMLElement {
  get(): Promise<{ step: number; settled: boolean; engine: string | null; params: Record<string, unknown> }>;
  set(params: Record<string, unknown>): Promise<unknown>;
}
interface Deck {
  getIndices(): { h: number; f?: number };
  getCurrentSlide(): HTMLElement;
  slide(h: number, v?: number, f?: number): void;
  toggleOverview(on: boolean): void;
}
declare const Reveal: Deck;

const DECK = 'integrations/reveal/example.html';
let root = '';
let server: Server;
let served = '';

test.beforeAll(async ({ baseURL }, info) => {
  root = copyRevealDeck(info.project.use.baseURL ?? baseURL ?? '');
  server = createServer(sirv(root, { dev: true }));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  served = `http://localhost:${typeof address === 'object' ? address?.port : 0}/`;
});
test.afterAll(() => server.close());

const index = (page: Page) => page.evaluate(() => Reveal.getIndices());
/** The step of the demo on the present slide. */
const step = (page: Page) =>
  page.evaluate(async () => {
    const demo = Reveal.getCurrentSlide().querySelector('tangible-demo');
    return demo?.hasAttribute('data-live') ? (await (demo as Demo).get()).step : null;
  });

const press = (page: Page, selector: string) => pressInside(page, 'section.present tangible-demo', selector);

for (const kind of ['a server', 'a file'] as const) {
  test(`from ${kind}: one clicker walks steps, then slides, also after a click inside a demo`, async ({
    page,
  }) => {
    const { errors } = watch(page);
    await page.goto(kind === 'a file' ? pathToFileURL(join(root, DECK)).href : `${served}${DECK}`);
    await expect(page.locator('tangible-demo[data-live]')).toHaveCount(3, { timeout: 60_000 });
    await page.keyboard.press('PageDown');
    await expect.poll(() => step(page)).toBe(1);
    await page.keyboard.press('PageDown');
    await expect.poll(() => step(page)).toBe(2);
    // A click inside takes the keyboard into the frame; the clicker goes on.
    await press(page, '.says');
    await page.keyboard.press('PageDown');
    await expect.poll(() => step(page)).toBe(3);
    await press(page, 'button:has-text("Step on")');
    await expect.poll(() => step(page)).toBe(4);
    expect(await index(page)).toMatchObject({ h: 1, f: 2 });
    await page.keyboard.press('PageDown');
    await expect.poll(() => step(page)).toBe(5);
    await page.keyboard.press('PageDown');
    await expect.poll(() => index(page)).toMatchObject({ h: 2 });
    await expect.poll(() => step(page)).toBe(0);
    await page.keyboard.press('PageUp');
    await expect.poll(() => index(page)).toMatchObject({ h: 1, f: 3 });
    expect(await step(page)).toBe(5);
    expect(errors.filter((error) => !/adapter|favicon/.test(error))).toEqual([]);
  });
}

test('leaving a slide pauses its demo, and coming back finds it as it was left', async ({ page }) => {
  await page.goto(`${served}${DECK}#/1`);
  const first = page.locator('tangible-demo').first();
  const state = () => first.evaluate((demo) => (demo as Demo).get());
  await expect.poll(async () => (await state()).settled, { timeout: 90_000 }).toBe(true);
  await first.evaluate((demo) => (demo as Demo).set({ inverseTemperature: 17 }));
  const frames = () => page.evaluate(() => (window as unknown as { frames_: number }).frames_);
  await page.evaluate(() => {
    const counter = window as unknown as { frames_: number };
    counter.frames_ = 0;
    document.querySelector('tangible-demo')?.addEventListener('tangible-frame', () => counter.frames_++);
  });
  await page.evaluate(() => Reveal.slide(2));
  await page.waitForTimeout(1000);
  const before = await frames();
  // Told while it rests, answered when it is seen.
  await first.evaluate((demo) => (demo as Demo).set({ seed: 3 }));
  await page.waitForTimeout(1500);
  expect(await frames()).toBe(before);
  await page.evaluate(() => Reveal.slide(1, 0, -1));
  await expect.poll(frames, { timeout: 60_000 }).toBeGreaterThan(before);
  expect((await state()).params['inverseTemperature']).toBe(17);
});

test('print, speaker view and overview show the recorded picture', async ({ page }) => {
  await page.goto(`${served}${DECK}?view=print`);
  await expect(page.locator('.pdf-page tangible-demo .poster img')).toHaveCount(3);
  await expect(page.locator('tangible-demo iframe')).toHaveCount(0);
  for (const image of await page.locator('tangible-demo .poster img').all())
    await expect
      .poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);

  // Reveal opens the speaker's previews as receivers of messages.
  await page.goto(`${served}${DECK}?receiver&progress=false#/1`);
  await expect(page.locator('section.present tangible-demo .poster img')).toBeVisible();
  await expect(page.locator('tangible-demo iframe')).toHaveCount(0);

  await page.goto(`${served}${DECK}#/1`);
  await expect(page.locator('tangible-demo[data-live]').first()).toBeVisible({ timeout: 60_000 });
  await page.evaluate(() => Reveal.toggleOverview(true));
  await expect(page.locator('section.present tangible-demo .poster img')).toBeVisible();
  await page.evaluate(() => Reveal.toggleOverview(false));
  await expect(page.locator('section.present tangible-demo .poster')).toBeHidden();
});
