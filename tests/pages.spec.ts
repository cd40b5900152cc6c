// Every live notebook in Chromium on WASM: alive, reachable by keyboard, private, and the same as its address says.
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { inspectModel } from '#lib/onnx/inspect-model.ts';
import { axeFindsNothing, fitsPhone } from './access.ts';
import { ALL, LIVE, settled, SOME, watch } from './helpers.ts';

test('the gallery shows every paper, finds by words and filters by theme', async ({ page }) => {
  const { errors, foreign } = watch(page);
  await page.goto('/');
  await expect(page.locator('.card')).toHaveCount(ALL.length);
  await expect(page.locator('.card.live')).toHaveCount(LIVE.length);
  await page.getByRole('searchbox').fill('hopfield');
  await expect(page.locator('.card')).not.toHaveCount(ALL.length);
  await expect(page.getByText('Memories want to be far apart')).toBeVisible();
  await page.getByRole('searchbox').fill('zzz');
  await expect(page.getByText('No paper matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Privacy' }).click();
  await expect(page.locator('.card').first()).toContainText('Privacy');
  expect(errors).toEqual([]);
  expect(foreign).toEqual([]);
});

for (const slug of ALL.filter((one) => !LIVE.includes(one)).slice(0, 1)) {
  test(`${slug}, a paper without a demo, shows its abstract and says so`, async ({ page }) => {
    await page.goto(`/n/${slug}`);
    await expect(page.getByText('not built yet')).toBeVisible();
    await expect(page.locator('blockquote')).not.toBeEmpty();
  });
}

test('an address that leads nowhere says so', async ({ page }) => {
  const response = await page.goto('/n/nothing-of-the-kind');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  await expect(page.getByRole('link', { name: 'All papers' })).toBeVisible();
});

test('a number in front of the slug leads to the same page', async ({ page }) => {
  await page.goto('/n/09-hopfield-capacity');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Memories want to be far apart');
  expect(await page.content()).toContain('figure-svg');
});

for (const slug of LIVE) {
  test.describe(slug, () => {
    test('stands without scripts: figure, prose, abstract; has posters, and models to download', async ({
      browser,
      request,
    }) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`/n/${slug}`);
      const figure = page.locator('.stage svg.figure-svg').first();
      await expect(figure).toBeVisible();
      expect(await figure.locator('path, rect, circle, ellipse, line').count()).toBeGreaterThan(5);
      await expect(figure.locator('desc').first()).not.toBeEmpty();
      await expect(page.locator('article.prose h2').first()).toBeVisible();
      await expect(page.locator('blockquote')).not.toBeEmpty();

      const steps = await page.locator('.steps li button').count();
      expect(steps).toBeGreaterThan(0);
      for (let step = 0; step <= steps; step++) {
        const png = await request.get(`/poster/${slug}/${step}.png`);
        expect(png.headers()['content-type']).toBe('image/png');
        expect((await png.body()).length).toBeGreaterThan(5000);
        const svg = await (await request.get(`/poster/${slug}/${step}.svg`)).text();
        expect(svg).not.toContain('var(--');
        expect(svg).not.toContain('NaN');
      }
      for (const link of await page.locator('a[download]').all())
        expect((await request.get((await link.getAttribute('href')) ?? '')).status()).toBe(200);
      await context.close();
    });

    test('a visit: bad address, axe, phone, print, steps, and all that can be done; alone on its origin', async ({
      page,
    }) => {
      // What all notebooks have from the same code, and in the same colours and sizes, is tried with some.
      const all = SOME.includes(slug);
      const { errors, foreign } = watch(page);
      // Where a step leads is tested, not the way there.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`/n/${slug}?seed=banana&step=99`);
      await page.getByText(/^Live on /).waitFor({ timeout: 60_000 });
      await test.step('mends a malformed address, and says so', () => mended(page));
      await test.step('axe reports nothing', () => axeFindsNothing(page, all ? undefined : ['Light']));
      await test.step('fits a phone', () => fitsPhone(page, all ? undefined : ['Light']));
      await test.step('prints its figure and no buttons', () => prints(page));
      // All of them are walked as a lecture (lecture.spec.ts).
      await goesToStep(page, 1);
      await goesToStep(page, 0);
      await expect.poll(() => new URL(page.url()).searchParams.get('step')).toBe('1');
      await test.step('what can be dragged moves by keys', () => movesByKeys(page));
      await test.step('controls answer keys and are in the address', () => controlsByKeys(page));
      if (all) await everything(page);
      expect(errors).toEqual([]);
      expect(foreign).toEqual([]);
    });
  });
}

/** Plays, saves, pins, and measures a claim. */
async function everything(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reset' }).click();
  await settled(page);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  // At the highest speed a run is still seen, and seen to end.
  const speed = page.locator('.transport select');
  await speed.selectOption({ index: (await speed.locator('option').count()) - 1 });
  await page.getByRole('button', { name: '▶ Play' }).click();
  await settled(page);
  for (const format of ['SVG', 'PNG', 'CSV']) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: format, exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
  }
  await test.step('exports what it trained, where it trains', () => exportsTrained(page));
  await page.getByRole('button', { name: 'Pin as A' }).click();
  await expect(page.getByText('A · pinned')).toBeVisible();

  const chip = page.locator('.chip').first();
  await chip.focus();
  await page.keyboard.press('Enter');
  await expect(chip).toHaveAttribute('data-status', 'holds', { timeout: 110_000 });
  await expect(chip.locator('.mark')).toHaveText(/✓/);
}

/** What was wrong with the seed and the step is said, and the nearest valid state is shown. */
async function mended(page: Page): Promise<void> {
  const notices = page.locator('.notices');
  await expect(notices).toContainText('The seed must be a whole number');
  await expect(notices).toContainText('The step must be a whole number');
  await expect(page.locator('.stage svg.figure-svg').first()).toBeVisible();
  const steps = page.locator('.steps li button');
  await expect(steps.last()).toHaveAttribute('aria-current', 'step');
}

/** Presses the step with index `i` and waits for its first live picture; its run is not waited for. */
async function goesToStep(page: Page, i: number): Promise<void> {
  const words = page.locator('.stage .words').last();
  const before = await words.textContent();
  const step = page.locator('.steps li button').nth(i);
  await step.click();
  const pass = page.getByRole('button', { name: 'Just show me' });
  if (await pass.isVisible()) await pass.click();
  await expect(step).toHaveAttribute('aria-current', 'step');
  // A run that has come to its end may show what the one before showed.
  const atRest = page.getByRole('button', { name: '▶ Play' });
  await expect(async () => {
    expect((await words.textContent()) !== before || (await atRest.isVisible())).toBe(true);
  }).toPass({ timeout: 60_000 });
}

async function prints(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.stage svg.figure-svg').first()).toBeVisible();
  await expect(page.locator('button').filter({ visible: true })).toHaveCount(0);
  await page.emulateMedia({ media: null });
}

async function exportsTrained(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Download what you just trained' });
  if (!(await button.isVisible())) return;
  const download = page.waitForEvent('download');
  await button.click();
  const bytes = await readFile(await (await download).path());
  const { inputs, outputs } = inspectModel(bytes);
  expect(inputs.length).toBeGreaterThan(0);
  expect(outputs.length).toBeGreaterThan(0);
}

async function movesByKeys(page: Page): Promise<void> {
  const handles = page.locator('.stage .figure-svg [tabindex="0"]');
  expect(await handles.count()).toBeGreaterThan(0);
  const before = new URL(page.url()).search;
  for (let i = 0; i < Math.min(3, await handles.count()); i++) {
    const handle = handles.nth(i);
    expect(await handle.getAttribute('aria-label')).not.toBe(null);
    await handle.focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    // What has been moved may bring a button with it that moves it back.
    const moved = page.waitForURL((url) => url.search !== before, { timeout: 2000 });
    if (
      await moved.then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error('None of the first handles changes the address.');
}

async function controlsByKeys(page: Page): Promise<void> {
  const before = new URL(page.url()).search;
  const sliders = page.getByRole('group', { name: 'Controls' }).getByRole('slider');
  for (let i = 0; i < (await sliders.count()); i++) {
    const slider = sliders.nth(i);
    if (!(await slider.isEnabled())) continue;
    await slider.focus();
    const text = await slider.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    if ((await slider.getAttribute('aria-valuetext')) === text) await page.keyboard.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).not.toBe(text);
  }
  await expect.poll(() => new URL(page.url()).search).not.toBe(before);
  const focusable = await page.locator('[aria-label="Controls"] :is(input, select, button)').all();
  for (const one of focusable)
    expect(await one.evaluate((element) => (element as HTMLElement).tabIndex)).toBe(0);
}

test('a run and a measurement that pause together both come to their end', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/n/${LIVE[0]}`);
  const chip = page.locator('.chip').first();
  await expect(page.getByText(/^Live on /)).toBeVisible({ timeout: 60_000 });
  await chip.click();
  await expect(chip).toHaveAttribute('data-status', 'holds', { timeout: 110_000 });
  await settled(page);
});

test('figures out of sight wait while a run plays, and follow when they are seen or the run rests', async ({
  page,
}) => {
  await page.goto('/n/one-nearest-neighbor');
  await page.getByText(/^Live on /).waitFor({ timeout: 60_000 });
  await settled(page);
  const linked = page.getByRole('region', { name: 'Linked views' });
  const drawn = () => linked.locator('svg.figure-svg').first().innerHTML();
  const before = await drawn();
  await page.getByRole('button', { name: '▶ Play' }).click();
  const words = page.locator('.stage .words').last();
  const at = await words.textContent();
  await expect.poll(() => words.textContent(), { intervals: [50] }).not.toBe(at);
  expect(await drawn()).toBe(before);
  await linked.scrollIntoViewIfNeeded();
  await expect.poll(drawn, { intervals: [50] }).not.toBe(before);
  await page.evaluate(() => scrollTo(0, 0));
  await settled(page);
  // The run ends where it ended before.
  await expect.poll(drawn).toBe(before);
});
