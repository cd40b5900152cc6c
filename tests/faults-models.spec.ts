// Models that do not arrive, or not as they were published: see faults.spec.ts.
import { expect, test } from '@playwright/test';
import { flipped, ofNewerOpset } from './damaged-models.ts';
import {
  changeModels,
  inWorkers,
  kept,
  live,
  NO_DIGEST,
  notices,
  open,
  statement,
  tryAgain,
} from './fault-tools.ts';

const FAULTS: [name: string, change: (bytes: Buffer) => Buffer | number, says: string, before?: string][] = [
  ['missing', () => 404, 'can’t be loaded: the server answers 404.'],
  ['truncated', (bytes) => bytes.subarray(0, bytes.length / 2), 'arrived damaged'],
  ['bit-flipped', flipped, 'arrived damaged'],
  [
    'of a newer opset',
    ofNewerOpset,
    'is written in a newer version of ONNX than this engine reads',
    NO_DIGEST,
  ],
];
for (const [name, change, says, before] of FAULTS)
  test(`a model that is ${name}`, async ({ page }) => {
    const mendWorkers = before === undefined ? undefined : await inWorkers(page, before);
    const mend = await changeModels(page, change);
    await open(page);
    await expect(notices(page)).toContainText(says);
    await expect(notices(page)).toContainText('The figure that was recorded at build stays.');
    await kept(page);
    await mend();
    await mendWorkers?.();
    await tryAgain(page).click();
    await live(page);
    await expect(notices(page)).toHaveCount(0);
    await kept(page);
  });

test('a graph that only training needs is missing', async ({ page }) => {
  // The engine starts without it; another seed than the shipped one trains.
  const missing = '**/splat_grad*.onnx';
  await page.context().route(missing, (route) => route.fulfill({ status: 404, body: 'No.' }));
  await page.goto('/n/gaussian-splatting?seed=1');
  await expect(statement(page)).toContainText('Live on WebAssembly', { timeout: 60_000 });
  await expect(notices(page)).toContainText(
    'The demo stopped: The model splat_grad.onnx can’t be loaded: the server answers 404.',
  );
  await expect(notices(page)).toContainText('The last picture stays.');
  await expect(page.locator('.stage .words').last()).toContainText('Step 0 of 300');
  await page.context().unroute(missing);
  await tryAgain(page).click();
  await expect(page.locator('.stage .words').last()).toContainText(/Step [1-9]\d* of 300/, {
    timeout: 60_000,
  });
  await expect(notices(page)).toHaveCount(0);
  expect(new URL(page.url()).search).toBe('?seed=1');
});

test('a damaged copy in a cache is asked for again', async ({ page }) => {
  const seen = new Set<number>();
  // Each model is damaged the first time.
  await changeModels(page, (bytes) => {
    const fresh = !seen.has(bytes.length);
    seen.add(bytes.length);
    return fresh ? flipped(bytes) : bytes;
  });
  await open(page);
  await live(page);
  await kept(page);
});
