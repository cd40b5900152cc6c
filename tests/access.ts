// What every page must keep: axe finds nothing in any of the three views, and nothing is wider than a phone.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const VIEWS = ['Light', 'Dark', 'Projector'] as const;

async function choose(page: Page, view: (typeof VIEWS)[number]): Promise<void> {
  await page.getByRole('radio', { name: view }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-view', view.toLowerCase());
}

/**
 * What axe reports in each view of the page that is open, each chosen by its button. A view changes colours and sizes
 * only, so that names, roles and order need to be seen once.
 */
export async function axeFindsNothing(page: Page): Promise<void> {
  for (const view of VIEWS) {
    await choose(page, view);
    // Without frames to gather from, axe need not open a page of its own for its results.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    if (view !== 'Light') axe.withRules(['color-contrast', 'scrollable-region-focusable', 'target-size']);
    const { violations } = await axe.analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        `${view} view`,
      )
      .toEqual([]);
  }
  await choose(page, 'Light');
}

/** The page that is open, on a phone: nothing is wider than it, in any view. */
export async function fitsPhone(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of VIEWS) {
    await choose(page, view);
    await page.waitForTimeout(300);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `${view} view`).toBeLessThanOrEqual(390);
  }
  await choose(page, 'Light');
  if (size) await page.setViewportSize(size);
}
