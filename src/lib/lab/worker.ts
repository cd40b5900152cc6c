/**
 * The one worker of a page: it runs the notebook's simulation and claims on one engine. Frames are pulled one by one,
 * so pause, step and back-pressure need nothing here; a newer run replaces the older one.
 */
import { expose } from 'comlink';
import type { AnyClaim, EngineName, Frame, SimulationModule } from '../notebook/types.ts';
import { createBreather } from './breathe.ts';
import { loadNotebook } from '../notebook/load.ts';
import { browserBench, loadJax } from './browser-bench.ts';
import { createLab, ModelShelf, type Bench } from './lab.ts';
import type { ModelModule, Provenance } from './recipe.ts';
import { assertFinite, measureClaim, type Measured } from './run.ts';
import { Steering } from './steering.ts';

const simulations = import.meta.glob<SimulationModule>('/notebooks/*/simulation.ts');
const claimModules = import.meta.glob<{ default: readonly AnyClaim[] }>('/notebooks/*/claims.ts');
const modelModules = import.meta.glob<ModelModule>('/notebooks/*/model.ts');
const provenances = import.meta.glob<{ default: readonly Provenance[] }>('/notebooks/*/models.json');

type Params = Record<string, unknown>;

/** A frame, what it shows in words, and which frame of its run it is, from 1. */
export interface Reply {
  readonly frame: Frame;
  readonly says: string;
  readonly count: number;
  /** The number of the change that it was made for; 0 when it was made for what it was asked for with. */
  readonly change: number;
}

interface Opened {
  readonly slug: string;
  readonly simulation: SimulationModule;
  readonly bench: Bench;
  readonly shelf: ModelShelf;
}

let opened: Opened | undefined;
let run:
  { id: number; frames: AsyncGenerator<Frame, void, Params>; count: number; steering: Steering } | undefined;

const { breathe } = createBreather();

const now = () => performance.now();

const current = () => {
  if (!opened) throw new Error('No notebook is open in the worker.');
  return opened;
};

/** Milliseconds after the start: the first picture comes first. */
const AHEAD = 1000;

/**
 * A chip that is pressed later, or a control that trains, must not need the network then. What fails to load now is
 * loaded when it is needed, and a failure then is said.
 */
function fetchAhead(slug: string, bench: Bench, later: readonly string[]): void {
  const parts = [
    claimModules[`/notebooks/${slug}/claims.ts`]?.(),
    loadNotebook(slug),
    loadJax(),
    ...later.map((file) => bench.fetchModel?.(file)),
  ];
  for (const part of parts) part?.catch(() => undefined);
}

const api = {
  /**
   * Holds the lock `name` for as long as this worker lives: whoever waits for it learns that the worker has ended,
   * however it ended. @throws Error, of the promise, where locks are refused or missing.
   */
  hold(name: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const forLife = () => {
        resolve(true);
        return new Promise(() => undefined);
      };
      navigator.locks.request(name, forLife).catch(reject);
    });
  },

  /**
   * Loads the notebook and starts the engine: every graph must answer its golden input rightly, those in `later` when they
   * are first asked for.
   */
  async open(slug: string, engine: EngineName, later: readonly string[]): Promise<void> {
    const load = simulations[`/notebooks/${slug}/simulation.ts`];
    if (!load) throw new Error(`The notebook ${slug} has no demo.`);
    const models = (await provenances[`/notebooks/${slug}/models.json`]?.())?.default ?? [];
    const bench = browserBench(slug, engine, models);
    const shelf = new ModelShelf(bench);
    const first = models.map(({ file }) => file).filter((file) => !later.includes(file));
    const [simulation] = await Promise.all([load(), ...first.map((file) => shelf.model(file))]);
    opened = { slug, simulation, bench, shelf };
    setTimeout(() => fetchAhead(slug, bench, later), AHEAD);
  },

  /** Starts a run; the one before it is given up. */
  async start(id: number, params: Params, seed: number): Promise<void> {
    const { simulation, bench, shelf } = current();
    const before = run;
    const steering = new Steering(breathe);
    const lab = createLab(bench, shelf, seed, () => steering.newer());
    run = { id, frames: simulation.simulate(params, lab), count: 0, steering };
    await before?.frames.return();
  },

  /**
   * The next frame of run `id`, or the `stride`-th next; null when a newer run has replaced it or it has ended. With
   * `budget` milliseconds, frames are passed over until the run settles or the time is used: for getting to a state
   * without the way there.
   */
  async next(id: number, params: Params, stride: number, budget: number): Promise<Reply | null> {
    if (run?.id !== id) return null;
    const deadline = now() + budget;
    const mine = run;
    const { steering } = mine;
    steering.begin();
    for (let pulled = 1; ; pulled++) {
      const { value: frame, done } = await mine.frames.next(steering.madeFor(params).params);
      if (done || !frame || run !== mine) return null;
      assertFinite(frame, ++mine.count);
      const made = steering.madeFor(params);
      if (frame.settled || (pulled >= stride && now() >= deadline)) {
        const says = current().simulation.describe(frame, made.params);
        return { frame, says, count: mine.count, change: made.number };
      }
      await breathe();
      steering.take();
    }
  },

  /** Parameters have changed while a frame of run `id` is being made: what is made from now on is made for them. */
  steer(id: number, number: number, params: Params): void {
    if (run?.id === id) run.steering.tell(number, params);
  },

  /** Measures a claim over seeds; `progress` is called with the number of seeds done. */
  async measure(id: string, seeds: readonly number[], progress: (done: number) => void): Promise<Measured[]> {
    const { slug, simulation, bench, shelf } = current();
    const claims = (await claimModules[`/notebooks/${slug}/claims.ts`]?.())?.default ?? [];
    const claim = claims.find((one) => one.id === id);
    if (!claim)
      throw new Error(
        `The notebook ${slug} has no claim ${id}; it has ${claims.map((one) => one.id).join(', ')}.`,
      );
    const { controls } = await loadNotebook(slug);
    const lab = (seed: number) => createLab(bench, shelf, seed);
    const context = { simulate: simulation.simulate, controls, lab, breathe };
    return measureClaim(claim, context, seeds, progress);
  },

  /** The model as the reader has just trained it, as an ONNX file; null when the notebook trains none. */
  async exportTrained(frame: Frame, seed: number): Promise<{ file: string; bytes: Uint8Array } | null> {
    const { slug, bench, shelf } = current();
    const module = await modelModules[`/notebooks/${slug}/model.ts`]?.();
    if (!module?.exportTrained) return null;
    // First jax-js by way of the bench, which hides threads from it; the exporter would import it as it comes.
    const jax = await bench.jax();
    const onnx = await import('../onnx/export.ts');
    return module.exportTrained(frame, { lab: createLab(bench, shelf, seed), jax, onnx });
  },
};

export type LabWorker = typeof api;
expose(api);
