/**
 * Long work in pieces, so that a page never waits for it: a generator that pauses when a piece is full, says how far it
 * is, and returns its result at the end. Pieces are counted in numbers, not timed: a run is a function of its seed.
 */

export interface Progress {
  readonly doing: string;
  /** From 0 to 1. */
  readonly share: number;
}

export type Pieces<T> = Generator<Progress, T, void>;
export type AsyncPieces<T> = AsyncGenerator<Progress, T, void>;

/** Numbers that are drawn, sorted or added up in about 10 ms. */
export const PIECE = 250_000;

/** Counts work. */
export class Pace {
  readonly #doing: string;
  readonly #total: number;
  #done = 0;
  #since = 0;

  constructor(doing: string, total: number) {
    this.#doing = doing;
    this.#total = total;
  }

  get progress(): Progress {
    return { doing: this.#doing, share: Math.min(1, this.#done / this.#total) };
  }

  /** Adds `numbers`; true when it is time to pause. */
  full(numbers: number): boolean {
    this.#done += numbers;
    this.#since += numbers;
    if (this.#since <= PIECE) return false;
    this.#since = 0;
    return true;
  }
}

/** All pieces at once. */
export function whole<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}
