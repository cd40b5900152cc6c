// The main path of every notebook in Firefox, where one is installed. Playwright drives Firefox builds of its own only,
// so this one is driven by WebDriver BiDi.
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from '../scripts/browser.mjs';
import { LIVE } from './helpers.ts';

const executablePath = findFirefox();
let firefox: Browser;

// Without a Firefox there is nothing to try, and so no test: npm test says it.
const TRIED = executablePath ? LIVE : [];
if (executablePath) {
  test.beforeAll(async () => {
    firefox = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  });
  test.afterAll(() => firefox.close());
}

for (const slug of TRIED) {
  test(`Firefox, ${slug}: runs on WASM, goes to a step, answers keys, measures its first claim`, async ({
    baseURL,
  }) => {
    const context = await firefox.createBrowserContext();
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.setViewport({ width: 1440, height: 900 });
    // Where a step leads is tried, not how its run is watched.
    await page
      .emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
      .catch(() => undefined);

    await page.goto(`${baseURL}/n/${slug}`);
    // Threads can be had; where they do not start in time, one thread is the right answer.
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await says(page, '.engine', /Live on WebAssembly/);
    await says(page, '.transport', /▶ Play/);
    expect(await count(page, '.stage svg.figure-svg')).toBeGreaterThan(0);

    await page.focus('.steps li:nth-child(1) button');
    await page.keyboard.press('Enter');
    for (const pass of await page.$$('button'))
      if ((await pass.evaluate((button) => button.textContent)) === 'Just show me') await pass.press('Enter');
    await expect.poll(() => count(page, '.steps li:nth-child(1) button[aria-current="step"]')).toBe(1);
    await says(page, '.transport', /▶ Play/);
    await expect.poll(() => page.evaluate(() => location.search)).toContain('step=1');

    const slider = '[aria-label="Controls"] input[type="range"]:enabled';
    const value = () => page.$eval(slider, (range) => range.getAttribute('aria-valuetext'));
    const before = await value();
    await page.focus(slider);
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight'] as const)
      if ((await value()) === before) await page.keyboard.press(key);
    expect(await value()).not.toBe(before);

    await page.focus('.chip');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.$eval('.chip', (chip) => chip.getAttribute('data-status')), { timeout: 110_000 })
      .toBe('holds');
    expect(errors).toEqual([]);
    await context.close();
  });
}

const count = (page: Page, selector: string) => page.$$eval(selector, (all) => all.length);

/** Waits until what `selector` finds says `wanted`. */
async function says(page: Page, selector: string, wanted: RegExp): Promise<void> {
  const text = () => page.$$eval(selector, (all) => all.map((one) => one.textContent).join(' '));
  await expect.poll(text, { timeout: 90_000 }).toMatch(wanted);
}
