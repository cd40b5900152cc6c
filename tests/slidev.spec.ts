// The example deck in Slidev, which is heavy and therefore installed when this test asks for it: it builds, shows a live
// demo that follows the clicks, and its PDF has the recorded picture.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import sirv from 'sirv';
import { findChromium } from '../scripts/browser.mjs';
import { pointTo, pressInside } from './decks.ts';

const SOURCE = 'integrations/slidev';
/** Kept between runs; within the repository, since Vite serves nothing outside a project. */
const DECK = resolve('node_modules/.cache/tangible-slidev');
const BIN = join(DECK, 'node_modules/.bin');

function run(command: string, args: string[]): { status: number | null; output: string } {
  const env = {
    ...process.env,
    PATH: `${BIN}:${process.env['PATH']}`,
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: DECK, encoding: 'utf8', env });
  return { status, output: `${stdout}${stderr}` };
}

/** Copies the deck and installs Slidev, unless the same lock file was installed before. */
function install(): { status: number | null; output: string } {
  const lock = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const known = existsSync(join(BIN, 'slidev')) && lock(DECK) === lock(SOURCE);
  mkdirSync(DECK, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', 'vite.config.ts', 'slides.md', 'components'])
    cpSync(join(SOURCE, name), join(DECK, name), { recursive: true });
  return known
    ? { status: 0, output: '' }
    : run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

test('Slidev: the deck builds, its demo is live and follows the clicks, its PDF has the recorded picture', async ({
  page,
  baseURL,
  request,
}) => {
  test.setTimeout(300_000);
  const installed = install();
  expect(installed.status, `Slidev is installed: ${installed.output.slice(-300)}`).toBe(0);
  pointTo(baseURL ?? '', join(DECK, 'slides.md'));
  pointTo(baseURL ?? '', join(DECK, 'components/TangibleDemo.vue'));

  const built = run('slidev', ['build', '--base', './']);
  expect(built.output.slice(-2000) && built.status).toBe(0);
  const server = createServer(sirv(join(DECK, 'dist'), { dev: true }));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  await page.goto(`http://localhost:${typeof address === 'object' ? address?.port : 0}/#/2`);
  const demo = page.locator('tangible-demo');
  await expect(demo).toHaveAttribute('data-live', '', { timeout: 60_000 });
  const step = () =>
    demo.evaluate((one) =>
      (one as HTMLElement & { get(): Promise<{ step: number }> }).get().then((state) => state.step),
    );
  expect(await step()).toBe(1);
  await page.keyboard.press('PageDown');
  await expect.poll(step).toBe(2);
  // After a click inside the demo the same clicker goes on.
  await pressInside(page, 'tangible-demo', '.says');
  for (const wanted of [3, 4, 5]) {
    await page.keyboard.press('PageDown');
    await expect.poll(step).toBe(wanted);
    // One press is one step: Slidev repeats a key that it takes for held after a second.
    await page.waitForTimeout(1500);
    expect(await step()).toBe(wanted);
  }
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/#\/3/);
  server.close();

  const pdf = join(DECK, 'deck.pdf');
  rmSync(pdf, { force: true });
  const exported = run('slidev', [
    ...['export', '--executable-path', findChromium() ?? ''],
    ...['--output', pdf, '--timeout', '90000'],
  ]);
  expect(exported.output.slice(-2000) && exported.status).toBe(0);
  const poster = await (await request.get('/poster/hopfield-capacity/5.png')).body();
  // The picture of the last step, with the width that it has as a file.
  const text = readFileSync(pdf).toString('latin1');
  expect(text).toContain(`/Width ${poster.readUInt32BE(16)}`);
});
