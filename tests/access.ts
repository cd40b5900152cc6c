// What every page must keep: axe finds nothing in any of the three views, and nothing is wider than a phone.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

type View = 'Light' | 'Dark' | 'Projector';
const VIEWS: readonly View[] = ['Light', 'Dark', 'Projector'];

async function choose(page: Page, view: View): Promise<void> {
  if ((await page.locator('html').getAttribute('data-view')) === view.toLowerCase()) return;
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view).click();
  await expect(page.locator('html')).toHaveAttribute('data-view', view.toLowerCase());
}

/**
 * What axe reports in each of the `views` of the page that is open, each chosen by its button. A view changes colours
 * and sizes only, so that names, roles and order need to be seen once.
 */
export async function axeFindsNothing(page: Page, views = VIEWS): Promise<void> {
  for (const view of views) {
    await choose(page, view);
    // Without frames to gather from, axe need not open a page of its own for its results.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    if (view !== views[0]) axe.withRules(['color-contrast', 'scrollable-region-focusable', 'target-size']);
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

/** The page that is open, on a phone: nothing is wider than it, in any of the `views`. */
export async function fitsPhone(page: Page, views = VIEWS): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of views) {
    await choose(page, view);
    await settledLayout(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `${view} view`).toBeLessThanOrEqual(390);
  }
  await choose(page, 'Light');
  if (size) await page.setViewportSize(size);
}

/** Waits until what follows the width of the window has followed it: two frames after the observers were told. */
const settledLayout = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
