// What can break, one test for each: the page recovers or falls back, says in a sentence what happened, and keeps seed,
// step and controls. docs/faults.md has the list; models have a file of their own. On one notebook; that the picture stays
// when no engine starts, engines.spec.ts sees.
import { chromium, expect, test, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/browser.mjs';
import { withOtherConstants } from './damaged-models.ts';
import {
  changeModels,
  inWorkers,
  kept,
  labWorker,
  live,
  NO_DIGEST,
  notices,
  ONE,
  open,
  reasons,
  tryAgain,
  WORKER,
} from './fault-tools.ts';

test.describe('engines that do not start', () => {
  test('WebGPU absent', async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'gpu', { value: undefined }));
    await open(page);
    await live(page);
    expect(await reasons(page)).toContain('WebGPU: this browser does not offer it here.');
    await kept(page);
  });

  for (const answer of ['null', 'a rejection', 'nothing'])
    test(`an adapter that is refused with ${answer}`, async ({ page }) => {
      if (answer === 'nothing') await page.clock.install();
      await page.addInitScript((answer) => {
        const requestAdapter = () => {
          if (answer === 'null') return Promise.resolve(null);
          return answer === 'nothing' ? new Promise(() => undefined) : Promise.reject(new Error('no'));
        };
        Object.defineProperty(navigator, 'gpu', { value: { requestAdapter } });
      }, answer);
      await open(page);
      if (answer === 'nothing') {
        await page.clock.runFor(1000);
        await page.clock.fastForward(3000);
      }
      await live(page);
      expect(await reasons(page)).toContain('WebGPU: it gives no adapter.');
      await kept(page);
    });

  test('a page that can not be isolated', async ({ page }) => {
    // As on a host that sets no headers.
    await page.route(`**/n/${ONE}?*`, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers() };
      delete headers['cross-origin-opener-policy'];
      delete headers['cross-origin-embedder-policy'];
      await route.fulfill({ response, headers });
    });
    await open(page);
    await live(page, 'WebAssembly, one thread');
    expect(await reasons(page)).toContain('several threads: this page is not isolated from other origins.');
    await kept(page);
  });

  test('a start that hangs is given up, and the next engine is used', async ({ page }) => {
    let asked = 0;
    // The first engine waits for its WebAssembly for ever; the second gets it.
    await page
      .context()
      .route('**/*.wasm', (route) => (asked++ === 0 ? new Promise(() => undefined) : route.continue()));
    await page.clock.install();
    await open(page);
    await expect.poll(() => asked).toBe(1);
    await page.clock.fastForward(30_000);
    await live(page, 'WebAssembly, one thread');
    expect(await reasons(page)).toContain('several threads: it did not start within 30 s');
    await kept(page);
  });

  test('a golden input answered wrongly, by one engine and by all', async ({ page }) => {
    // One bit of a weight is wrong, and there is no digest that would tell: the numbers do.
    let fetched = 0;
    await inWorkers(page, NO_DIGEST);
    const mend = await changeModels(page, (bytes) => (fetched++ < 3 ? withOtherConstants(bytes) : bytes));
    await open(page);
    await live(page, 'WebAssembly, one thread');
    expect(await reasons(page)).toMatch(
      /several threads: \w+\.onnx gives other numbers here than where it was made/,
    );
    await kept(page);
    await mend();

    const mendAll = await changeModels(page, withOtherConstants);
    await page.reload();
    await expect(notices(page)).toContainText('gives other numbers here than where it was made');
    await kept(page);
    await mendAll();
    await tryAgain(page).click();
    await live(page);
    await kept(page);
  });

  test('WebAssembly forbidden by a policy', async ({ page }) => {
    const handler = WORKER;
    await page.context().route(handler, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': "script-src 'self'" };
      await route.fulfill({ response, headers });
    });
    await open(page);
    await expect(notices(page)).toContainText(
      'a content security policy, of the site or of the network in between, forbids WebAssembly',
    );
    await expect(notices(page)).toContainText('The figure that was recorded at build stays.');
    await kept(page);
    await page.context().unroute(handler);
    await tryAgain(page).click();
    await live(page);
    await kept(page);
  });

  test('a worker script that is gone, as after a renewal of the site', async ({ page }) => {
    await page.context().route(WORKER, (route) => route.fulfill({ status: 404, body: '' }));
    await open(page);
    await expect(notices(page)).toContainText(
      'its worker can’t be loaded: there is no network, or the site was renewed',
    );
    await kept(page);
    await page.context().unroute(WORKER);
    await tryAgain(page).click();
    await live(page);
    await kept(page);
  });
});

test.describe('in the middle of a run', () => {
  test('the graphics device is lost', async () => {
    const browser = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: [...CHROMIUM_FLAGS, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
    });
    const page = await browser.newPage({ baseURL: test.info().project.use.baseURL ?? '' });
    await inWorkers(
      page,
      `const request = GPUAdapter.prototype.requestDevice;
       GPUAdapter.prototype.requestDevice = async function (...given) {
         return (self.device = await request.apply(this, given));
       };`,
    );
    await open(page);
    await expect(page.getByText('Live on WebGPU.')).toBeVisible({ timeout: 60_000 });
    await (
      await labWorker(page)
    ).evaluate(() => (self as unknown as { device: { destroy(): void } }).device.destroy());
    await expect(notices(page)).toContainText('WebGPU stopped: the graphics device was lost');
    await expect(notices(page)).toContainText('The demo goes on on WebAssembly, with the same parameters.');
    await live(page);
    await kept(page);
    await browser.close();
  });

  test('the worker is ended, once and again', async ({ page }) => {
    await open(page);
    await live(page);
    await page.getByRole('button', { name: '▶ Play' }).click();
    await end(page);
    await expect(notices(page)).toContainText(
      'The engine stopped: its worker was ended, by the browser or by somebody. It was started again',
    );
    await live(page);
    await kept(page);
    // What breaks over and over is not started over and over.
    await end(page);
    await expect(notices(page)).toContainText('The demo stopped: its worker was ended');
    await expect(notices(page)).toContainText('The last picture stays.');
    await kept(page);
    await tryAgain(page).click();
    await live(page);
    await expect(notices(page)).toHaveCount(0);
    await kept(page);
  });

  test('memory runs out: at the start, and in a run', async ({ page }) => {
    // Memory that threads share is asked for in one piece, which small devices refuse.
    const mend = await inWorkers(
      page,
      `WebAssembly.Memory = function () {
         throw new RangeError('WebAssembly.Memory(): could not allocate memory');
       };`,
    );
    await open(page);
    await expect(notices(page)).toContainText(
      'one thread: the memory that this browser gives the page is used up',
    );
    await kept(page);
    await mend();
    await tryAgain(page).click();
    await live(page);

    await (
      await labWorker(page)
    ).evaluate(() => {
      const construct = () => {
        throw new RangeError('Array buffer allocation failed');
      };
      for (const name of ['Float32Array', 'Float64Array', 'Uint8Array'] as const)
        globalThis[name] = new Proxy(globalThis[name], { construct }) as never;
    });
    await page.getByRole('button', { name: '▶ Play' }).click();
    await expect(notices(page)).toContainText(
      'The demo stopped: the memory that this browser gives the page is used up; other tabs closed, or smaller sizes chosen, leave more',
    );
    await expect(notices(page)).toContainText('The last picture stays.');
    await kept(page);
    await tryAgain(page).click();
    await live(page);
    await kept(page);
  });

  test('the worker hangs', async ({ page }) => {
    await page.clock.install();
    await open(page);
    await live(page);
    await page.getByRole('button', { name: '▶ Play' }).click();
    const worker = await labWorker(page);
    void worker
      .evaluate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
      .catch(() => undefined);
    await page.clock.runFor(500);
    await page.clock.fastForward(20_000);
    await expect(notices(page)).toContainText('The engine has not answered for 20 s. The demo waits for it');
    await page.getByRole('button', { name: 'Start it anew' }).click();
    await live(page);
    await expect(notices(page)).toHaveCount(0);
    await kept(page);
  });
});

/** Ends the lab’s worker from within: no event tells the page. */
async function end(page: Page): Promise<void> {
  const worker = await labWorker(page);
  const closed = worker.waitForEvent('close');
  void worker.evaluate(() => self.close()).catch(() => undefined);
  await closed;
}
