// Facts that are added to a model change nothing else in it.
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeJax } from '#lib/lab/node.ts';
import type { Jax } from '#lib/notebook/types.ts';
import { exportModel } from './export-model.ts';
import { inspectModel } from './inspect-model.ts';
import { addMetadata } from './metadata.ts';

describe('metadata', () => {
  let jax: Jax;
  beforeAll(async () => {
    jax = await nodeJax();
  });

  test('is added, replaced and read back', () => {
    const bytes = exportModel((x) => jax.numpy.exp(x), {
      name: 'exp',
      inputs: [{ name: 'x', shape: ['n'] }],
      outputs: ['y'],
      metadata: { licence: 'MIT', seed: '1' },
    });
    const once = addMetadata(bytes, { seed: '7', steps: '600' });
    const { metadata, ...rest } = inspectModel(once);
    expect(metadata).toEqual({ licence: 'MIT', seed: '7', steps: '600' });
    const before = inspectModel(bytes);
    expect({ ...rest, bytes: 0 }).toEqual({ ...before, metadata: undefined, bytes: 0 });
    expect(addMetadata(bytes, { seed: '7', steps: '600' })).toEqual(once);
  });

  test('refuses what is no model', () => {
    expect(() => addMetadata(new Uint8Array([255, 255, 255]), {})).toThrow();
  });
});
