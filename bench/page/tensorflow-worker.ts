/** TensorFlow.js in a worker of its own: jax-js hides threads from the worker that it runs in. */
import { expose } from 'comlink';
import { difference, tensorflowTime } from './tensorflow-loops.ts';

const tensorflow = { difference, tensorflowTime };

export type TensorFlow = typeof tensorflow;
expose(tensorflow);
