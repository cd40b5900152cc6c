// axe finds nothing on any page in any of the three views, wide and narrow.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { LIVE, openLive } from './helpers.ts';

const VIEWS = ['light', 'dark', 'projector'] as const;

for (const view of VIEWS) {
  test.describe(`${view} view`, () => {
    test.beforeEach(({ page }) =>
      page.addInitScript((name) => localStorage.setItem('tangible-view', name), view),
    );

    for (const path of ['/', '/claims', '/n/conditional-dit']) {
      test(`axe reports nothing on ${path}`, async ({ page }) => {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      });
    }

    for (const slug of LIVE) {
      test(`axe reports nothing on ${slug}`, async ({ page }) => {
        await openLive(page, slug);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      });
    }
  });
}

for (const path of ['/', '/claims', ...LIVE.map((slug) => `/n/${slug}`)]) {
  test(`${path} fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
