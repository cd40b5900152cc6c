/**
 * The place of one demo's engine: it is started when it is first needed, and freed when nobody has seen the demo for a
 * while.
 */
import { startEngine, type Engine, type EngineChoice } from '#lib/lab/client.ts';

/** How long a demo that nobody sees keeps its worker, in milliseconds. */
const KEEP_UNSEEN = 30_000;

/** What the demo is told, and asked. */
export interface SlotOwner {
  starting(): void;
  /** The worker broke in mid-run. */
  broken(why: string): void;
  /** The worker is gone, with the run that it held. */
  freed(): void;
  /** Something that was asked for is not done: the engine is kept for it. */
  busy(): boolean;
}

export class EngineSlot {
  engine: Engine | undefined = $state.raw();
  choice: EngineChoice = $state('auto');
  /** Nobody sees the demo: it computes nothing of its own accord. */
  unseen = false;

  readonly #slug: string;
  readonly #owner: SlotOwner;
  #start: Promise<Engine> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(slug: string, owner: SlotOwner) {
    this.#slug = slug;
    this.#owner = owner;
  }

  /** The engine, started if there is none. @throws NoEngineError, of the promise, when none starts. */
  ready(): Promise<Engine> {
    if (this.#start) return this.#start;
    if (this.unseen) this.#freeLater();
    this.#owner.starting();
    const start = startEngine(this.#slug, this.choice).then((engine) => {
      // One that was freed while it started is stopped by whoever freed it.
      if (this.#start === start) {
        this.engine = engine;
        engine.onBroken((why) => {
          if (this.engine === engine) this.#owner.broken(why);
        });
      }
      return engine;
    });
    this.#start = start;
    return start;
  }

  /** Ends the worker; the next request starts another one. */
  free(): void {
    this.engine?.stop();
    void this.#start?.then((engine) => engine.stop()).catch(() => undefined);
    this.engine = undefined;
    this.#start = undefined;
    this.#owner.freed();
  }

  /** A start that failed is not kept: the next request tries again. */
  forget(): void {
    this.#start = undefined;
  }

  hide(): void {
    this.unseen = true;
    this.#freeLater();
  }

  show(): void {
    this.unseen = false;
    clearTimeout(this.#timer);
  }

  #freeLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#owner.busy() ? this.#freeLater() : this.free()), KEEP_UNSEEN);
  }
}
