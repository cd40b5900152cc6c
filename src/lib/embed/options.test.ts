// Options of an embed's address: the nearest valid one, and a sentence for each that is not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const read = (text: string) => readOptions(new URLSearchParams(text));

describe('options of an embed', () => {
  it('has defaults', () => {
    expect(read('')).toEqual({
      options: {
        theme: 'auto',
        ui: 'full',
        motion: 'auto',
        engine: 'auto',
        bg: 'paper',
        fit: false,
        keys: 'own',
      },
      issues: [],
    });
  });

  it('reads each', () => {
    const { options, issues } = read(
      'theme=dark&ui=min&motion=reduced&engine=wasm&bg=transparent&fit=1&keys=host&v=1',
    );
    expect(issues).toEqual([]);
    expect(options).toMatchObject({ theme: 'dark', ui: 'min', engine: 'wasm', fit: true, keys: 'host' });
  });

  it('replaces what is not valid and says so', () => {
    const { options, issues } = read('theme=pink&engine=cuda&v=9');
    expect(options).toMatchObject({ theme: 'auto', engine: 'auto' });
    expect(issues).toEqual([
      'The address is of version “9”; it is read as version 1.',
      'The option theme must be auto, light, dark or projector; “pink” is not, auto is used.',
      'The option engine must be auto, webgpu or wasm; “cuda” is not, auto is used.',
    ]);
  });

  it('never throws', () => {
    const names = fc.constantFrom('theme', 'ui', 'motion', 'engine', 'bg', 'fit', 'keys', 'v', 'constructor');
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string())), (pairs) => {
        const { options } = readOptions(new URLSearchParams(pairs));
        expect(['full', 'min', 'none']).toContain(options.ui);
      }),
    );
  });
});
