// Any text, quoted, is short and can neither turn nor break the sentence around it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastPart, quoted } from './quoted.ts';

test('quotes are short, and free of what is not seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(60), (text, most) => {
      const inner = [...quoted(text, most).slice(1, -1)];
      expect(inner.length).toBeLessThanOrEqual(most + 1);
      expect(inner.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('what is short and plain is quoted as it is', () => {
  expect(quoted('banana')).toBe('“banana”');
  expect(quoted('Erdős 💥')).toBe('“Erdős 💥”');
  expect(quoted('abc\u202Edef')).toBe('“abc�def”');
  expect(quoted('x'.repeat(50), 5)).toBe('“xxxxx…”');
  expect(quoted('\uD83D')).toBe('“�”');
});

test('the last part of a path is decoded, or left as it is', () => {
  expect(lastPart('/lecture/a%20b')).toBe('a b');
  expect(lastPart('/lecture/%E0%A4%A')).toBe('%E0%A4%A');
});
