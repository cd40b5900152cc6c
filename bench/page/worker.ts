/** What the site is compared with, in a worker like the site’s: jax-js and onnxruntime without frames and messages. */
import { expose } from 'comlink';
import { fieldTime } from './field.ts';
import { graphTimes } from './graphs.ts';
import { jaxLosses, jaxTime, trainTime } from './jax-loops.ts';

const bare = { trainTime, jaxTime, jaxLosses, graphTimes, fieldTime };

export type Bare = typeof bare;
expose(bare);
