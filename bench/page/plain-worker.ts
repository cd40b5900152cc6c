/** The same with jax-js as it comes: instances of its kernels are not kept (src/lib/lab/kernel-instances.ts). */
import './worker.ts';

Object.defineProperty(WebAssembly, 'Instance', { value: WebAssembly.Instance, writable: false });
