// axe finds nothing on any page in any of the three views, and every page fits a phone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { LIVE, openLive } from './helpers.ts';

const VIEWS = ['Light', 'Dark', 'Projector'] as const;

/** What axe reports in each view of the page that is open, each chosen by its button. */
async function check(page: Page): Promise<void> {
  for (const view of VIEWS) {
    await page.getByRole('radio', { name: view }).check({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-view', view.toLowerCase());
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        `${view} view`,
      )
      .toEqual([]);
  }
}

/** The page that is open, on a phone: nothing is wider than it. */
async function fitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of VIEWS) {
    await page.getByRole('radio', { name: view }).check({ force: true });
    await page.waitForTimeout(300);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `${view} view`).toBeLessThanOrEqual(390);
  }
}

for (const path of ['/', '/claims', '/speed', '/n/conditional-dit']) {
  test(`axe reports nothing on ${path}, which fits a phone`, async ({ page }) => {
    await page.goto(path);
    await check(page);
    await fitsPhone(page);
  });
}

for (const slug of LIVE) {
  test(`axe reports nothing on ${slug}, which fits a phone`, async ({ page }) => {
    await openLive(page, slug);
    await check(page);
    await fitsPhone(page);
  });
}
