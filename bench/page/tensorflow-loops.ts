/**
 * The same two trainings in TensorFlow.js: the loss is written as in the notebook, the gradient is the library’s, the
 * optimizer is its plain gradient descent, and the loss is read after every step.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { timeOf, type Loop } from './loop.ts';
import { BATCH, E, ETA, problem, START, TRAINING_PROMPTS, type Kind, type Problem } from './problem.ts';

export type Backend = 'cpu' | 'wasm';

const absolute = (url: string) => new URL(url, self.location.href).href;
setWasmPaths({
  'tfjs-backend-wasm.wasm': absolute(plain),
  'tfjs-backend-wasm-simd.wasm': absolute(simd),
  'tfjs-backend-wasm-threaded-simd.wasm': absolute(threaded),
});

async function loopOf(backend: Backend, kind: Kind): Promise<Loop> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js can’t start its backend ${backend}.`);
  return (kind === 'full' ? fullLoop : reducedLoop)(await problem());
}

/** Milliseconds for `steps` steps. */
export const tensorflowTime = async (backend: Backend, kind: Kind, steps: number): Promise<number> =>
  timeOf(await loopOf(backend, kind), steps);

/** Largest relative difference between the losses of the first steps here and those `expected`, from the same start. */
export async function difference(backend: Backend, kind: Kind, expected: readonly number[]): Promise<number> {
  const loop = await loopOf(backend, kind);
  let worst = 0;
  for (const [i, loss] of expected.entries()) {
    const here = await loop.step(i);
    worst = Math.max(worst, Number.isNaN(here) ? Infinity : Math.abs(here - loss) / Math.abs(loss));
  }
  loop.dispose();
  return worst;
}

/** One step of gradient descent; the loss before it. */
async function descend(
  optimizer: tf.SGDOptimizer,
  variable: tf.Variable,
  loss: () => tf.Scalar,
): Promise<number> {
  const value = optimizer.minimize(loss, true, [variable]) as tf.Scalar;
  const [number] = await value.data();
  value.dispose();
  return number as number;
}

/** ½ Σ e² / count. */
const halfSquares = (e: tf.Tensor, count: number): tf.Scalar =>
  tf.mul(tf.sum(tf.square(e)), 0.5 / count) as tf.Scalar;

function fullLoop({ W: start, batches }: Problem): Loop {
  const W = tf.variable(tf.tensor2d(start, [E, E]));
  const optimizer = tf.train.sgd(ETA);
  const T = START.N + 1;
  return {
    async step(i) {
      const { tokens, target } = batches[i % batches.length] as (typeof batches)[number];
      const H = tf.tensor3d(tokens, [BATCH, T, E]);
      const y = tf.tensor1d(target);
      const loss = await descend(optimizer, W, () => {
        const query = tf.reshape(tf.slice(H, [0, T - 1, 0], [BATCH, 1, E]), [BATCH, E]);
        const key = tf.reshape(tf.matMul(query, W, false, true), [BATCH, 1, E]);
        const a = tf.softmax(tf.sum(tf.mul(H, key), -1));
        const labels = tf.reshape(tf.slice(H, [0, 0, E - 2], [BATCH, T, 1]), [BATCH, T]);
        return halfSquares(tf.sub(tf.sum(tf.mul(a, labels), -1), y), BATCH);
      });
      tf.dispose([H, y]);
      return loss;
    },
    dispose: () => tf.dispose([W]),
  };
}

function reducedLoop({ cosines, nearest }: Problem): Loop {
  const xi = tf.variable(tf.tensor1d([0, START.sigma]));
  const C = tf.tensor2d(cosines, [TRAINING_PROMPTS, START.N]);
  const star = tf.tensor2d(nearest, [TRAINING_PROMPTS, START.N]);
  const optimizer = tf.train.sgd(ETA);
  return {
    step: () =>
      descend(optimizer, xi, () => {
        const [xi1, xi2] = tf.split(xi, 2) as [tf.Tensor, tf.Tensor];
        const self = tf.broadcastTo(tf.sub(xi1, xi2), [TRAINING_PROMPTS, 1]);
        const a = tf.softmax(tf.concat([tf.mul(C, xi1), self], 1));
        const points = tf.slice(a, [0, 0], [TRAINING_PROMPTS, START.N]);
        return halfSquares(tf.sub(points, star), TRAINING_PROMPTS);
      }),
    dispose: () => tf.dispose([xi, C, star]),
  };
}
