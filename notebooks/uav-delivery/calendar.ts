/**
 * Simulated time. Happenings come in the order of their times, and those of one moment in the order in which they were
 * put down, so that a run is the same on every machine.
 */

interface Entry {
  readonly time: number;
  readonly rank: number;
  readonly act: () => void | Promise<void>;
}

const before = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.rank < b.rank);

export class Calendar {
  #now = 0;
  #rank = 0;
  /** A binary heap: every entry is before its two children. */
  readonly #heap: Entry[] = [];

  get now(): number {
    return this.#now;
  }

  /** @throws RangeError when `seconds` is negative or not a number: nothing happens in the past. */
  after(seconds: number, act: Entry['act']): void {
    if (!(seconds >= 0)) throw new RangeError(`Nothing can happen ${seconds} s from now.`);
    const heap = this.#heap;
    const entry = { time: this.#now + seconds, rank: this.#rank++, act };
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent] as Entry)) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Lets everything happen that is due by `time`, then stands there. */
  async advance(time: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.time <= time; next = this.#heap[0]) {
      this.#removeFirst();
      this.#now = next.time;
      const done = next.act();
      if (done) await done;
    }
    this.#now = time;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!before(heap[child] as Entry, last)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
  }
}
