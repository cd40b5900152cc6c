/**
 * The store behind offline lectures: the files of their packs in the site's cache, and a record beside them. What has
 * arrived stays, so that a download that failed goes on where it stopped.
 */
import { trustedScript } from '#lib/trusted.ts';
import { CACHE, isRecord, RECORD, type OfflineRecord, type PackFile, type Packs } from './packs.ts';

const AT_ONCE = 4;

export class Pantry {
  readonly #root: string;

  /** `root`: address of the site, with a slash at its end. */
  constructor(root: string) {
    this.#root = root;
  }

  /** @throws Error where nothing can be stored. */
  async record(): Promise<OfflineRecord | undefined> {
    if (typeof caches === 'undefined' || !('serviceWorker' in navigator)) throw new Error('No storage.');
    const kept = await (await caches.open(CACHE)).match(this.#url(RECORD));
    const record: unknown = await kept?.json();
    return isRecord(record) ? record : undefined;
  }

  /** What lectures need, or undefined when the build does not say. @throws Error without a network. */
  async packs(): Promise<Packs | undefined> {
    const response = await fetch(this.#url('packs.json'), { cache: 'no-cache' });
    return response.ok ? ((await response.json()) as Packs) : undefined;
  }

  /** Fetches files that are not here yet; `arrived` is told the bytes of each. @throws Error that names the file. */
  async fill(files: readonly PackFile[], arrived: (bytes: number) => void): Promise<void> {
    const cache = await caches.open(CACHE);
    const queue = [...files];
    const work = async () => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        await this.#one(cache, file[0]);
        arrived(file[1]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** Puts the service worker to work, writes the record, and clears away what older versions left. */
  async settle(files: readonly PackFile[], about: Omit<OfflineRecord, 'since'>): Promise<OfflineRecord> {
    await navigator.serviceWorker.register(trustedScript(this.#url('service-worker.js')));
    await navigator.serviceWorker.ready;
    // Asks the browser not to clear this away when space gets short; it may say no.
    await navigator.storage?.persist?.();
    const cache = await caches.open(CACHE);
    const record = { ...about, since: Date.now() };
    const headers = { 'content-type': 'application/json' };
    await cache.put(this.#url(RECORD), new Response(JSON.stringify(record), { headers }));
    const keep = new Set([RECORD, ...files.map(([address]) => address)].map((address) => this.#url(address)));
    for (const request of await cache.keys()) if (!keep.has(request.url)) await cache.delete(request);
    return record;
  }

  /** Gives all of it back. */
  async clear(): Promise<void> {
    await caches.delete(CACHE);
    const registration = await navigator.serviceWorker.getRegistration(this.#root);
    await registration?.unregister();
  }

  async #one(cache: Cache, address: string): Promise<void> {
    const url = this.#url(address);
    const lasting = address.includes('_app/immutable/');
    if (lasting && (await cache.match(url))) return;
    // `reload` also tells the service worker not to answer from what is being renewed.
    const response = await fetch(url, { cache: lasting ? 'default' : 'reload' }).catch(() => undefined);
    if (!response) throw new Error(`The file ${address} did not arrive: the network does not answer.`);
    if (!response.ok)
      throw new Error(`The file ${address} did not arrive: the server answers ${response.status}.`);
    await cache.put(url, response).catch((error: unknown) => {
      throw new Error(
        `The file ${address} can’t be stored: ${error instanceof Error ? error.message : error}`,
      );
    });
  }

  #url(address: string): string {
    return new URL(address, this.#root).href;
  }
}
