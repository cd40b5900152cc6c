/**
 * The privacy account. A release costs its ε, once; answers cost nothing. What has been published stays published, so
 * going back to earlier settings shows the same release and is free. Naive answers draw fresh noise: each is a release.
 */
import { nameOf, type Settings, termsOf } from './budget.ts';
import type { Account } from './frame.ts';

export class Ledger<R> {
  readonly #published = new Map<string, R>();
  #releases = 0;
  #spent = 0;
  #answered = 0;

  /** The release under `settings`: made and paid for the first time, found again later. */
  publish(settings: Settings, make: (q: number, price: number) => R): R {
    const known = this.#published.get(nameOf(settings));
    if (known !== undefined) return known;
    const { q, price } = termsOf(settings);
    const release = make(q, price);
    this.#published.set(nameOf(settings), release);
    this.pay(price);
    return release;
  }

  pay(price: number): void {
    this.#releases += 1;
    this.#spent += price;
  }

  answer(count = 1): void {
    this.#answered += count;
  }

  get account(): Account {
    return { releases: this.#releases, spent: this.#spent, answered: this.#answered };
  }
}

/** Answers to one question, asked again and again: how many different ones, and what their average is. */
export class Repeats {
  #count = 0;
  #sum = new Float64Array(0);
  readonly #seen = new Set<string>();

  get count(): number {
    return this.#count;
  }

  /** Counted exactly up to 1,000, the most often that a question is asked. */
  get distinct(): number {
    return this.#seen.size;
  }

  add(answers: Float64Array, average: Float64Array): void {
    if (this.#count++ === 0) this.#sum = new Float64Array(average.length);
    for (let i = 0; i < average.length; i++) this.#sum[i] = (this.#sum[i] as number) + (average[i] as number);
    this.#seen.add(answers.join());
  }

  mean(i: number): number {
    return (this.#sum[i] as number) / this.#count;
  }
}
