/** A lecture as it is composed: entries that are added, cut, ordered and taken out; its address follows. */
import { printList, readList, type Entry, type Listed } from './list.ts';
import { positionsOf } from './positions.ts';

/** An entry on the desk, with a name that stays while it moves. */
export interface Item extends Entry {
  readonly key: number;
}

export class Composition {
  items: readonly Item[] = $state.raw([]);
  issues: readonly string[] = $state.raw([]);
  readonly #papers: readonly Listed[];
  #keys = 0;

  constructor(papers: readonly Listed[]) {
    this.#papers = papers;
  }

  /** The list as text, for addresses. */
  get list(): string {
    return printList(this.items, this.#papers);
  }

  /** Number of screens: titles, questions and steps. */
  get screens(): number {
    return this.items.reduce((sum, item) => sum + positionsOf(item, this.#asks(item.slug)).length, 0);
  }

  get steps(): number {
    return this.items.reduce((sum, { from, to }) => sum + to - Math.max(1, from) + 1, 0);
  }

  /** Notebooks in it, each once. */
  get slugs(): readonly string[] {
    return this.items.map(({ slug }) => slug).filter((slug, i, all) => all.indexOf(slug) === i);
  }

  read(text: string): void {
    const { entries, issues } = readList(text, this.#papers);
    this.items = entries.map((entry) => ({ ...entry, key: this.#keys++ }));
    this.issues = issues;
  }

  has(slug: string): boolean {
    return this.items.some((item) => item.slug === slug);
  }

  add(slug: string): void {
    this.items = [...this.items, { slug, from: 0, to: this.#asks(slug).length, key: this.#keys++ }];
  }

  /** Takes out every entry of a notebook. */
  drop(slug: string): void {
    this.items = this.items.filter((item) => item.slug !== slug);
  }

  remove(key: number): void {
    this.items = this.items.filter((item) => item.key !== key);
  }

  /** Cuts an entry to steps `from` to `to`; the other end gives way. */
  cut(key: number, change: { from?: number; to?: number }): void {
    this.items = this.items.map((item) => {
      if (item.key !== key) return item;
      const { from = item.from, to = item.to } = change;
      if (change.from !== undefined) return { ...item, from, to: Math.max(from, to) };
      return { ...item, from: Math.min(from, to), to };
    });
  }

  /** Moves an entry by `by` places. */
  move(key: number, by: number): void {
    const from = this.items.findIndex((item) => item.key === key);
    const item = this.items[from];
    if (!item) return;
    const rest = this.items.filter((one) => one !== item);
    const to = Math.min(rest.length, Math.max(0, from + by));
    this.items = [...rest.slice(0, to), item, ...rest.slice(to)];
  }

  /** Puts entry `key` where entry `before` is. */
  place(key: number, before: number): void {
    const index = (wanted: number) => this.items.findIndex((item) => item.key === wanted);
    if (key !== before) this.move(key, index(before) - index(key));
  }

  #asks(slug: string): readonly boolean[] {
    return this.#papers.find((paper) => paper.slug === slug)?.asks ?? [];
  }
}
