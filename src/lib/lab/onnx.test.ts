// Graphs behind typed arrays: all outputs, or those that are named.
import type { Array as JaxArray } from '@jax-js/jax';
import { expect, test } from 'vitest';
import { exportModel } from '#lib/onnx/export.ts';
import { nodeOrt } from './node.ts';
import { openModel } from './onnx.ts';
import { float32 } from './tensor.ts';

test('a graph gives all its outputs, or those that are named, and says when it has none of that name', async () => {
  const bytes = exportModel((x) => [(x as JaxArray).ref.mul(2), (x as JaxArray).mul(3)], {
    name: 'multiples',
    description: 'Twice and thrice.',
    inputs: [{ name: 'x', shape: ['N'] }],
    outputs: ['twice', 'thrice'],
  });
  const model = await openModel(await nodeOrt(), bytes, 'wasm');
  const inputs = { x: float32([1, 2], [2]) };
  expect(await model.run(inputs)).toEqual({ twice: float32([2, 4], [2]), thrice: float32([3, 6], [2]) });
  expect(await model.run(inputs, ['thrice'])).toEqual({ thrice: float32([3, 6], [2]) });
  await expect(model.run(inputs, ['fourfold'])).rejects.toThrow('fourfold');
  await model.release();
});
