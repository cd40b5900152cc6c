/** The run that a demo has in its worker: which one it is, and how far it has come. */
import type { Engine } from '#lib/lab/client.ts';
import type { Reply } from '#lib/lab/worker.ts';

type Params = Readonly<Record<string, unknown>>;

/** How long an answer may take before the reader is told that it is late, in milliseconds. */
export const PATIENCE = 20_000;

/** A frame, null when its run has been replaced or has ended, and the parameters that it was asked for with. */
export interface Answer {
  readonly reply: Reply | null;
  readonly params: Params;
}

export class WorkerRun {
  /** Frames that were shown of it: where a run whose worker was freed goes on. */
  count = 0;
  #id = 0;
  #ids = 0;
  #ahead: Promise<Answer> | undefined;
  /** Changes that were sent after the frame that is being made was asked for; undefined when none is. */
  #changes: Params[] | undefined;
  readonly #late: (is: boolean) => void;

  /** `late` is told when an answer is, and when it has come. A late one is waited for: a slow machine is no fault. */
  constructor(late: (is: boolean) => void) {
    this.#late = late;
  }

  /** False before the first start, and once the worker is gone. */
  get open(): boolean {
    return this.#id > 0;
  }

  /** A frame has been asked for ahead. */
  get hasAhead(): boolean {
    return this.#ahead !== undefined;
  }

  /** Starts a run and takes it past its first `frames` frames. Runs are numbered, so that a late answer is known. */
  async start(engine: Engine, params: Params, seed: number, frames: number): Promise<void> {
    const id = ++this.#ids;
    this.#ahead = undefined;
    await this.#patiently(engine.remote.start(id, params, seed));
    this.#id = id;
    if (frames > 1) await this.#patiently(engine.remote.next(id, params, frames, 0));
  }

  /** The next frame, or the `stride`-th next; see the worker. One that was asked for ahead comes first. */
  next(engine: Engine, params: Params, stride: number, budget: number): Promise<Answer> {
    const answer = this.#ahead ?? this.#ask(engine, params, stride, budget);
    this.#ahead = undefined;
    return this.#patiently(answer);
  }

  /** Asks for the next frame already: the worker need not wait while the last one is drawn. */
  ahead(engine: Engine, params: Params, stride: number): void {
    this.#ahead ??= this.#ask(engine, params, stride, 0);
    // Whoever takes the frame is told of a failure.
    this.#ahead.catch(() => undefined);
  }

  /** Live parameters have changed: the frame that is being made may still be made for them. */
  steer(engine: Engine, params: Params): void {
    const number = this.#changes?.push(params);
    // One that comes too late is asked for with the next frame.
    if (number !== undefined) void engine.remote.steer(this.#id, number, params).catch(() => undefined);
  }

  /** The worker is gone. */
  close(): void {
    this.#id = 0;
    this.#ahead = undefined;
    this.#changes = undefined;
  }

  async #ask(engine: Engine, params: Params, stride: number, budget: number): Promise<Answer> {
    const changes: Params[] = [];
    this.#changes = changes;
    const reply = await engine.remote.next(this.#id, params, stride, budget);
    if (this.#changes === changes) this.#changes = undefined;
    return { reply, params: changes[(reply?.change ?? 0) - 1] ?? params };
  }

  async #patiently<T>(answer: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#late(true), PATIENCE);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#late(false);
    }
  }
}
