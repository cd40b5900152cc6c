// Golden inputs survive JSON, and a wrong output is noticed.
import { describe, expect, it } from 'vitest';
import { checkGolden, compareOutputs, restore, store } from './golden.ts';
import type { Provenance } from './recipe.ts';
import { float32, int64 } from './tensor.ts';

describe('golden inputs', () => {
  const tensors = { x: float32([1, 2.5, -3, 0], [2, 2]), i: int64([1, 2], [2]) };

  it('survive JSON', () => {
    expect(restore(JSON.parse(JSON.stringify(store(tensors))))).toEqual(tensors);
  });

  it('show the largest difference', () => {
    const a = store({ y: float32([1, 2], [2]) });
    expect(compareOutputs(a, a)).toBe(0);
    expect(compareOutputs(store({ y: float32([1, 2.5], [2]) }), a)).toBeCloseTo(0.5 / 3, 6);
    expect(compareOutputs(store({ y: float32([1, NaN], [2]) }), a)).toBe(Infinity);
    expect(compareOutputs(store({ y: float32([1, 2], [1, 2]) }), a)).toBe(Infinity);
    expect(compareOutputs({}, a)).toBe(Infinity);
  });

  it('refuse an engine that computes something else', async () => {
    const provenance = {
      file: 'double',
      tolerance: 1e-5,
      golden: { inputs: store({ x: float32([1, 2], [2]) }), outputs: store({ y: float32([2, 4], [2]) }) },
    } as unknown as Provenance;
    const times = (factor: number) => ({
      run: async ({ x }: { x?: { data: ArrayLike<number> } }) => ({
        y: float32(
          Array.from(x!.data, (v) => v * factor),
          [2],
        ),
      }),
    });
    await expect(checkGolden(times(2) as never, provenance)).resolves.toBeUndefined();
    await expect(checkGolden(times(2.01) as never, provenance)).rejects.toThrow(
      'double.onnx gives other numbers here',
    );
  });
});
