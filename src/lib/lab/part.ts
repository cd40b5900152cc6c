/**
 * A slower part of a frame (a survey, the study of a chart): a generator that goes on where it was, a step per frame,
 * until what it depends on changes.
 */

export type Steps<T> = Iterator<T, void, void> | AsyncIterator<T, void, void>;

/** One part in progress; starts over when its key changes. */
export class Part<T> {
  #key = '';
  #steps: Steps<T> | undefined;
  latest: T | undefined;
  done = true;

  /** Makes sure that the part works on `key`. */
  want(key: string, start: () => Steps<T>): void {
    if (key === this.#key) return;
    void this.drop();
    this.#key = key;
    this.#steps = start();
    this.done = false;
  }

  async advance(): Promise<void> {
    const step = await this.#steps?.next();
    if (!step || step.done) this.done = true;
    else this.latest = step.value;
  }

  /** Frees what an unfinished part holds. */
  async drop(): Promise<void> {
    const steps = this.#steps;
    this.#key = '';
    this.#steps = undefined;
    this.latest = undefined;
    this.done = true;
    await steps?.return?.();
  }
}
