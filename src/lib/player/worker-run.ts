/** The run that a demo has in its worker: which one it is, and how far it has come. */
import type { Engine } from '#lib/lab/client.ts';
import type { Reply } from '#lib/lab/worker.ts';

type Params = Readonly<Record<string, unknown>>;

export class WorkerRun {
  /** Frames that were shown of it: where a run whose worker was freed goes on. */
  count = 0;
  #id = 0;
  #ids = 0;

  /** False before the first start, and once the worker is gone. */
  get open(): boolean {
    return this.#id > 0;
  }

  /** Starts a run and takes it past its first `frames` frames. Runs are numbered, so that a late answer is known. */
  async start(engine: Engine, params: Params, seed: number, frames: number): Promise<void> {
    const id = ++this.#ids;
    await engine.remote.start(id, params, seed);
    this.#id = id;
    if (frames > 1) await engine.remote.next(id, params, frames, 0);
  }

  /** The next frame, or the `stride`-th next; see the worker. */
  next(engine: Engine, params: Params, stride: number, budget: number): Promise<Reply | null> {
    return engine.remote.next(this.#id, params, stride, budget);
  }

  /** The worker is gone. */
  close(): void {
    this.#id = 0;
  }
}
