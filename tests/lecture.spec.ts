// Lectures: walked by clicker there and back, readable from the last row, the same after a reload, helped by their keys.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { LIGHT, LIVE, SOME, watch, withoutEngine } from './helpers.ts';
import { here, inAddress, live, openLecture, press, smallTexts, walk } from './lecture-tools.ts';

const [ONE, TWO] = LIGHT;

test.use({ viewport: { width: 1920, height: 1080 } });

for (const slug of LIVE) {
  // Recorded pictures take no engine: with them the other notebooks are walked.
  const alive = SOME.includes(slug);
  test(`${slug}: every screen by clicker, there and back, with type for the last row and no scrolling`, async ({
    page,
  }) => {
    const { errors, foreign } = watch(page);
    if (!alive) await withoutEngine(page);
    const picture = page.locator(alive ? '.picture svg.figure-svg' : '.picture img').first();
    await page.goto(`/lecture/${slug}`);
    await page.locator('html[data-started]').waitFor();
    const met: string[] = [];
    await walk(page, async () => {
      const at = await here(page);
      met.push(at);
      expect(inAddress(page.url())).toBe(at);
      await picture.waitFor({ timeout: 60_000 });
      expect(await smallTexts(page, 27.95), `step ${at}`).toEqual([]);
      const room = await page.evaluate(() => {
        const { scrollHeight, scrollWidth } = document.documentElement;
        const picture = document.querySelector('.picture');
        const content = picture?.firstElementChild;
        const over = (content?.clientHeight ?? 0) - (picture?.clientHeight ?? 0);
        return [scrollHeight - innerHeight, scrollWidth - innerWidth, Math.max(0, over)];
      });
      expect(room, `step ${at}`).toEqual([0, 0, 0]);
    });
    expect(met[0]).toBe('0');
    for (const [i, at] of met.entries()) if (at.startsWith('?')) expect(met[i + 1]).toBe(at.slice(1));
    for (const at of met.slice(0, -1).reverse()) {
      await press(page, 'PageUp');
      expect(await here(page)).toBe(at);
    }
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });
}

test('a question holds until the lecturer moves on, and gives nothing away', async ({ page }) => {
  for (const slug of LIGHT) {
    await openLecture(page, slug);
    while (
      !(await here(page)).startsWith('?') &&
      !(await page.getByText('The end', { exact: true }).isVisible())
    )
      await press(page, 'PageDown');
    if (!(await here(page)).startsWith('?')) continue;
    const step = (await here(page)).slice(1);
    await page.locator('.options button').first().click();
    await expect(page.locator('.options button').first()).toHaveAttribute('aria-pressed', 'true');
    await page.waitForTimeout(300);
    expect(await here(page)).toBe(`?${step}`);
    await expect(page.locator('.answer')).toHaveCount(0);
    await press(page, 'PageDown');
    expect(await here(page)).toBe(step);
    await expect(page.locator('.answer .right')).toContainText('✓');
    return;
  }
});

test('a reload shows the same place and the same parameters', async ({ page }) => {
  await openLecture(page, `${ONE}?step=2&list=${ONE},${TWO}@2&at=1`);
  await page.keyboard.press('c');
  const slider = page.getByRole('group', { name: 'Controls' }).getByRole('slider').first();
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  const value = await slider.getAttribute('aria-valuetext');
  // The address follows a moment after the control.
  await page.waitForURL(/[?&]step=2&(?!list=)/);
  await page.waitForTimeout(400);
  const address = page.url();
  await page.reload();
  await live(page);
  await page.waitForTimeout(400);
  expect(page.url()).toBe(address);
  await page.keyboard.press('c');
  await expect(slider).toHaveAttribute('aria-valuetext', value ?? '');
  // A clicker works from a slider too; arrows there are the slider's.
  await slider.focus();
  await page.keyboard.press('PageUp');
  await expect.poll(() => inAddress(page.url())).not.toBe('2');
});

test('goes on to the next notebook of a list, whose engine is warm, and back, without leaving the page', async ({
  page,
}) => {
  const { errors } = watch(page);
  await page.goto(`/lecture?list=${ONE}@0-0,${TWO}@1`);
  await live(page);
  await page.evaluate(() => Object.assign(window, { stays: true }));
  // Two workers of ours: the one on the screen and the one of the next notebook.
  const labs = () => page.workers().filter((worker) => worker.url().includes('/workers/worker-')).length;
  await expect.poll(labs, { timeout: 60_000 }).toBe(2);
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(new RegExp(`/lecture/${TWO}\\?step=1`));
  await live(page);
  await expect.poll(labs).toBe(1);
  await expect(page.locator('.part')).toHaveText('2 of 2');
  await page.keyboard.press('PageUp');
  await expect(page).toHaveURL(new RegExp(`/lecture/${ONE}\\?list=`));
  await live(page);
  expect(await page.evaluate(() => 'stays' in window)).toBe(true);
  expect(errors).toEqual([]);
});

test('keys: help, QR, blackout, laser, reset, measure; what lies over the lecture is taken away first', async ({
  page,
}) => {
  await openLecture(page, `${ONE}?step=2`);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('PageDown');
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await here(page)).toBe('2');
  await page.keyboard.press('q');
  await expect(page.getByRole('dialog').locator('svg')).toBeVisible();
  await expect(page.getByRole('dialog')).toContainText(`/n/${ONE}?step=2`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('b');
  await expect(page.getByRole('dialog')).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await page.keyboard.press('.');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('l');
  await page.mouse.move(700, 500);
  const dot = await page.locator('.laser').boundingBox();
  expect(Math.abs((dot?.x ?? 0) + (dot?.width ?? 0) / 2 - 700)).toBeLessThan(2);
  await expect(page.locator('main')).toHaveCSS('cursor', 'none');
  await page.keyboard.press('l');
  await expect(page.locator('.laser')).toHaveCount(0);
  await page.keyboard.press('c');
  await page.getByLabel('Seed', { exact: true }).fill('4711');
  await page.getByLabel('Seed', { exact: true }).press('Enter');
  await expect.poll(() => new URL(page.url()).searchParams.get('seed')).toBe('4711');
  await page.locator('h1').first().click();
  await page.keyboard.press('r');
  await expect.poll(() => new URL(page.url()).search).toBe('?step=2');
});

test('measures the claim of a step with a key', async ({ page }) => {
  await openLecture(page, ONE);
  const claim = page.getByRole('button', { name: 'Measure here' });
  while (!(await claim.isVisible())) await press(page, 'PageDown');
  const before = page.url();
  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 110_000 });
  await expect(page.locator('.claim .here')).toContainText('✓');
  expect(page.url()).toBe(before);
});

test('what can be dragged follows the pointer at the scale of a lecture', async ({ page }) => {
  for (const slug of LIGHT) {
    await openLecture(page, `${slug}?step=1`);
    const handle = page.locator('.picture .figure-svg [tabindex="0"][aria-label*="rag"]').first();
    if ((await handle.count()) === 0) continue;
    const box = async () =>
      (await handle.locator('circle').first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const slides = (await handle.getAttribute('role')) === 'slider';
    const from = await box();
    const center = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
    await page.mouse.move(center.x, center.y);
    await page.mouse.down();
    await page.mouse.move(center.x - 20, center.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect(async () => {
      const to = await box();
      // A slider follows along its line only.
      const down = slides ? 0 : 20;
      expect(Math.hypot(to.x - from.x + 20, to.y - from.y - down)).toBeLessThan(8);
    }).toPass({ timeout: 10_000 });
    return;
  }
});

test('bad addresses show the nearest picture and say what is wrong and where', async ({ page }) => {
  await openLecture(page, `${ONE}?step=99&seed=x&list=nonsense,${ONE}@77&at=1`);
  const notices = page.locator('.notices');
  await expect(notices).toContainText('Entry 1 of the list, “nonsense”, is no notebook of this site');
  await expect(notices).toContainText(`Entry 2 of the list, “${ONE}@77”`);
  await expect(notices).toContainText('The step must be a whole number');
  await expect(notices).toContainText('The seed must be a whole number');
  await notices.getByRole('button', { name: 'Understood' }).click();
  await expect(notices).toHaveCount(0);

  await page.goto(`/lecture/${ONE}x`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`There is no lecture “${ONE}x”`);
  await expect(page.getByRole('link', { name: ONE, exact: true })).toBeVisible();
  await expect(page.locator(`img[src$="/poster/${ONE}/0.svg"]`)).toBeVisible();
});

test('without an engine the recorded pictures are shown, and the keys work', async ({ page }) => {
  await withoutEngine(page);
  await page.goto(`/lecture/${ONE}?step=1`);
  await expect(page.locator('.notices')).toContainText('No engine starts in this browser');
  await expect(page.locator(`.picture img[src$="/poster/${ONE}/1.projector.svg"]`)).toBeVisible();
  await page.keyboard.press('End');
  await expect.poll(() => inAddress(page.url())).not.toBe('1');
  const last = inAddress(page.url());
  await expect(page.locator(`.picture img[src$="/poster/${ONE}/${last}.projector.svg"]`)).toBeVisible();
});

for (const theme of ['projector', 'dark']) {
  test(`axe reports nothing on title, question, step and help in ${theme}`, async ({ page }) => {
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    };
    await openLecture(page, `${ONE}?theme=${theme}`);
    await page.mouse.move(400, 400);
    await check();
    await press(page, 'PageDown');
    await check();
    await press(page, 'PageDown');
    await page.keyboard.press('c');
    await check();
    await page.keyboard.press('?');
    await check();
  });
}

test('lectures and their composer fit a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['', ...SOME.map((slug) => `/${slug}?step=1`)]) {
    await page.goto(`/lecture${path}`);
    if (path) await live(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});
