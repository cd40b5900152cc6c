/**
 * The messages between an embed and the page around it: plain objects, so that a host needs no library.
 *
 *     → { ns: 'tangible', v: 1, id, method, params }
 *     ← { ns, v, id, result } or { ns, v, id, error: { code, message, where } }
 *     ← { ns, v, event, detail }
 *
 * Reading is pure and total: whatever arrives gives a request, an error to answer with, or nothing to answer.
 */
import { quoted } from '#lib/notebook/quoted.ts';
import { VERSION } from './options.ts';

export const NAMESPACE = 'tangible';

export const METHODS = [
  'describe',
  'get',
  'set',
  'reset',
  'step',
  'play',
  'pause',
  'measure',
  'export',
] as const;
export type Method = (typeof METHODS)[number];

export type EventName = 'ready' | 'frame' | 'change' | 'step' | 'end' | 'resize' | 'key' | 'error';

export type ErrorCode =
  | 'malformed'
  | 'unknown-method'
  | 'unknown-parameter'
  | 'unknown-claim'
  | 'unknown-figure'
  | 'bad-value'
  | 'busy'
  | 'not-live'
  | 'failed';

/** What went wrong, in a sentence, and where: the part of the message or address that is wrong. */
export interface Fault {
  readonly code: ErrorCode | 'unknown-slug' | 'bad-address';
  readonly message: string;
  readonly where: string;
}

/** A fault as an exception, for the methods. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(code: ErrorCode, where: string, message: string) {
    super(message);
    this.fault = { code, message, where };
  }
}

export type MessageId = string | number;

export interface Request {
  readonly id: MessageId;
  readonly method: Method;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Read =
  | { kind: 'request'; request: Request }
  | { kind: 'fault'; id: MessageId | null; fault: Fault }
  /** Not for us: other scripts post messages too. */
  | { kind: 'foreign' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readMessage(data: unknown): Read {
  if (!isRecord(data) || data['ns'] !== NAMESPACE) return { kind: 'foreign' };
  const { id, method, params, v } = data;
  // Replies and events of other embeds have no method; they are not for us.
  if (method === undefined && ('event' in data || 'result' in data || 'error' in data))
    return { kind: 'foreign' };
  const idFits = typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id));
  const fault = (code: ErrorCode, where: string, message: string): Read => ({
    kind: 'fault',
    id: idFits ? id : null,
    fault: { code, where, message },
  });
  if (!idFits) return fault('malformed', 'id', 'The id must be a text or a number.');
  if (v !== VERSION) return fault('malformed', 'v', `The version must be ${VERSION}.`);
  if (typeof method !== 'string') return fault('malformed', 'method', 'The method must be a text.');
  if (!(METHODS as readonly string[]).includes(method))
    return fault(
      'unknown-method',
      'method',
      `There is no method ${quoted(method)}; there are ${METHODS.join(', ')}.`,
    );
  if (params !== undefined && params !== null && !isRecord(params))
    return fault('malformed', 'params', 'The params must be an object.');
  return {
    kind: 'request',
    request: { id, method: method as Method, params: (params ?? {}) as Request['params'] },
  };
}

export const replyOf = (id: MessageId, result: unknown) => ({ ns: NAMESPACE, v: VERSION, id, result });
export const faultReplyOf = (id: MessageId | null, error: Fault) => ({
  ns: NAMESPACE,
  v: VERSION,
  id,
  error,
});
export const eventOf = (event: EventName, detail: unknown) => ({ ns: NAMESPACE, v: VERSION, event, detail });
