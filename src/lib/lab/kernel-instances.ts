/**
 * jax-js makes a new WebAssembly instance for every call of a kernel; in threads of its own it keeps them, and so do we
 * everywhere. A training makes tens of thousands: a fifth of its time, and in Chromium, which writes each down for its
 * statistics a second later, a pause of 90 to 240 ms in the midst of it.
 *
 * A kernel has no state: it is given a memory, and addresses in it with each call. So whoever asks for an instance of a
 * module that imports one memory and nothing else gets the one that was made with that memory before.
 */

interface Imports {
  readonly env?: { readonly memory?: unknown };
}
interface Wasm {
  Instance: new (module: object, imports?: Imports) => object;
}

const MARK = Symbol.for('tangible.kernel-instances');

/** Replaces `WebAssembly.Instance` in this thread, once. Where it can't be, jax-js works as it comes. */
export function keepKernelInstances(wasm = (globalThis as { WebAssembly?: Wasm }).WebAssembly): void {
  if (!wasm || MARK in wasm.Instance) return;
  const kept = new WeakMap<object, { memory: object; instance: object }>();
  const keeping = new Proxy(wasm.Instance, {
    has: (target, key) => key === MARK || Reflect.has(target, key),
    construct(target, args: [module: object, imports?: Imports], newTarget) {
      const [module, imports] = args;
      const memory = onlyMemory(imports);
      const known = kept.get(module);
      if (memory && known?.memory === memory) return known.instance;
      const instance = Reflect.construct(target, args, newTarget) as object;
      if (memory) kept.set(module, { memory, instance });
      return instance;
    },
  });
  try {
    wasm.Instance = keeping;
  } catch {
    // Frozen by somebody: nothing is kept.
  }
}

/** The memory, if that is all that is imported. */
function onlyMemory(imports: Imports | undefined): object | undefined {
  const { env } = imports ?? {};
  if (!imports || !env || Object.keys(imports).length !== 1 || Object.keys(env).length !== 1)
    return undefined;
  return typeof env.memory === 'object' && env.memory !== null ? env.memory : undefined;
}
