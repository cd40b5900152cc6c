/** The lab that a simulation is given: seeded chance, the notebook's models, automatic differentiation. */
import type { EngineName, Jax, Lab, Model } from '../notebook/types.ts';
import type { OpenModel } from './onnx.ts';
import { wallTime } from './clock.ts';
import { cryptographicRandom, seededRandom } from './random.ts';

/** What a place (Node, the worker) provides, so that a lab can be made there. */
export interface Bench {
  readonly engine: EngineName;
  openModel(file: string): Promise<OpenModel>;
  /** Gets the file of a model without opening it, where files come from a network. */
  fetchModel?(file: string): Promise<unknown>;
  jax(): Promise<Jax>;
}

/** Models of one notebook, opened once and shared by every lab that works on the bench. */
export class ModelShelf {
  #open = new Map<string, Promise<OpenModel>>();
  #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  model(file: string): Promise<Model> {
    let model = this.#open.get(file);
    if (!model) {
      model = this.#bench.openModel(file);
      this.#open.set(file, model);
      // A failed start may succeed when it is tried again.
      model.catch(() => this.#open.delete(file));
    }
    return model;
  }

  async release(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const model of await Promise.allSettled(open)) {
      if (model.status === 'fulfilled') await model.value.release();
    }
  }
}

const never = () => Promise.resolve(undefined);

/** A lab under `seed`; only a run that somebody steers has `newer` parameters. */
export function createLab(bench: Bench, shelf: ModelShelf, seed: number, newer: Lab['newer'] = never): Lab {
  return {
    seed,
    engine: bench.engine,
    random: (purpose) => seededRandom(seed, purpose),
    entropy: cryptographicRandom,
    model: (file) => shelf.model(file),
    jax: () => bench.jax(),
    time: wallTime,
    newer,
  };
}
