/**
 * The lab in the browser's worker: onnxruntime's WebGPU build (JSPI) or its WASM build, and jax-js on WASM. Files come
 * from the site's own origin; a model is checked against its hash and its golden input before anything uses it.
 */
import type { EngineName, Jax } from '../notebook/types.ts';
import { checkGolden } from './golden.ts';
import { keepKernelInstances } from './kernel-instances.ts';
import type { Bench } from './lab.ts';
import { openModel, type OrtModule } from './onnx.ts';
import { FileError } from './reasons.ts';
import type { Provenance } from './recipe.ts';

const files = import.meta.glob<string>('/notebooks/*/*.onnx', { query: '?url', import: 'default' });
const MAX_THREADS = 4;

export function browserBench(slug: string, engine: EngineName, provenances: readonly Provenance[]): Bench {
  let ort: Promise<OrtModule> | undefined;
  let jax: Promise<Jax> | undefined;
  let watched: Promise<void> | undefined;
  /** Files that are here, or on their way, and not opened yet. */
  const here = new Map<string, Promise<Uint8Array>>();
  const shipped = (file: string) => {
    const load = files[`/notebooks/${slug}/${file}.onnx`];
    const provenance = provenances.find((one) => one.file === file);
    if (!load || !provenance) throw new FileError(`The model ${file}.onnx is not part of this site.`);
    return { load, provenance };
  };
  const fetchModel = async (file: string) => {
    const { load, provenance } = shipped(file);
    return download(await load(), `${file}.onnx`, provenance.sha256);
  };
  return {
    engine,
    fetchModel(file) {
      const bytes = fetchModel(file);
      here.set(file, bytes);
      // What fails now is tried again when the model is needed, and a failure then is said.
      bytes.catch(() => here.delete(file));
      return bytes;
    },
    async openModel(file) {
      ort ??= startOrt(engine);
      const bytes = await (here.get(file) ?? fetchModel(file));
      here.delete(file);
      const model = await openModel(await ort, bytes, engine === 'webgpu' ? 'webgpu' : 'wasm');
      if (engine === 'webgpu') watched ??= reportLoss(await ort);
      await checkGolden(model, shipped(file).provenance);
      return model;
    },
    jax: () => (jax ??= startJax()),
  };
}

/** @throws FileError when the file does not arrive as it was published. */
async function download(url: string, name: string, sha256: string): Promise<Uint8Array> {
  const bytes = await fetched(url, name, 'default');
  if (await isPublished(bytes, sha256)) return bytes;
  // The damaged copy may lie in a cache, which would hand it out for a year.
  const again = await fetched(url, name, 'reload').catch(() => undefined);
  if (again && (await isPublished(again, sha256))) return again;
  throw new FileError(`The model ${name} arrived damaged: its hash is not the one it was published with.`);
}

async function fetched(url: string, name: string, cache: RequestCache): Promise<Uint8Array> {
  const response = await fetch(url, { cache }).catch(() => undefined);
  if (!response) throw new FileError(`The model ${name} can’t be loaded: the network does not answer.`);
  if (!response.ok)
    throw new FileError(`The model ${name} can’t be loaded: the server answers ${response.status}.`);
  const body = await response.arrayBuffer().catch(() => undefined);
  if (!body) throw new FileError(`The model ${name} can’t be loaded: the network broke off on the way.`);
  return new Uint8Array(body);
}

/** Insecure origins have no digest; the golden input still guards them. */
async function isPublished(bytes: Uint8Array, sha256: string): Promise<boolean> {
  if (!globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

async function startOrt(engine: EngineName): Promise<OrtModule> {
  if (engine === 'webgpu') {
    const [ort, wasm, mjs] = await Promise.all([
      import('onnxruntime-web/jspi') as Promise<OrtModule>,
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
    ]);
    return configure(ort, wasm.default, mjs.default, 1);
  }
  const [ort, wasm, mjs] = await Promise.all([
    import('onnxruntime-web/wasm') as Promise<OrtModule>,
    import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
  ]);
  const threads = engine === 'wasm-threads' ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1) : 1;
  return configure(ort, wasm.default, mjs.default, threads);
}

/**
 * A graphics device that is lost (by sleep, its driver, another program) takes all buffers along, and calls that are
 * open may never end: the whole worker counts as broken, and the page is told by the one error event that it hears.
 */
async function reportLoss(ort: OrtModule): Promise<void> {
  const device = (await ort.env.webgpu.device) as { lost: Promise<{ reason: string; message: string }> };
  const { reason, message } = await device.lost;
  reportError(new Error(`the graphics device was lost: ${message || reason}`));
}

function configure(ort: OrtModule, wasm: string, mjs: string, threads: number): OrtModule {
  const absolute = (url: string) => new URL(url, self.location.href).href;
  ort.env.wasm.wasmPaths = { wasm: absolute(wasm), mjs: absolute(mjs) };
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return ort;
}

/**
 * jax-js sends every kernel of more than 512 numbers to threads of its own when it sees `Worker`; on models as small as
 * these the messages take several times what they save. onnxruntime has started its threads when a model was opened.
 */
export function loadJax(): Promise<Jax> {
  Object.defineProperty(globalThis, 'Worker', { value: undefined, configurable: true });
  keepKernelInstances();
  return import('@jax-js/jax');
}

async function startJax(): Promise<Jax> {
  const jax = await loadJax();
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  return jax;
}
