/** Making lectures available offline, as a page shows it: what is there, how far a download is, what went wrong. */
import { bytesOf, filesFor, type OfflineRecord, type Packs } from './packs.ts';
import { Pantry } from './pantry.ts';

export type OfflineState = 'unknown' | 'impossible' | 'idle' | 'loading' | 'failed';

export class Offline {
  state: OfflineState = $state('unknown');
  /** Why it is impossible, or what failed, in a sentence. */
  why = $state('');
  packs: Packs | undefined = $state.raw();
  record: OfflineRecord | undefined = $state.raw();
  /** Bytes fetched of bytes wanted. */
  progress: readonly [number, number] = $state.raw([0, 0]);
  readonly webgpu: boolean;
  readonly #pantry: Pantry;

  /** `root`: address of the site, with a slash at its end. */
  constructor(root: string) {
    this.#pantry = new Pantry(root);
    this.webgpu = typeof navigator !== 'undefined' && 'gpu' in navigator;
  }

  get outdated(): boolean {
    return (
      this.record !== undefined && this.packs !== undefined && this.record.version !== this.packs.version
    );
  }

  has(slugs: readonly string[]): boolean {
    return this.record !== undefined && slugs.every((slug) => this.record?.slugs.includes(slug));
  }

  /** Finds out what is there. */
  async look(): Promise<void> {
    try {
      this.record = await this.#pantry.record();
    } catch {
      this.state = 'impossible';
      this.why =
        'This browser lets the site store nothing here (a private window, blocked storage, or an address without https), so a lecture needs the network.';
      return;
    }
    try {
      this.packs = await this.#pantry.packs();
      if (!this.packs) this.why = 'This copy of the site was built without lists of what lectures need.';
    } catch {
      this.why = 'There is no network now: what is available offline stays as it is.';
    }
    this.state = 'idle';
  }

  /** Fetches what these notebooks, and those that are there already, need. */
  async fetch(slugs: readonly string[]): Promise<void> {
    const { packs } = this;
    if (!packs || this.state === 'loading') return;
    const before = this.record?.slugs ?? [];
    const more = slugs.filter((slug) => !before.includes(slug));
    const wanted = [...before, ...more].filter((slug) => packs.notebooks[slug]);
    const files = filesFor(packs, wanted, this.webgpu);
    this.state = 'loading';
    this.why = '';
    this.progress = [0, bytesOf(files)];
    try {
      await this.#pantry.fill(
        files,
        (bytes) => (this.progress = [this.progress[0] + bytes, this.progress[1]]),
      );
      this.record = await this.#pantry.settle(files, {
        version: packs.version,
        slugs: wanted,
        bytes: bytesOf(files),
      });
      this.state = 'idle';
    } catch (error) {
      this.state = 'failed';
      this.why = error instanceof Error ? error.message : String(error);
    }
  }

  /** Gives all of it back. */
  async remove(): Promise<void> {
    await this.#pantry.clear();
    this.record = undefined;
    this.state = 'idle';
    this.why = '';
  }
}
