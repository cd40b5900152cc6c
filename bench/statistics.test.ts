// Medians, ratios of neighbours in time, and growth.
import { describe, expect, test } from 'vitest';
import { alternate, growthExponent, median, quantile, ratioOf, spreadOf } from './statistics.ts';

describe('statistics', () => {
  test('quantiles are linear between neighbours, in any order of the values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([10, 0, 20], 0.95)).toBeCloseTo(19, 12);
    expect(quantile([7], 0.3)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  test('contenders take turns', async () => {
    const order: string[] = [];
    const run = (name: string) => async () => order.push(name);
    const times = await alternate({ a: run('a'), b: run('b') }, 3);
    expect(order.join('')).toBe('ababab');
    expect(times).toEqual({ a: [1, 3, 5], b: [2, 4, 6] });
  });

  test('a disturbance that falls on both of a round leaves their ratio alone', () => {
    expect(ratioOf([2, 20, 2], [1, 10, 1])).toEqual({ value: 2, spread: [2, 2] });
    expect(ratioOf([2, 8, 2], [1, 1, 1])).toEqual({ value: 2, spread: [2, 8] });
  });

  test('spread', () => expect(spreadOf([2, 9, 4])).toEqual([2, 9]));

  test('the exponent of a power law', () => {
    const points = [10, 100, 1000].map((x) => [x, 3 * x ** -0.8] as const);
    expect(growthExponent(points)).toBeCloseTo(-0.8, 12);
  });
});
