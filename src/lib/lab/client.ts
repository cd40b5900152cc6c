/**
 * The page's side of the worker: chooses an engine. WebGPU, then WASM threads, then WASM; every start has a time limit
 * (onnxruntime hangs silently when its worker scripts are blocked) and runs in a fresh worker, so that a start that
 * hangs is ended for good. When nothing starts the page keeps its recorded figure.
 */
import { wrap, type Remote } from 'comlink';
import { loadNotebook } from '../notebook/load.ts';
import { trustedScript } from '../trusted.ts';
import type { EngineName } from '../notebook/types.ts';
import { isFileError, reasonOf } from './reasons.ts';
import type { LabWorker } from './worker.ts';
import workerAddress from './worker.ts?worker&url';

export type EngineChoice = 'auto' | 'webgpu' | 'wasm';

/** A running engine, and why better ones are not running. */
export interface Engine {
  readonly name: EngineName;
  readonly passedOver: readonly string[];
  /** Calls that are open when the worker breaks or is stopped are rejected; nobody waits for ever. */
  readonly remote: Remote<LabWorker>;
  /** Called once when the worker breaks in mid-run, or has ended without a word. */
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

/** No engine could be started: the message says why, in sentences. */
export class NoEngineError extends Error {}

/** @throws NoEngineError when none starts. */
export async function startEngine(slug: string, choice: EngineChoice, limit = START_LIMIT): Promise<Engine> {
  const { needsWasm, later = [] } = await loadNotebook(slug);
  const passedOver: string[] = [];
  for (const name of ['webgpu', 'wasm-threads', 'wasm'] as const) {
    const obstacle = await obstacleTo(name, choice, needsWasm);
    if (obstacle !== undefined) {
      passedOver.push(`${ENGINE_NAMES[name]}: ${obstacle}.`);
      continue;
    }
    try {
      return await startWorker(slug, name, later, limit, passedOver);
    } catch (error) {
      if (isFileError(error)) throw new NoEngineError(error.message);
      passedOver.push(`${ENGINE_NAMES[name]}: ${reasonOf(error)}`);
    }
  }
  throw new NoEngineError(`No engine starts in this browser. ${passedOver.join(' ')}`);
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
  later: readonly string[],
  limit: number,
  passedOver: readonly string[],
): Promise<Engine> {
  const worker = new Worker(trustedScript(workerAddress), { type: 'module', name: `lab-${name}` });
  const watching = new AbortController();
  const bare = wrap<LabWorker>(worker);
  const broken = Promise.race([failure(worker), death(bare, watching.signal)]);
  broken.catch(() => undefined);
  let end: (why: Error) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => (end = reject));
  const remote = guarded(bare, Promise.race([broken, stopped]));
  const stop = () => {
    watching.abort();
    worker.terminate();
    end(new EngineStoppedError());
  };
  try {
    const seconds = Math.round(limit / 1000);
    await within(remote.open(slug, name, later), limit, `it did not start within ${seconds} s.`);
  } catch (error) {
    stop();
    throw error;
  }
  const onBroken = (listener: (why: string) => void) =>
    void broken.catch((error: Error) => listener(error.message));
  return { name, passedOver, remote, onBroken, stop };
}

/** Rejects at the first error that nothing in the worker has caught. */
function failure(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const why = event.message?.replace(/^Uncaught (?:Error: )?/, '');
      // A script that does not arrive fails without a message.
      reject(
        new Error(
          why
            ? reasonOf(new Error(why))
            : 'its worker can’t be loaded: there is no network, or the site was renewed since this page was opened, so reload it.',
        ),
      );
    });
  });
}

/**
 * Rejects when the worker has ended without a word, as when the browser ends it for its memory: no event says so, but
 * the lock that it holds for its life is free then. Where locks are refused, nobody notices.
 */
async function death(remote: Remote<LabWorker>, signal: AbortSignal): Promise<never> {
  const ended = await lockFreed(remote, signal).catch(() => false);
  if (!ended || signal.aborted) return new Promise(() => undefined);
  throw new Error('its worker was ended, by the browser or by somebody');
}

/** False, or a rejection, where locks are refused or missing. */
async function lockFreed(remote: Remote<LabWorker>, signal: AbortSignal): Promise<boolean> {
  const name = `tangible-worker-${crypto.randomUUID()}`;
  return (await remote.hold(name)) && navigator.locks.request(name, { signal }, () => true);
}

/** A worker that has ended answers nothing: its calls end with `ended`. What it throws comes as a plain sentence. */
function guarded(remote: Remote<LabWorker>, ended: Promise<never>): Remote<LabWorker> {
  ended.catch(() => undefined);
  const plain = (error: unknown): never => {
    throw isFileError(error) ? error : new Error(reasonOf(error));
  };
  return new Proxy(remote, {
    get: (target, name) => {
      const method = target[name as keyof LabWorker] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => Promise.race([method(...args).catch(plain), ended]);
    },
  });
}

function within<T>(promise: Promise<T>, milliseconds: number, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(message)), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
