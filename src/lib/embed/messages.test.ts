// Messages are read totally: whatever arrives gives a request, an error to answer with, or nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf, faultReplyOf, METHODS, readMessage, replyOf } from './messages.ts';

const base = { ns: 'tangible', v: 1, id: 7 };

describe('reading a message', () => {
  it('takes every method, with params or without', () => {
    for (const method of METHODS) {
      expect(readMessage({ ...base, method })).toEqual({
        kind: 'request',
        request: { id: 7, method, params: {} },
      });
      expect(readMessage({ ...base, method, params: { a: 1 } })).toMatchObject({ kind: 'request' });
    }
  });

  it('leaves alone what other scripts post', () => {
    for (const data of [undefined, null, 3, 'slide:start', '{"method":"next"}', [], { ns: 'other', id: 1 }])
      expect(readMessage(data)).toEqual({ kind: 'foreign' });
  });

  it('does not answer answers: two embeds can not talk each other to death', () => {
    const fault = { code: 'failed', message: '', where: '' } as const;
    for (const data of [replyOf(1, {}), faultReplyOf(null, fault), eventOf('ready', {})])
      expect(readMessage(data)).toEqual({ kind: 'foreign' });
  });

  it.each([
    [{ ns: 'tangible', v: 1, method: 'get' }, 'malformed', 'id', null],
    [{ ...base, id: NaN, method: 'get' }, 'malformed', 'id', null],
    [{ ...base, v: 2, method: 'get' }, 'malformed', 'v', 7],
    [{ ...base, method: 3 }, 'malformed', 'method', 7],
    [{ ...base, method: 'destroy' }, 'unknown-method', 'method', 7],
    [{ ...base, method: 'toString' }, 'unknown-method', 'method', 7],
    [{ ...base, method: 'set', params: [1] }, 'malformed', 'params', 7],
    [{ ...base, method: 'set', params: 'beta=1' }, 'malformed', 'params', 7],
  ])('says what is wrong with %j', (data, code, where, id) => {
    expect(readMessage(data)).toMatchObject({ kind: 'fault', id, fault: { code, where } });
  });

  it('never throws, and what it lets through is well formed', () => {
    const near = fc.record(
      {
        ns: fc.constant('tangible'),
        v: fc.anything(),
        id: fc.anything(),
        method: fc.anything(),
        params: fc.anything(),
      },
      { requiredKeys: ['ns'] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (data) => {
        const read = readMessage(data);
        if (read.kind !== 'request') return;
        expect(METHODS).toContain(read.request.method);
        expect(['string', 'number']).toContain(typeof read.request.id);
        expect(typeof read.request.params).toBe('object');
      }),
      { numRuns: 10_000 },
    );
  });
});
