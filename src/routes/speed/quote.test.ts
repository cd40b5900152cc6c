// How the page of the bench quotes rows.
import { describe, expect, test } from 'vitest';
import { judged, type Measured } from '../../../bench/row.ts';
import { measuredText, share, targetText, verdict } from './quote.ts';

const row = (change: Partial<Measured>) =>
  judged({ name: 'x', unit: 'ms', value: 25, target: { most: 50 }, method: '', ...change });

describe('a row as it is quoted', () => {
  test('a time is quoted as a share of its limit, never as itself', () => {
    expect(measuredText(row({}))).toBe('0.5 × the limit');
    expect(measuredText(row({ unit: 'frames/s', value: 60, target: { least: 30 } }))).toBe(
      '2 × what is asked for',
    );
    expect(measuredText(row({ target: {} }))).toBe('see the ratios');
  });

  test('sizes and ratios are quoted as they are', () => {
    expect(measuredText(row({ unit: 'kB', value: 81.93 }))).toBe('81.9 kB');
    expect(measuredText(row({ unit: 'ratio', value: 4.2, target: { least: 3 } }))).toBe('4.2');
  });

  test('at most 1 of the limit is used exactly when the target is reached', () => {
    for (const value of [10, 50, 51, 200])
      for (const target of [{ most: 50 }, { least: 50 }]) {
        const one = row({ value, target });
        expect((share(one) as number) <= 1).toBe(one.holds);
      }
    expect(share(row({ value: null }))).toBeUndefined();
    expect(share(row({ target: {} }))).toBeUndefined();
  });

  test('targets and verdicts', () => {
    expect(targetText(row({}))).toBe('≤ 50 ms');
    expect(targetText(row({ unit: 'ratio', target: { least: 3 } }))).toBe('≥ 3');
    expect(verdict(row({}))).toBe('✓ reached');
    expect(verdict(row({ value: 51 }))).toBe('✗ missed');
    expect(verdict(row({ value: null }))).toBe('–');
  });
});
