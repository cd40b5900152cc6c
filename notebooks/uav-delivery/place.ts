/**
 * A point of the airport with its servers and its queue, first come, first served. It keeps two accounts since
 * `countFrom`: time integrals (what an observer sees) and waits of customers (what they feel); Little's law joins them.
 */

export interface Account {
  /** Seconds, summed over servers, in which somebody was being served. */
  readonly working: number;
  /** Seconds, summed over servers, in which a server was held by somebody waiting (for an order, for a UAV). */
  readonly held: number;
  /** ∫ length of the queue dt. */
  readonly queueing: number;
  /** Customers who left the queue, and the seconds that they had stood in it. */
  readonly served: number;
  readonly waited: number;
}

interface Waiting {
  readonly who: number;
  readonly since: number;
  readonly enter: () => void;
}

export class Place {
  readonly name: string;
  readonly servers: number;
  /** Whom each server holds. */
  readonly holders: (number | null)[];
  readonly queue: Waiting[] = [];
  readonly #now: () => number;
  readonly #countFrom: number;
  #idle = 0;
  #counted: number;
  #account = { working: 0, held: 0, queueing: 0, served: 0, waited: 0 };

  /** `now` in seconds; nothing before `countFrom` is counted. */
  constructor(name: string, servers: number, now: () => number, countFrom: number) {
    this.name = name;
    this.servers = servers;
    this.holders = Array.from({ length: servers }, () => null);
    this.#now = now;
    this.#countFrom = countFrom;
    this.#counted = countFrom;
  }

  /** `enter` is called when `who` has a server: at once, or after those who came before. */
  get(who: number, enter: () => void): void {
    this.#count();
    this.queue.push({ who, since: this.#now(), enter });
    this.#admit();
  }

  /** @throws Error when `who` holds no server. */
  release(who: number): void {
    this.#count();
    const at = this.holders.indexOf(who);
    if (at < 0) throw new Error(`AGV ${who} leaves ${this.name}, where it is not.`);
    this.holders[at] = null;
    this.#admit();
  }

  /** The holder begins (+1) or stops (−1) to wait for something else than its service. */
  idle(change: 1 | -1): void {
    this.#count();
    this.#idle += change;
  }

  get account(): Account {
    this.#count();
    return { ...this.#account };
  }

  get taken(): number {
    return this.holders.filter((who) => who !== null).length;
  }

  #admit(): void {
    for (let free = this.holders.indexOf(null); free >= 0; free = this.holders.indexOf(null)) {
      const next = this.queue.shift();
      if (!next) return;
      this.holders[free] = next.who;
      if (this.#now() >= this.#countFrom) {
        this.#account.served++;
        this.#account.waited += this.#now() - Math.max(next.since, this.#countFrom);
      }
      next.enter();
    }
  }

  #count(): void {
    const span = this.#now() - this.#counted;
    if (span <= 0) return;
    this.#counted = this.#now();
    this.#account.working += span * (this.taken - this.#idle);
    this.#account.held += span * this.#idle;
    this.#account.queueing += span * this.queue.length;
  }
}
