// Opening notebooks one after the other twice must not grow the memory of the browser by more than a fifth. Three are
// opened here; `npm run bench` opens them all.
import { expect, test } from '@playwright/test';
import { LIGHT } from './helpers.ts';

test('memory does not grow from round to round', async ({ page }) => {
  test.setTimeout(300_000);
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.enable');
  /** The page before is let go a moment after the next one has opened: the least of some readings. */
  const used = async () => {
    const readings: number[] = [];
    for (let i = 0; i < 4; i++) {
      await client.send('HeapProfiler.collectGarbage');
      readings.push((await client.send('Runtime.getHeapUsage')).usedSize);
      await page.waitForTimeout(800);
    }
    return Math.min(...readings);
  };
  const round = async () => {
    for (const slug of LIGHT) {
      await page.goto(`/n/${slug}`);
      await page.getByText(/^Live on /).waitFor({ timeout: 60_000 });
      // A live frame is shown, and with it all that draws.
      await expect(page.getByRole('button', { name: 'Pin as A' })).toBeEnabled({ timeout: 60_000 });
    }
    return used();
  };
  const first = await round();
  const second = await round();
  expect(second).toBeLessThanOrEqual(1.2 * first);
});
