// A page around an embed that talks with it, as the tests see it.
import { expect, type Page } from '@playwright/test';
import { FRAME, page as parentPage, serveParent, type ParentPage } from './parents.ts';

export interface State {
  step: number;
  steps: number;
  seed: number;
  settled: boolean;
  engine: string | null;
  query: string;
  params: Record<string, unknown>;
  metrics: Record<string, number>;
}
export interface Reply {
  result?: State & Record<string, unknown>;
  error?: { code: string; message: string; where: string };
}
/** What the script of the page around offers, see parents.ts. */
export interface Host extends Window {
  ask(method: string, params?: unknown, n?: number): Promise<Reply>;
  events(name: string): Record<string, unknown>[];
  got: unknown[];
}

export const ask = (page: Page, method: string, params: unknown = {}, n = 0) =>
  page.evaluate(
    ([method, params, n]) => (window as unknown as Host).ask(method as string, params, n as number),
    [method, params, n] as const,
  );
export const events = (page: Page, name: string) =>
  page.evaluate((name) => (window as unknown as Host).events(name), name);

/** Opens a page with one bare frame, and waits until the demo is ready. */
export async function openFrame(
  page: Page,
  baseURL: string | undefined,
  slug: string,
  query = '',
): Promise<ParentPage> {
  const parent = await serveParent(
    parentPage(`<iframe src="${baseURL}/embed/${slug}${query}" width="900" height="700" ${FRAME}></iframe>`),
  );
  await page.goto(parent.url);
  await expect.poll(async () => (await events(page, 'ready')).length).toBe(1);
  return parent;
}

/** The state of the `n`-th demo once its picture is the last one of what is set. */
export async function settled(page: Page, n = 0): Promise<State> {
  await expect
    .poll(async () => (await ask(page, 'get', {}, n)).result?.settled, { timeout: 90_000 })
    .toBe(true);
  return (await ask(page, 'get', {}, n)).result as State;
}
