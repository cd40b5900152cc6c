// An embed under every kind of page. The table of what worked is printed, and kept in docs/embedding.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, expect, test, type Page, type Route } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../scripts/browser.mjs';
import { LIGHT } from './helpers.ts';
import { fileParent, FRAME, page as parentPage, serveParent, type ParentPage } from './parents.ts';

const [SLUG] = LIGHT;
const NAMES: Readonly<Record<string, string>> = { 'wasm-threads': 'several threads', wasm: 'one thread' };
const TABLE = 'docs/embedding.md';

interface Kind {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attributes?: string;
  readonly file?: boolean;
  /** Storage throws in the frame, as where third parties get none. */
  readonly blocked?: boolean;
  /** The site is served without the headers that it asks for, as on GitHub Pages. */
  readonly bare?: boolean;
}

const KINDS: readonly Kind[] = [
  { name: 'no headers' },
  { name: 'COEP require-corp, isolated', headers: isolated('require-corp') },
  { name: 'COEP credentialless, isolated', headers: isolated('credentialless') },
  { name: 'frame without sandbox', attributes: 'allow="fullscreen; cross-origin-isolated"' },
  { name: 'sandbox without allow-same-origin', attributes: 'sandbox="allow-scripts"' },
  { name: 'third-party storage blocked', blocked: true },
  { name: 'strict policy (default-src none, frame-src)', headers: {} },
  { name: 'opened from a file', file: true },
  { name: 'no headers, site without headers too', bare: true },
];

function isolated(policy: string) {
  return { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': policy };
}

/** What came of it: the engine that runs, or the recorded picture and the sentence that says why. */
async function tried(page: Page, parent: ParentPage): Promise<string> {
  await page.goto(parent.url);
  const frame = page.frameLocator('iframe');
  const figure = frame.locator('.stage svg.figure-svg, .stage img').first();
  await expect(figure).toBeVisible({ timeout: 30_000 });
  const engine = () =>
    page.evaluate(async () => {
      const host = window as unknown as {
        ask(method: string): Promise<{ result?: { engine: string | null } }>;
      };
      const silence = new Promise<null>((done) => setTimeout(done, 2000, null));
      return (await Promise.race([host.ask('get'), silence]))?.result?.engine ?? null;
    });
  const notices = frame.locator('.notices');
  let name: string | null = null;
  await expect
    .poll(async () => (name = await engine()) !== null || (await notices.isVisible()), { timeout: 100_000 })
    .toBe(true);
  if (name !== null) return `yes | ${NAMES[name] ?? name}`;
  await expect(figure).toBeVisible();
  await expect(notices).toContainText('recorded');
  return 'recorded picture, and says why | none';
}

async function parentOf(kind: Kind, site: string): Promise<ParentPage> {
  const html = parentPage(
    `<iframe src="${site}/embed/${SLUG}?ui=none" width="800" height="600" ${kind.attributes ?? FRAME}></iframe>`,
  );
  if (kind.file) return fileParent(html);
  const strict = kind.name.startsWith('strict');
  const policy = {
    'Content-Security-Policy': `default-src 'none'; script-src 'unsafe-inline'; frame-src ${site}`,
  };
  return serveParent(html, strict ? policy : (kind.headers ?? {}));
}

test('an embed works under every kind of page', async ({ baseURL }) => {
  test.setTimeout(300_000);
  const rows: string[] = [];
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: CHROMIUM_FLAGS });
  for (const kind of KINDS) {
    const context = await browser.newContext();
    if (kind.bare) await context.route(`${baseURL}/**`, withoutHeaders);
    if (kind.blocked) await context.addInitScript(blockStorage);
    const page = await context.newPage();
    const parent = await parentOf(kind, baseURL ?? '');
    rows.push(`| ${kind.name} | ${await tried(page, parent)} |`);
    await context.close();
    parent.close();
  }
  const table = ['| page around | live | WebAssembly |', '| --- | --- | --- |', ...rows].join('\n');
  process.stdout.write(`\n${table}\n`);
  await browser.close();
  keep(table);
});

function blockStorage(): void {
  const refuse = () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB', 'SharedWorker'])
    Object.defineProperty(window, name, { get: refuse });
}

/** As on a host that sets no headers of its own. */
async function withoutHeaders(route: Route): Promise<void> {
  const response = await route.fetch();
  const headers = { ...response.headers() };
  for (const name of Object.keys(headers))
    if (/^(cross-origin|document-isolation|content-security|access-control)/.test(name)) delete headers[name];
  await route.fulfill({ response, headers });
}

/** The documentation holds the table as it was measured: with UPDATE_DOCS it is written, else compared. */
function keep(table: string): void {
  const text = readFileSync(TABLE, 'utf8');
  const [before = '', after = ''] = text.split(/\n\| page around [\s\S]*?\n\n/);
  if (process.env['UPDATE_DOCS']) writeFileSync(TABLE, `${before}\n${table}\n\n${after}`);
  else expect(normal(text)).toContain(normal(table));
}

/** Without the spaces that the formatter puts into tables. */
const normal = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
