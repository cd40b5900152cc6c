// Numbers in recorded figures: shorter where a pixel would not show it, untouched everywhere else.
import { expect, test } from 'vitest';
import { shortened } from './shortened.ts';

test('geometry keeps two decimals', () => {
  expect(shortened('<path d="M1.23456 -0.0012L10.5 3e-7"/>')).toBe('<path d="M1.23 0L10.5 3e-7"/>');
  expect(shortened('<circle cx="188.125" r="4"/>')).toBe('<circle cx="188.13" r="4"/>');
});

test('text, shades and descriptions stay as they are', () => {
  const svg = '<text fill-opacity="0.0625" aria-label="x = 0.12345">0.98765</text>';
  expect(shortened(svg)).toBe(svg);
});
