// axe finds nothing on the pages around the notebooks, in any of the three views, and each fits a phone.
import { test } from '@playwright/test';
import { axeFindsNothing, fitsPhone } from './access.ts';

for (const path of ['/', '/claims', '/speed', '/n/conditional-dit']) {
  test(`axe reports nothing on ${path}, which fits a phone`, async ({ page }) => {
    await page.goto(path);
    await axeFindsNothing(page);
    await fitsPhone(page);
  });
}
