// Iterations as ONNX Loops against the same iterations in jax-js.
import { nn, numpy as np, type Array as JaxArray } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { exportLoop } from './export-loop.ts';
import { inspectModel } from './inspect-model.ts';
import { expectClose, floats, integers, noise, runJax, runOrt, startJax } from './testing.ts';

beforeAll(startJax);

/** One step of a Hopfield map: q ← softmax(β q Yᵀ) Y. */
const weights = (q: JaxArray, y: JaxArray, beta: JaxArray): JaxArray =>
  nn.softmax(np.matmul(q, np.transpose(y)).mul(beta), -1);

test('sixty retrieval steps at any number of points and memories', async () => {
  const bytes = exportLoop({
    name: 'settle',
    inputs: [
      { name: 'q', shape: ['G', 2] },
      { name: 'Y', shape: ['M', 2] },
      { name: 'beta', shape: [] },
    ],
    steps: 60,
    start: ({ q }) => ({ q: q }),
    step: ({ q }, { Y, beta }) => ({
      q: np.matmul(weights(q, Y.ref, beta), Y),
    }),
    finish: ({ q }, { Y, beta }) => [q.ref, weights(q, Y, beta)],
    outputs: ['settled', 'P'],
  });
  const [q, y, beta] = [noise([4, 2], 1), noise([5, 2], 2), floats([], [3])];
  const expected = runJax(
    (point, memory, b) => {
      let state = point;
      for (let n = 0; n < 60; n++) state = np.matmul(weights(state, memory.ref, b.ref), memory.ref);
      return [state.ref, weights(state, memory, b)];
    },
    [q, y, beta],
  );
  const actual = await runOrt(bytes, { q, Y: y, beta });
  for (const [i, want] of expected.entries()) expectClose(actual[i], want);
  expect(inspectModel(bytes).operators).toMatchObject({ Loop: 1, MatMul: 3 });
});

test('noise per step, a path collected, and a number of steps given at run time', async () => {
  const bytes = exportLoop({
    name: 'walk',
    inputs: [
      { name: 'x', shape: ['B', 2] },
      { name: 'noise', shape: ['T', 'B', 2] },
      { name: 'T', shape: [], dtype: 'int32' },
    ],
    steps: 'T',
    each: ['noise'],
    start: ({ x }) => ({ x: x }),
    step: ({ x }, { noise: draw }, index) => {
      const next = x.mul(0.9).add(draw.mul(index.astype(np.float32)));
      return { x: next.ref, path: next };
    },
    finish: ({ x, path }) => [x, path],
    outputs: ['last', 'path'],
  });
  const [x, draws] = [noise([3, 2], 1), noise([5, 3, 2], 2)];
  const expected = runJax(
    (start, all) => {
      let state = start;
      const path = Array.from({ length: 5 }, (_, n) => {
        state = state.mul(0.9).add(all.ref.slice(n).mul(n));
        return state.ref;
      });
      return [state, np.stack(path)];
    },
    [x, draws],
  );
  const actual = await runOrt(bytes, { x, noise: draws, T: integers([], [5]) });
  for (const [i, want] of expected.entries()) expectClose(actual[i], want);
});

test('a step may not change the shape of the state', () => {
  const grow = (): Uint8Array =>
    exportLoop({
      name: 'grow',
      inputs: [{ name: 'x', shape: [2] }],
      steps: 3,
      start: ({ x }) => ({ x: x }),
      step: ({ x }) => ({ x: np.concatenate([x.ref, x]) }),
      finish: ({ x }) => x,
      outputs: ['y'],
    });
  expect(grow).toThrow(/'x' with the shape/);
});
