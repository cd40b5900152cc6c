// The same numbers on every engine, and a picture when there is none. Single faults are in faults.spec.ts.
import { expect, test } from '@playwright/test';
import { loadNotebook, loadSimulation, nodeLabs } from '#lib/lab/node.ts';
import { runToEnd } from '#lib/lab/run.ts';
import { stateOfStep } from '#lib/notebook/address.ts';
import type { Notebook } from '#lib/notebook/types.ts';
import { formatNumber } from '#lib/player/format.ts';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/browser.mjs';
import { EVERYTHING, LIGHT, metrics, SOME, watch, withoutEngine } from './helpers.ts';

// A browser that offers WebGPU, computed in software.
test.use({
  launchOptions: {
    executablePath: findChromium() ?? '',
    args: [...CHROMIUM_FLAGS, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  },
});

for (const slug of SOME) {
  test(`${slug}: software WebGPU gives the metrics of WASM`, async ({ page }) => {
    test.setTimeout(240_000);
    const notebook = await loadNotebook(slug);
    const expected = metricsOfRun(slug, notebook);
    const { errors } = watch(page);
    await page.goto(`/n/${slug}?step=1`);
    // A notebook whose graphs WebGPU can not run says so, and does not try; its numbers must agree all the same.
    const { needsWasm } = notebook;
    const statement = needsWasm === undefined ? 'Live on WebGPU.' : `Not WebGPU: ${needsWasm}.`;
    await page.getByText(statement).waitFor({ timeout: 120_000 });
    // The recorded figure is of another state; only a live frame can be pinned.
    await expect(page.getByRole('button', { name: 'Pin as A' })).toBeEnabled({ timeout: 120_000 });
    // A software GPU is a hundred times slower: any frame of the run will do, unless all is tested.
    await expect(async () => {
      const frames = (await expected).slice(EVERYTHING ? -1 : 0);
      const shown = await metrics(page);
      const apart = frames.map((frame) => differences(frame, shown));
      expect(apart.toSorted((a, b) => a.length - b.length)[0]).toEqual([]);
    }).toPass({ timeout: 100_000, intervals: [100] });
    expect(errors).toEqual([]);
  });
}

test('the recorded figure stays, with the reason, when no engine starts', async ({ page }) => {
  await withoutEngine(page);
  await page.goto(`/n/${LIGHT[0]}`);
  await expect(page.locator('.notices')).toContainText('No engine starts in this browser');
  await expect(page.locator('.stage svg.figure-svg').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

/** The metrics of each frame of the first step's run on WASM, computed here: by their names on the page. */
async function metricsOfRun(slug: string, notebook: Notebook): Promise<Record<string, string>[]> {
  const { simulate } = await loadSimulation(slug);
  const labs = nodeLabs(slug);
  const rows: Record<string, string>[] = [];
  for await (const { metrics } of runToEnd(simulate, stateOfStep(notebook, 1), labs.lab(notebook.seed)))
    rows.push(
      Object.fromEntries(
        Object.entries(metrics).map(([name, value]) => {
          const metric = notebook.metrics[name];
          return [metric?.label ?? name, formatNumber(value, metric?.digits ?? 4)];
        }),
      ),
    );
  await labs.release();
  return rows;
}

/** Metrics that differ by more than their rounding: they are shown with at most four digits. */
function differences(expected: Record<string, string>, measured: Record<string, string>): string[] {
  return Object.entries(expected).flatMap(([name, text]) => {
    const [a, b] = [number(text), number(measured[name] ?? '')];
    const close = a === b || Math.abs(a - b) <= 2e-3 * (1 + Math.abs(a));
    return close ? [] : [`${name}: ${text} and ${measured[name]}`];
  });
}

const number = (text: string) => {
  const power = /·10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/.exec(text);
  const mantissa = Number.parseFloat(text.replace('−', '-').replace('∞', 'Infinity'));
  if (!power) return mantissa;
  const exponent = Number([...(power[2] ?? '')].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join(''));
  return mantissa * 10 ** (power[1] ? -exponent : exponent);
};
