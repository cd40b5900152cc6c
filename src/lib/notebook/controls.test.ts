// Controls read anything, give the nearest valid value, and implement Standard Schema.
import { describe, expect, it } from 'vitest';
import { choice, indices, integer, points, range, toggle } from './controls.ts';

describe('ranges', () => {
  const beta = range({ label: 'beta', help: '', min: 1, max: 60, initial: 10, log: true });
  const step = range({ label: 'noise', help: '', min: 0, max: 1, step: 0.05, initial: 0.5 });

  it('clamp to their ends and say so', () => {
    expect(beta.parse('1e9')).toEqual({
      value: 60,
      issue: 'beta must be from 1 to 60; 60 is nearest to 1000000000.',
    });
    expect(beta.parse('-Infinity').value).toBe(1);
    expect(beta.parse('').value).toBe(10);
    expect(beta.parse('ten').issue).toContain('must be a number');
  });
  it('snap to their step without an issue', () => {
    expect(step.parse('0.333')).toEqual({ value: 0.35 });
    expect(integer({ label: 'n', help: '', min: 2, max: 9, initial: 4 }).parse('6.4')).toEqual({ value: 6 });
  });
  it('refuse values that are no numbers, as messages may bring them', () => {
    for (const value of [null, undefined, {}, [], '5', NaN]) expect(beta.accept(value).value).toBe(10);
  });
});

describe('choices', () => {
  it('take the nearest number, or the default', () => {
    const count = choice({ label: 'k', help: '', options: [4, 8, 16], initial: 8 });
    expect(count.parse('15')).toMatchObject({ value: 16 });
    expect(count.parse('16')).toEqual({ value: 16 });
    expect(count.parse('many')).toMatchObject({ value: 8, issue: 'k must be 4, 8 or 16; 8 is used.' });
  });
});

describe('toggles', () => {
  it('read true and false', () => {
    const open = toggle({ label: 'open', help: '', initial: true });
    expect(open.parse('false')).toEqual({ value: false });
    expect(open.parse('maybe')).toMatchObject({ value: true });
  });
});

describe('points', () => {
  const pins = points({ label: 'pins', help: '', dimensions: 2, max: 4 });
  it('keep the valid ones', () => {
    expect(pins.parse('1:0.5,-0.25;9:0,0;2:x,1;3:1')).toMatchObject({
      value: [{ index: 1, at: [0.5, -0.25] }],
    });
    expect(pins.parse('').value).toEqual([]);
    expect(pins.accept([null]).value).toEqual([]);
  });
});

describe('indices', () => {
  const flips = indices({ label: 'flips', help: '', max: 100 });
  it('write runs and read them back', () => {
    expect(flips.print([3, 17, 40, 41, 42])).toBe('3,17,40-42');
    expect(flips.parse('40-42,3,17,3').value).toEqual([3, 17, 40, 41, 42]);
    expect(flips.parse('0-99999999').issue).toContain('whole numbers from 0 to 99');
  });
});

describe('Standard Schema', () => {
  it('validates texts', () => {
    const beta = range({ label: 'beta', help: '', min: 1, max: 60, initial: 10, log: true });
    const { validate, vendor, version } = beta['~standard'];
    expect([vendor, version]).toEqual(['tangible', 1]);
    expect(validate('20')).toEqual({ value: 20 });
    expect(validate(null)).toEqual({ value: 10 });
    expect(validate('99')).toHaveProperty('issues.0.message');
  });
});
