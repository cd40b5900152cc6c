/**
 * A speaker window's end of the line: the last report of the lecture, whether anybody still sends, and the texts of the
 * notebooks that are spoken of, which come from the site and not from messages.
 */
import { BEAT } from './desk.ts';
import type { LecturePage } from './lecture-page.ts';
import type { Listed } from './list.ts';
import { channelName, entriesOf, readMessage, type Action, type Message, type Report } from './messages.ts';
import { nextPlace, type Place } from './positions.ts';

/** What comes after the present screen. */
export interface Coming {
  readonly place: Place;
  readonly slug: string;
  readonly otherNotebook: boolean;
}

export class Speaker {
  report: Report | undefined = $state.raw();
  /** Nobody has reported for a while, or the lecture window has said goodbye. */
  gone = $state(false);
  pages: Readonly<Record<string, LecturePage>> = $state.raw({});

  readonly #papers: readonly Listed[];
  readonly #load: (slug: string) => Promise<LecturePage | undefined>;
  /** Pages that have been asked for; not shown, so not reactive. */
  #asked: readonly string[] = [];
  #channel: BroadcastChannel | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(papers: readonly Listed[], load: (slug: string) => Promise<LecturePage | undefined>) {
    this.#papers = papers;
    this.#load = load;
  }

  get page(): LecturePage | undefined {
    return this.report && this.pages[this.report.slug];
  }

  get coming(): Coming | undefined {
    const { report } = this;
    if (!report) return undefined;
    const entries = entriesOf(report, this.#papers);
    const asksOf = (slug: string) => this.#papers.find((paper) => paper.slug === slug)?.asks ?? [];
    const place = nextPlace(report, entries, asksOf);
    const slug = place && entries[place.at]?.slug;
    return place && slug !== undefined ? { place, slug, otherNotebook: place.at !== report.at } : undefined;
  }

  open(id: string): void {
    this.#channel = new BroadcastChannel(channelName(id));
    this.#channel.onmessage = ({ data }) => this.#receive(readMessage(data));
    this.#send({ kind: 'hello' });
    this.#listen();
  }

  close(): void {
    clearTimeout(this.#silence);
    this.#channel?.close();
    this.#channel = undefined;
  }

  ask(action: Action): void {
    this.#send({ kind: 'do', action });
  }

  #receive(message: Message | undefined): void {
    if (message?.kind === 'report') {
      // Only notebooks of this site are spoken of.
      if (!this.#papers.some(({ slug }) => slug === message.slug)) return;
      this.report = message;
      this.gone = false;
      this.#listen();
      this.#fetch(message.slug);
      if (this.coming) this.#fetch(this.coming.slug);
    } else if (message?.kind === 'bye') this.#listen(BEAT);
  }

  /** A reload is back before this is over. */
  #listen(patience = 3 * BEAT): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => (this.gone = true), patience);
  }

  #fetch(slug: string): void {
    if (this.#asked.includes(slug)) return;
    this.#asked = [...this.#asked, slug];
    void this.#load(slug)
      .catch(() => undefined)
      .then((page) => {
        if (page) this.pages = { ...this.pages, [slug]: page };
        else this.#asked = this.#asked.filter((one) => one !== slug);
      });
  }

  #send(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
