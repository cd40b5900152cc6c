// Pages around an embed, for the tests: served on a port of their own (another origin) with any headers, or from a file.
import { createServer } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ParentPage {
  readonly url: string;
  close(): void;
}

/** What a bare frame needs, as the documentation says it. */
export const FRAME =
  'allow="fullscreen; cross-origin-isolated" sandbox="allow-scripts allow-same-origin allow-downloads allow-popups"';

/** Collects what arrives from frames, and asks: `ask(method, params)` resolves with the reply. */
export const HOST_SCRIPT = `
  window.got = [];
  addEventListener('message', (event) => {
    window.got.push(event.data);
    const wait = window.waits?.get(event.data?.id);
    if (wait && !event.data.event) wait(event.data);
  });
  window.waits = new Map();
  window.ask = (method, params = {}, n = 0) => new Promise((resolve) => {
    const id = 'ask' + Math.random();
    window.waits.set(id, resolve);
    frames[n].postMessage({ ns: 'tangible', v: 1, id, method, params }, '*');
  });
  window.events = (name) => window.got.filter((data) => data?.ns === 'tangible' && data.event === name).map((data) => data.detail);
`;

export const page = (body: string, script = HOST_SCRIPT) =>
  `<!doctype html><meta charset="utf-8"><title>Parent</title><link rel="icon" href="data:,"><body>${body}<script>${script}</script>`;

/** Serves one page at every path. `localhost` frames of it are of another origin, since the port differs. */
export function serveParent(
  html: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ParentPage> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html;charset=utf-8', ...headers });
    response.end(html);
  });
  return new Promise((resolve) => {
    server.listen(0, () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      resolve({ url: `http://localhost:${port}/`, close: () => server.close() });
    });
  });
}

/** The page as a file on disk. */
export function fileParent(html: string): ParentPage {
  const path = join(mkdtempSync(join(tmpdir(), 'tangible-parent-')), 'deck.html');
  writeFileSync(path, html);
  return { url: pathToFileURL(path).href, close: () => undefined };
}
