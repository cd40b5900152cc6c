// The command line of the bench: what it takes, and the sentence for what it does not.
import { describe, expect, test } from 'vitest';
import { UsageError } from '../scripts/common.ts';
import { PARTS, readOptions } from './options.ts';

describe('options', () => {
  test('without any, every part runs', () => {
    expect(readOptions([])).toEqual({ peers: [], only: PARTS, json: false });
  });

  test('peers are addresses or folders', () => {
    const { peers } = readOptions(['--peer', 'http://localhost:5000/a', '--peer', 'bench']);
    expect(peers).toEqual([
      { kind: 'url', at: 'http://localhost:5000/a' },
      { kind: 'folder', at: 'bench' },
    ]);
  });

  test('parts are named once, in the order in which they run', () => {
    const { only, json } = readOptions(['--only', 'field', '--json', '--only', 'bytes', '--only', 'field']);
    expect(only).toEqual(['bytes', 'field']);
    expect(json).toBe(true);
  });

  test.each([
    [['--fast'], /no option --fast; there are --peer, --only and --json/],
    [['--only', 'byte'], /the nearest to “byte” is bytes/],
    [['--only'], /--only takes one of bytes,/],
    [['--peer'], /--peer needs an address or a folder/],
    [['--peer', '--json'], /--peer needs an address or a folder/],
    [['--peer', 'no/such/folder'], /neither an address .* nor a folder/],
    [['--peer', 'http://'], /is no address/],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(sentence);
  });
});
