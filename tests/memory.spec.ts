// Opening all notebooks one after the other twice must not grow the memory of the browser by more than a fifth.
import { expect, test } from '@playwright/test';
import { LIVE, openLive } from './helpers.ts';

test('memory does not grow from round to round', async ({ page }) => {
  test.setTimeout(300_000);
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.enable');
  const used = async () => {
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    return usedSize;
  };
  const round = async () => {
    for (const slug of LIVE) await openLive(page, slug);
    return used();
  };
  const first = await round();
  const second = await round();
  expect(second).toBeLessThanOrEqual(1.2 * first);
});
