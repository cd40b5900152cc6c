/** Frames per second of the energy field of notebook 09 with 24 memories, while a slider is dragged without a stop. */
import type { Browser, Page } from '@playwright/test';
import { launch, live, onColdPage, settledWithin } from './browser.ts';
import { type Contest, withContenders } from './contenders.ts';
import type { Surroundings } from './part.ts';
import { judged, type Row, unmeasured } from './row.ts';
import { spyOn } from './spy.ts';
import { median, spreadOf } from './statistics.ts';

const PAGE = '/n/hopfield-capacity?memories=24';
const SECONDS = 3;
const ROUNDS = 3;

export async function measureField(surroundings: Surroundings, contest: Contest): Promise<Row[]> {
  return [await onWasm(surroundings, contest), await onGpu(surroundings)];
}

/** Frames per second that are drawn for new values of the slider. */
async function dragged(page: Page): Promise<number> {
  await page.evaluate(() => void (window.notes.requests.length = 0));
  await page.evaluate((seconds) => {
    const slider = document.querySelector<HTMLInputElement>('#control-inverseTemperature');
    if (!slider) throw new Error('The notebook has no slider for its inverse temperature.');
    const start = performance.now();
    return new Promise<void>((resolve) => {
      const move = (now: number) => {
        if (now - start > 1000 * seconds) return resolve();
        // To and fro over the middle half of the slider, a round in two seconds.
        slider.valueAsNumber = 500 + 250 * Math.sin(((now - start) / 1000) * Math.PI);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(move);
      };
      requestAnimationFrame(move);
    });
  }, SECONDS);
  const frames = await page.evaluate(
    () => window.notes.requests.filter(({ answered }) => answered > 0).length,
  );
  return frames / SECONDS;
}

async function ratesOf(browser: Browser, site: string): Promise<number[]> {
  return onColdPage(browser, async (page) => {
    await spyOn(page);
    await page.goto(`${site}${PAGE}`);
    await live(page);
    await settledWithin(page, 60_000);
    const rates: number[] = [];
    for (let i = 0; i < ROUNDS; i++) rates.push(await dragged(page));
    return rates;
  });
}

async function onWasm({ browser, site, progress }: Surroundings, contest: Contest): Promise<Row> {
  progress('on WebAssembly');
  const rates = await ratesOf(browser, site);
  const alone = await withContenders(browser, contest, (page) =>
    page.evaluate(() => window.bare.fieldTime(128, 60)),
  );
  return judged({
    name: 'Energy field at 128², 24 memories, WebAssembly',
    unit: 'frames/s',
    value: median(rates),
    spread: spreadOf(rates),
    target: { least: 30 },
    method: `Frames that the page of hopfield-capacity shows in ${SECONDS} s while its slider for β is moved at every display; the median of ${ROUNDS} rounds.`,
    details: [{ label: 'the graph alone', value: 1000 / alone, unit: 'runs/s' }],
    ifMissed:
      'A frame is the graph, its message, isolines on a grid of 64², the painting and the links below; the details say what the graph alone can do. Done: the shade of a cell no longer works out the ends of its ramp, and painting reads its properties once.',
  });
}

const GPU_FLAGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

async function onGpu({ site, progress }: Surroundings): Promise<Row> {
  progress('on WebGPU');
  const row = {
    name: 'Energy field at 512², 24 memories, WebGPU',
    unit: 'frames/s',
    target: {},
    method: 'The same on WebGPU, where there is a graphics card.',
  };
  const browser = await launch(GPU_FLAGS);
  try {
    const adapter = await onColdPage(browser, async (page) => {
      await page.goto(`${site}/`);
      return page.evaluate(adapterName);
    });
    if (adapter === null) return unmeasured(row, 'There is no graphics card at hand.');
    const rates = await ratesOf(browser, site);
    return judged({
      ...row,
      value: median(rates),
      spread: spreadOf(rates),
      method: `${row.method} (${adapter})`,
    });
  } finally {
    await browser.close();
  }
}

/** In the page: what the card is called; null when there is none, or only one that the processor imitates. */
async function adapterName(): Promise<string | null> {
  interface Adapter {
    readonly info: { vendor: string; architecture: string; isFallbackAdapter?: boolean };
  }
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  const adapter = await gpu?.requestAdapter();
  if (!adapter || adapter.info.isFallbackAdapter || adapter.info.architecture === 'swiftshader') return null;
  return `${adapter.info.vendor} ${adapter.info.architecture}`.trim();
}
