/** The list of what lectures need offline, as the build writes it (`packs.json`), and what follows for one lecture. */

/** Address relative to the site's root, and bytes on the way. */
export type PackFile = readonly [address: string, bytes: number];

export interface Packs {
  /** Of the build, as SvelteKit names it: milliseconds of its date. */
  readonly version: string;
  readonly common: readonly PackFile[];
  readonly engine: readonly PackFile[];
  readonly webgpu: readonly PackFile[];
  readonly notebooks: Readonly<Record<string, readonly PackFile[]>>;
}

/** What a reader has made available. */
export interface OfflineRecord {
  readonly version: string;
  /** When, in milliseconds. */
  readonly since: number;
  readonly slugs: readonly string[];
  readonly bytes: number;
}

/** The one cache of the site; the service worker answers from it. */
export const CACHE = 'tangible-lectures';
/** Where the record lies in the cache: an address that no page has. */
export const RECORD = 'offline-record.json';

export const bytesOf = (files: readonly PackFile[]): number =>
  files.reduce((sum, [, bytes]) => sum + bytes, 0);

export const engineOf = (packs: Packs, webgpu: boolean): readonly PackFile[] =>
  webgpu ? [...packs.engine, ...packs.webgpu] : packs.engine;

/** All files of a lecture, each once. */
export function filesFor(packs: Packs, slugs: readonly string[], webgpu: boolean): PackFile[] {
  const all = [
    ...packs.common,
    ...engineOf(packs, webgpu),
    ...slugs.flatMap((slug) => packs.notebooks[slug] ?? []),
  ];
  return [...new Map(all).entries()];
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export function isRecord(value: unknown): value is OfflineRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, since, slugs, bytes } = value as Record<string, unknown>;
  return (
    typeof version === 'string' &&
    typeof since === 'number' &&
    typeof bytes === 'number' &&
    Array.isArray(slugs) &&
    slugs.every((slug) => typeof slug === 'string')
  );
}
