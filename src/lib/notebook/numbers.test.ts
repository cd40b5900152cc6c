import { expect, test } from 'vitest';
import { grouped, percent, short } from './numbers.ts';

test('numbers are short, grouped from a thousand on, and have a real minus sign', () => {
  expect([0, -0.12345, 1234.5, 1e-9, Infinity, NaN].map((x) => short(x))).toEqual([
    '0', '−0.123', '1230', '1e−9', '∞', '∞',
  ]); // prettier-ignore
  expect([0.5, 999, 1000, -1234567.8, Infinity].map(grouped)).toEqual([
    '0.5',
    '999',
    '1,000',
    '−1,234,568',
    '∞',
  ]);
  expect(percent(0.12345)).toBe('12%');
});
