// Sizes of lectures, and the record of what was made available.
import { describe, expect, it } from 'vitest';
import { bytesOf, engineOf, filesFor, isRecord, megabytes, type Packs } from './packs.ts';

const packs: Packs = {
  version: '1',
  common: [['theme.js', 10]],
  engine: [['ort.wasm', 100]],
  webgpu: [['ort.jspi.wasm', 200]],
  notebooks: {
    a: [
      ['a.js', 1],
      ['shared.js', 5],
    ],
    b: [
      ['b.js', 2],
      ['shared.js', 5],
    ],
  },
};

describe('a lecture', () => {
  it('counts what notebooks share once', () => {
    expect(bytesOf(filesFor(packs, ['a', 'b', 'nothing'], false))).toBe(118);
    expect(bytesOf(filesFor(packs, ['a'], true))).toBe(316);
    expect(bytesOf(engineOf(packs, true))).toBe(300);
    expect(megabytes(4_650_000)).toBe('4.7 MB');
  });
  it('is recognised from its record', () => {
    const record = { version: '1', since: 5, slugs: ['a'], bytes: 116 };
    expect(isRecord(record)).toBe(true);
    expect([null, {}, { ...record, slugs: [1] }, { ...record, since: 'x' }].map(isRecord)).toEqual(
      Array(4).fill(false),
    );
  });
});
