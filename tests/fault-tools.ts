// What the tests of faults share: a state that must survive them, and ways to break a worker from the outside.
import { expect, type Page, type Route, type Worker } from '@playwright/test';

/** The notebook whose engine starts fastest: three graphs of a few kilobytes, no gradients. */
export const ONE = 'hopfield-capacity';
/** A state that is not the default one, as the page writes it. */
export const STATE = '?step=1&seed=7&inverseTemperature=25';

/** The script of the lab’s worker, in the built site and on the development server. */
export const WORKER = /\/worker(?:-[\w-]+)?\.(?:js|ts)\b/;
const MODELS = '**/*.onnx';
/** For workers: no digest, as on insecure origins, so that only numbers can tell a damaged model. */
export const NO_DIGEST = 'Object.defineProperty(crypto, "subtle", { value: undefined });';

export const notices = (page: Page) => page.locator('.notices');
export const statement = (page: Page) => page.locator('.engine > p[role=status]');
export const tryAgain = (page: Page) => page.getByRole('button', { name: 'Try again' });

/** Opens the notebook in its state; the engine may or may not start. */
export async function open(page: Page, query = STATE): Promise<void> {
  await page.goto(`/n/${ONE}${query}`);
}

/** The engine runs and the picture has come to rest. */
export async function live(page: Page, engine = 'WebAssembly'): Promise<void> {
  await expect(statement(page)).toContainText(`Live on ${engine}`, { timeout: 60_000 });
  await expect(page.getByRole('button', { name: '▶ Play' })).toBeVisible({ timeout: 60_000 });
}

/** Seed, step and controls are in the page and in its address, and there is a picture. */
export async function kept(page: Page, query = STATE): Promise<void> {
  const wanted = new URLSearchParams(query);
  await expect.poll(() => new URL(page.url()).search).toBe(query);
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue(wanted.get('seed') ?? '0');
  await expect(page.getByLabel('Inverse temperature, typed')).toHaveValue(
    wanted.get('inverseTemperature') ?? '10',
  );
  if (wanted.has('step'))
    await expect(page.locator('.steps [aria-current=step]')).toHaveText(wanted.get('step') ?? '');
  await expect(page.locator('.stage :is(svg.figure-svg, img.recorded)').first()).toBeVisible();
}

/** Why better engines do not run, as the page says it. */
export async function reasons(page: Page): Promise<string> {
  const details = page.locator('.engine details');
  await details.evaluate((element) => ((element as HTMLDetailsElement).open = true));
  return (await details.locator('ul').innerText()).replaceAll('\n', ' ');
}

/** The lab’s worker; onnxruntime’s threads are workers too. */
export async function labWorker(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().some((worker) => WORKER.test(worker.url()))).toBe(true);
  return page.workers().findLast((worker) => WORKER.test(worker.url())) as Worker;
}

/** Puts `code` before the script of every worker of the lab that starts from now on. */
export async function inWorkers(page: Page, code: string): Promise<() => Promise<void>> {
  const handler = async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  };
  await page.context().route(WORKER, handler);
  return () => page.context().unroute(WORKER, handler);
}

/** Answers every request for a model with what `change` makes of it. The result ends that. */
export async function changeModels(
  page: Page,
  change: (bytes: Buffer) => Buffer | number,
): Promise<() => Promise<void>> {
  const handler = async (route: Route) => {
    const response = await route.fetch();
    const changed = change(await response.body());
    if (typeof changed === 'number') return route.fulfill({ status: changed, body: 'No.' });
    await route.fulfill({ status: 200, contentType: 'application/octet-stream', body: changed });
  };
  await page.context().route(MODELS, handler);
  return () => page.context().unroute(MODELS, handler);
}
