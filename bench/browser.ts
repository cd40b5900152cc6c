/** The browser of the bench, and pages in it. A context of its own has a cold cache. */
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium, WHAT_TO_DO } from '../scripts/browser.mjs';
import { UsageError } from '../scripts/common.ts';

export async function launch(extra: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new UsageError(WHAT_TO_DO);
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...extra] });
}

const VIEWPORT = { width: 1440, height: 900 };

/** Runs `work` on a page whose cache is cold; everything of it is gone afterwards. */
export async function onColdPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  return inContext(browser, async (context) => work(await context.newPage()));
}

export async function inContext<T>(
  browser: Browser,
  work: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

export const devtools = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page);

/** The engine runs and has said so. */
export const live = (page: Page): Promise<void> => page.getByText(/^Live on /).waitFor({ timeout: 60_000 });

/** The run has nothing more to do, or `limit` milliseconds are over. */
export const settledWithin = (page: Page, limit: number): Promise<void> =>
  page
    .getByRole('button', { name: '▶ Play' })
    .waitFor({ timeout: limit })
    .catch(() => undefined);
