// Messages between windows: what was sent arrives, anything else is ignored. Timers and keys, as plain data.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandOf } from './keys.ts';
import { ACTIONS, isId, readMessage, type Message } from './messages.ts';
import { clockText, elapsed, isTimer, paused, started, STOPPED } from './timer.ts';

const report: Message = {
  kind: 'report',
  slug: 'hopfield-capacity',
  step: 3,
  ask: true,
  list: 'hopfield-capacity',
  at: 0,
  black: false,
  measured: '',
  timer: { counted: 10, since: null },
};

describe('messages', () => {
  const all: Message[] = [
    report,
    { kind: 'hello' },
    { kind: 'bye' },
    { kind: 'free?', nonce: 'abc' },
    { kind: 'taken', nonce: 'abc' },
    ...ACTIONS.map((action) => ({ kind: 'do', action }) as const),
  ];
  it.each(all)('arrive as they were sent: %o', (message) => {
    expect(readMessage(structuredClone(message))).toEqual(message);
  });
  it('are ignored when they are anything else', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(readMessage(data)).toBe(undefined);
      }),
    );
    for (const key of Object.keys(report)) expect(readMessage({ ...report, [key]: {} })).toBe(undefined);
    expect(readMessage({ kind: 'do', action: 'constructor' })).toBe(undefined);
    expect(readMessage({ ...report, extra: 1 })).toEqual(report);
  });
  it('go by an id of letters and digits', () => {
    expect([isId('a1b2c3d4'), isId('../x'), isId(null), isId('')]).toEqual([true, false, false, false]);
  });
});

describe('the stopwatch', () => {
  it('counts while it runs', () => {
    const running = started(STOPPED, 1000);
    expect(elapsed(running, 66_000)).toBe(65_000);
    expect(started(running, 5000)).toBe(running);
    const still = paused(running, 66_000);
    expect(elapsed(still, 1e9)).toBe(65_000);
    expect(elapsed(started(still, 2e6), 2e6 + 5000)).toBe(70_000);
    expect([clockText(65_000), clockText(4_025_000), clockText(-1)]).toEqual(['1:05', '1:07:05', '0:00']);
  });
  it('is recognised when it was kept', () => {
    expect([isTimer(STOPPED), isTimer({ counted: NaN, since: null }), isTimer(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('keys', () => {
  const press = (key: string, focus = '', more = {}) =>
    commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, (selector) =>
      selector.split(', ').includes(focus),
    );
  it('of a clicker always move', () => {
    expect([
      press('PageDown'),
      press('PageDown', 'input[type="range"]'),
      press('PageUp', 'textarea'),
    ]).toEqual(['next', 'next', 'previous']);
  });
  it('that a control wants are its own', () => {
    expect([press('ArrowRight'), press('ArrowRight', '[role="slider"]')]).toEqual(['next', undefined]);
    expect([press(' '), press(' ', 'button'), press('b', 'input[type="number"]')]).toEqual([
      'next',
      undefined,
      undefined,
    ]);
    expect([press('b', 'button'), press('B'), press('r', '', { ctrlKey: true })]).toEqual([
      'blackout',
      'blackout',
      undefined,
    ]);
  });
});
