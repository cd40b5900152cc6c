/**
 * The page's side of the worker: chooses an engine. WebGPU, then WASM threads, then WASM; every start has a time limit
 * (onnxruntime hangs silently when its worker scripts are blocked) and runs in a fresh worker, so that a start that
 * hangs is ended for good. When nothing starts the page keeps its recorded figure.
 */
import { wrap, type Remote } from 'comlink';
import { loadNotebook } from '../notebook/load.ts';
import type { EngineName } from '../notebook/types.ts';
import type { LabWorker } from './worker.ts';

export type EngineChoice = 'auto' | 'webgpu' | 'wasm';

/** A running engine, and why better ones are not running. */
export interface Engine {
  readonly name: EngineName;
  readonly passedOver: readonly string[];
  /** Calls that are open when the worker breaks or is stopped are rejected; nobody waits for ever. */
  readonly remote: Remote<LabWorker>;
  /** Called once when the worker breaks in mid-run. */
  onBroken(listener: (why: string) => void): void;
  stop(): void;
}

export const ENGINE_NAMES: Readonly<Record<EngineName, string>> = {
  webgpu: 'WebGPU',
  'wasm-threads': 'WebAssembly, several threads',
  wasm: 'WebAssembly, one thread',
};

/** Milliseconds that an engine may take to start: downloads of up to 4 MB, compilation and golden inputs. */
export const START_LIMIT = 30_000;

/** The engine was stopped on purpose while a call was open. */
export class EngineStoppedError extends Error {
  constructor() {
    super('The engine was stopped.');
  }
}

/** No engine could be started; `reasons` has a sentence for each. */
export class NoEngineError extends Error {
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super(`No engine starts in this browser. ${reasons.join(' ')}`);
    this.reasons = reasons;
  }
}

/** @throws NoEngineError when none starts. */
export async function startEngine(slug: string, choice: EngineChoice, limit = START_LIMIT): Promise<Engine> {
  const { needsWasm } = await loadNotebook(slug);
  const passedOver: string[] = [];
  for (const name of ['webgpu', 'wasm-threads', 'wasm'] as const) {
    const obstacle = await obstacleTo(name, choice, needsWasm);
    if (obstacle !== undefined) {
      passedOver.push(`${ENGINE_NAMES[name]}: ${obstacle}.`);
      continue;
    }
    try {
      return await startWorker(slug, name, limit, passedOver);
    } catch (error) {
      passedOver.push(`${ENGINE_NAMES[name]}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new NoEngineError(passedOver);
}

async function obstacleTo(
  name: EngineName,
  choice: EngineChoice,
  needsWasm: string | undefined,
): Promise<string | undefined> {
  if (typeof WebAssembly === 'undefined') return 'this browser has no WebAssembly';
  if (name === 'webgpu') {
    if (needsWasm !== undefined) return needsWasm;
    if (choice === 'wasm') return 'not asked for';
    return obstacleToWebGpu();
  }
  if (choice === 'webgpu' && needsWasm === undefined && name === 'wasm-threads')
    return 'WebGPU was asked for';
  if (name === 'wasm-threads' && !globalThis.crossOriginIsolated)
    return 'this page is not isolated from other origins';
  if (name === 'wasm-threads' && (navigator.hardwareConcurrency ?? 1) < 2) return 'this machine has one core';
  return undefined;
}

async function obstacleToWebGpu(): Promise<string | undefined> {
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<unknown> } };
  if (!gpu) return 'this browser does not offer it here';
  if (!('Suspending' in WebAssembly))
    return 'this browser lacks JavaScript promise integration for WebAssembly';
  const adapter = await within(gpu.requestAdapter(), 3000, 'it gave no adapter in 3 s').catch(() => null);
  return adapter ? undefined : 'it gives no adapter';
}

async function startWorker(
  slug: string,
  name: EngineName,
  limit: number,
  passedOver: readonly string[],
): Promise<Engine> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: `lab-${name}` });
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'its worker could not be loaded'));
    });
  });
  broken.catch(() => undefined);
  let end: (why: Error) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => (end = reject));
  const remote = guarded(wrap<LabWorker>(worker), Promise.race([broken, stopped]));
  try {
    const seconds = Math.round(limit / 1000);
    await within(remote.open(slug, name), limit, `it did not start within ${seconds} s.`);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    name,
    passedOver,
    remote,
    onBroken: (listener) => void broken.catch((error: Error) => listener(error.message)),
    stop: () => {
      worker.terminate();
      end(new EngineStoppedError());
    },
  };
}

/** A worker that has ended answers nothing: its calls end with `ended`. */
function guarded(remote: Remote<LabWorker>, ended: Promise<never>): Remote<LabWorker> {
  ended.catch(() => undefined);
  return new Proxy(remote, {
    get: (target, name) => {
      const method = target[name as keyof LabWorker] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => Promise.race([method(...args), ended]);
    },
  });
}

function within<T>(promise: Promise<T>, milliseconds: number, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(message)), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
