/**
 * Answers for the network where it is cut, from what was made available offline on /lecture; it is registered there and
 * nowhere else. Pages and data come from the network while there is one, files that never change from the cache.
 * Answers keep the headers that they were stored with, so pages stay isolated and threads run offline too.
 */
/// <reference lib="webworker" />
import { CACHE } from './lib/lecture/packs.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;
/** A network that is there but does not answer must not hold up a lecture. */
const PATIENCE = 3000;

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  // What is being stored anew comes from the network or not at all.
  if (request.cache === 'reload' && request.mode !== 'navigate') return;
  event.respondWith(pathname.includes('/_app/immutable/') ? cacheFirst(request) : networkFirst(request));
});

async function cacheFirst(request: Request): Promise<Response> {
  return (await stored(request)) ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  const kept = await stored(request);
  if (!kept) return fresh(request).catch((error: unknown) => missing(request, error));
  return within(fresh(request)).catch(() => kept);
}

/** Not from the browser’s own cache, which may hold a page of another version than the files that are stored here. */
const fresh = (request: Request) => fetch(request, { cache: 'no-cache' });

/** The state of a page is in its query, which the stored copy does not depend on; a number before a slug is a second name. */
async function stored(request: Request): Promise<Response | undefined> {
  const cache = await caches.open(CACHE);
  const options = { ignoreSearch: true, ignoreVary: true };
  const bare = request.url.replace(/\/\d\d-(?=[a-z])/, '/');
  return (await cache.match(request, options)) ?? (await cache.match(bare, options));
}

function within(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The network does not answer.')), PATIENCE);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A page that was not stored, said in words. Anything else fails as it would without a service worker. */
function missing(request: Request, error: unknown): Response {
  if (request.mode !== 'navigate') throw error;
  const lectures = new URL('lecture', worker.registration.scope).pathname;
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Offline · Tangible</title><body style="font:1.2em/1.5 serif;max-width:34em;margin:3em auto;padding:0 1em"><h1>There is no network</h1><p>This page is not among what was made available offline. <a href="${lectures}">What is available</a></p></body></html>`;
  return new Response(html, { status: 503, headers: { 'content-type': 'text/html;charset=utf-8' } });
}
