/**
 * What the lecture and its speaker windows say to each other, over a BroadcastChannel that carries the lecture's id.
 * The lecture tells where it is; the speaker asks for actions. Anything else that arrives is ignored.
 */
import { readList, type Entry, type Listed } from './list.ts';
import { isTimer, type Timer } from './timer.ts';

export const ACTIONS = [
  'next',
  'previous',
  'first',
  'last',
  'reset',
  'measure',
  'blackout',
  'timer-start',
  'timer-pause',
  'timer-reset',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Where the lecture is. Texts are not sent: the speaker window takes them from the site. */
export interface Report {
  readonly kind: 'report';
  readonly slug: string;
  readonly step: number;
  readonly ask: boolean;
  /** The list in its text form, and the place in it. */
  readonly list: string;
  readonly at: number;
  readonly black: boolean;
  /** The claim of the step as measured here: a short text, or empty. */
  readonly measured: string;
  readonly timer: Timer;
}

export type Message =
  | Report
  | { readonly kind: 'do'; readonly action: Action }
  /** A speaker window that has just opened: where are you? */
  | { readonly kind: 'hello' }
  /** A lecture that has just opened: is this id free? */
  | { readonly kind: 'free?'; readonly nonce: string }
  | { readonly kind: 'taken'; readonly nonce: string }
  /** The lecture window is closing or reloading. */
  | { readonly kind: 'bye' };

export const channelName = (id: string): string => `tangible-lecture-${id}`;

/** An id as it stands in addresses: short, and nothing but letters and digits. */
export const isId = (text: string | null): text is string => text !== null && /^[a-z0-9]{6,32}$/.test(text);

const whole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e6;
const short = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;

/** The message that `data` is, or undefined. */
export function readMessage(data: unknown): Message | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const message = data as Record<string, unknown>;
  switch (message.kind) {
    case 'hello':
    case 'bye':
      return { kind: message.kind };
    case 'free?':
    case 'taken':
      return short(message.nonce, 40) ? { kind: message.kind, nonce: message.nonce } : undefined;
    case 'do': {
      const action = ACTIONS.find((one) => one === message.action);
      return action && { kind: 'do', action };
    }
    case 'report':
      return readReport(message);
    default:
      return undefined;
  }
}

function readReport(message: Record<string, unknown>): Report | undefined {
  const { slug, step, ask, list, at, black, measured, timer } = message;
  if (!short(slug, 80) || !whole(step) || !short(list, 20_000) || !whole(at)) return undefined;
  if (typeof ask !== 'boolean' || typeof black !== 'boolean' || !short(measured, 300)) return undefined;
  if (!isTimer(timer)) return undefined;
  const { counted, since } = timer;
  return { kind: 'report', slug, step, ask, list, at, black, measured, timer: { counted, since } };
}

/** The entries that a report speaks of. */
export const entriesOf = ({ list }: Report, papers: readonly Listed[]): readonly Entry[] =>
  readList(list, papers).entries;
