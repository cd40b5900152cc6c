/** The command line of the bench. */
import { existsSync, statSync } from 'node:fs';
import { nearestSlug } from '#lib/notebook/slug.ts';
import { UsageError } from '../scripts/common.ts';

/** The parts, in the order in which they run. */
export const PARTS = [
  'bytes',
  'paint',
  'startup',
  'latency',
  'training',
  'graphs',
  'field',
  'sketch',
  'memory',
] as const;
export type Part = (typeof PARTS)[number];

/** Another site to measure beside this one: an address, or a folder that is then served like this one. */
export interface Peer {
  readonly kind: 'url' | 'folder';
  readonly at: string;
}

export interface Options {
  readonly peers: readonly Peer[];
  readonly only: readonly Part[];
  readonly json: boolean;
}

/** @throws UsageError naming what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const peers: Peer[] = [];
  const only: Part[] = [];
  let json = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--json') json = true;
    else if (arg === '--peer') peers.push(readPeer(args[++i]));
    else if (arg === '--only') only.push(readPart(args[++i]));
    else throw new UsageError(`There is no option ${arg}; there are --peer, --only and --json.`);
  }
  return { peers, only: only.length > 0 ? PARTS.filter((part) => only.includes(part)) : PARTS, json };
}

function readPeer(text: string | undefined): Peer {
  if (text === undefined || text.startsWith('--')) {
    throw new UsageError('--peer needs an address or a folder, for example --peer http://localhost:5000/');
  }
  if (/^https?:\/\//.test(text)) {
    if (!URL.canParse(text)) throw new UsageError(`--peer ${text} is no address.`);
    return { kind: 'url', at: text };
  }
  if (existsSync(text) && statSync(text).isDirectory()) return { kind: 'folder', at: text };
  throw new UsageError(
    `--peer ${text} is neither an address that begins with http:// or https://, nor a folder.`,
  );
}

function readPart(text: string | undefined): Part {
  const part = PARTS.find((one) => one === text);
  if (part) return part;
  const near = text === undefined ? '' : `; the nearest to “${text}” is ${nearestSlug(text, PARTS)}`;
  throw new UsageError(`--only takes one of ${PARTS.join(', ')}${near}.`);
}
