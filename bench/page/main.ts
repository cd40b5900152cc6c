/** The page of the contenders: workers, as the site has one, and a way to call them from Node. */
import { wrap, type Remote } from 'comlink';
import type { Bare } from './worker.ts';
import type { TensorFlow } from './tensorflow-worker.ts';

declare global {
  interface Window {
    bare: Remote<Bare>;
    plain: Remote<Bare>;
    tensorflow: Remote<TensorFlow>;
  }
}

window.bare = wrap<Bare>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
window.plain = wrap<Bare>(new Worker(new URL('./plain-worker.ts', import.meta.url), { type: 'module' }));
window.tensorflow = wrap<TensorFlow>(
  new Worker(new URL('./tensorflow-worker.ts', import.meta.url), { type: 'module' }),
);
