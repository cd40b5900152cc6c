/** Builds the contenders’ page (bench/page) into a folder of its own, serves it like the site, and opens it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { build, defaultClientConditions } from 'vite';
import { serve } from '../scripts/serve.mjs';
import { onColdPage } from './browser.ts';

export interface Contest {
  readonly address: string;
  close(): Promise<void>;
}

/** None of it is part of the site: TensorFlow.js is loaded here and nowhere else. */
export async function buildContenders(): Promise<Contest> {
  const outDir = await mkdtemp(join(tmpdir(), 'tangible-bench-'));
  await build({
    configFile: false,
    root: process.cwd(),
    base: './',
    publicDir: false,
    logLevel: 'error',
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // TensorFlow.js sends the text of its functions to its threads: their names must stay.
      minify: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1e5,
      rolldownOptions: { input: join('bench', 'page', 'index.html') },
    },
  });
  const { server, address } = await serve(outDir, 0);
  return {
    address,
    async close() {
      server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** Runs `work` on the contenders’ page. */
export const withContenders = <T>(browser: Browser, { address }: Contest, work: (page: Page) => Promise<T>) =>
  onColdPage(browser, async (page) => {
    await page.goto(`${address}/bench/page/`);
    await page.waitForFunction(() => 'tensorflow' in window);
    return work(page);
  });
