// Numbers as a reader meets them: sliders and their texts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExpected, formatNumber } from './format.ts';
import { fromPosition, nextValue, POSITIONS, toPosition } from './slider.ts';

const base = { kind: 'range', step: 1, unit: '', integer: false } as const;
const linear = { ...base, min: 2, max: 24, log: false };
const log = { ...base, min: 0.5, max: 64, log: true };
const fromZero = { ...base, min: 0, max: 2000, log: true, integer: true };

describe('sliders', () => {
  it.each([linear, log, fromZero])('reach both ends exactly', (range) => {
    expect(fromPosition(range, 0)).toBe(range.min);
    expect(fromPosition(range, POSITIONS)).toBe(range.max);
    expect(toPosition(range, range.min)).toBe(0);
    expect(toPosition(range, range.max)).toBe(POSITIONS);
  });
  it('keep their position through their value', () => {
    fc.assert(
      fc.property(fc.nat(POSITIONS), fc.constantFrom(linear, log, fromZero), (position, range) => {
        expect(toPosition(range, fromPosition(range, position))).toBe(position);
      }),
    );
  });
  it('move with every key press, until an end', () => {
    expect(nextValue(fromZero, 0, 1)).toBe(1);
    expect(nextValue(fromZero, 1, -1)).toBe(0);
    expect(nextValue(fromZero, 1000, 1)).toBeCloseTo(1050);
    expect(nextValue(linear, 24, 5)).toBe(24);
    expect(nextValue(log, 10, 1)).toBeCloseTo(10.5);
  });
});

describe('numbers in text', () => {
  it.each([
    [0.99721, 3, '0.997'],
    [-0.5, 3, '−0.5'],
    [16384, 3, '16380'],
    [1e-7, 2, '1.0·10⁻⁷'],
    [Infinity, 3, '∞'],
    [NaN, 3, '–'],
    [0, 3, '0'],
  ])('%d with %i digits is %s', (value, digits, text) => expect(formatNumber(value, digits)).toBe(text));

  it('say intervals and bounds', () => {
    expect(formatExpected([0.99, null])).toBe('≥ 0.99');
    expect(formatExpected([null, 5])).toBe('≤ 5');
    expect(formatExpected([12, 12])).toBe('= 12');
    expect(formatExpected([2.4, 2.7])).toBe('2.4 to 2.7');
  });
});
