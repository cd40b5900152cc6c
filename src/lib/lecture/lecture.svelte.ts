/**
 * A lecture as it runs: the list, the place in it, one session per notebook on the screen, and what lies over it
 * (question, laser, blackout). The next notebook is warmed up when the present one has come to rest; what is left is
 * stopped, so at most two workers live at a time. Nothing here draws.
 */
import { loadViews, sayNoViews, type Views } from '#lib/player/views.ts';
import { readLecture, writeLecture, writePlace, type Running } from './address.ts';
import type { LecturePage } from './lecture-page.ts';
import { LectureSession } from './lecture-session.svelte.ts';
import { printList, type Entry } from './list.ts';
import type { Report } from './messages.ts';
import { firstPlace, lastPlace, nextPlace, previousPlace, type Place } from './positions.ts';
import { recall, remember } from './storage.ts';
import { isTimer, STOPPED, type Timer } from './timer.ts';

/** What a lecture takes from its page: ways to other notebooks, and the reader's wish about motion. */
export interface Surroundings {
  /** Shows another notebook, without leaving the document: full screen is kept. */
  go(slug: string, query: string): Promise<void>;
  /** Page data of another notebook, loaded ahead. */
  load(slug: string, query: string): Promise<LecturePage | undefined>;
  reducedMotion(): boolean;
}

interface Warm {
  readonly slug: string;
  readonly query: string;
  readonly session: LectureSession;
}

export type Overlay = '' | 'black' | 'qr' | 'help';

export class Lecture {
  page: LecturePage = $state.raw() as LecturePage;
  session: LectureSession | undefined = $state.raw();
  views: Views | undefined = $state.raw();
  entries: readonly Entry[] = $state.raw([]);
  at = $state(0);
  ask = $state(false);
  /** The option that was chosen for the present question; −1: none. */
  guess = $state(-1);
  overlay: Overlay = $state('');
  laser = $state(false);
  controls = $state(false);
  /** The linked views are shown in the place of the main figure, until the next step. */
  linked = $state(false);
  timer: Timer = $state.raw(STOPPED);
  notices: readonly string[] = $state.raw([]);
  /** A notebook is being fetched. */
  turning = $state(false);
  riders: Readonly<Record<string, string>> = $state.raw({});

  readonly #around: Surroundings;
  #warm: Warm | undefined;
  #warming = '';

  constructor(page: LecturePage, around: Surroundings) {
    this.page = page;
    this.#around = around;
    const kept = recall('lecture-timer');
    if (isTimer(kept)) this.timer = kept;
  }

  /** Number of the step on the screen, or whose question is; 0 for the title. */
  get step(): number {
    return (this.session?.step ?? 0) + (this.ask ? 1 : 0);
  }

  /** The linked figure that shows the point of the step; empty where the main one does. */
  get figure(): string {
    return this.ask ? '' : (this.page.notebook.steps[this.step - 1]?.figure ?? '');
  }

  get place(): Place {
    return { at: this.at, step: this.step, ask: this.ask };
  }

  get next(): Place | undefined {
    return nextPlace(this.place, this.entries, this.#asksOf);
  }

  get previous(): Place | undefined {
    return previousPlace(this.place, this.entries, this.#asksOf);
  }

  /** Text of the address, without `?`. */
  get query(): string {
    const { session } = this;
    if (!session) return '';
    return writeLecture(
      session.notebook,
      session.state,
      this.ask,
      this.#running(this.at),
      this.page.papers,
      this.riders,
    );
  }

  /** Takes page and state from an address; what is wrong is replaced by the nearest valid and said. */
  enter(page: LecturePage, asked: URLSearchParams): void {
    const read = readLecture(page.slug, page.notebook, asked, page.papers);
    const same = this.session?.slug === page.slug ? this.session : undefined;
    const warm = this.#takeWarm(page.slug);
    if (!same) this.session?.stop();
    const session = same ?? warm?.session ?? this.#newSession(page);
    this.page = page;
    this.entries = read.entries;
    this.at = read.at;
    this.ask = read.ask;
    this.guess = -1;
    this.riders = read.riders;
    this.notices = read.issues;
    this.turning = false;
    if (session !== warm?.session || String(read.query) !== warm.query) this.#open(session, read.query);
    if (session !== this.session) this.views = undefined;
    this.session = session;
    this.linked = this.figure !== '';
    loadViews(page.slug).then(
      (views) => {
        if (this.session === session) this.views = views;
      },
      (error: unknown) => session.say(sayNoViews(error)),
    );
  }

  goNext(): void {
    if (this.next) this.#go(this.next);
  }

  goBack(): void {
    if (this.previous) this.#go(this.previous);
  }

  goFirst(): void {
    const first = firstPlace(this.at, this.entries, this.#asksOf);
    if (first) this.#go(first);
  }

  goLast(): void {
    const last = lastPlace(this.at, this.entries, this.#asksOf);
    if (last) this.#go(last);
  }

  /** The state of the step again, whatever was changed. */
  reset(): void {
    this.session?.reset();
  }

  /** Measures the claim of the step, at the claim's own state; the picture stays. */
  measure(): void {
    const { session } = this;
    const id = session?.notebook.steps[this.step - 1]?.claim;
    if (id !== undefined && !this.ask) void session?.claims.measure(id);
  }

  toggle(overlay: Exclude<Overlay, ''>): void {
    this.overlay = this.overlay === overlay ? '' : overlay;
  }

  setTimer(timer: Timer): void {
    this.timer = timer;
    remember('lecture-timer', timer);
  }

  report(measured: string): Report | undefined {
    if (!this.session) return undefined;
    const { step, ask, at } = this.place;
    return {
      kind: 'report',
      slug: this.page.slug,
      step,
      ask,
      list: printList(this.entries, this.page.papers),
      at,
      black: this.overlay === 'black',
      measured,
      timer: this.timer,
    };
  }

  /** Gets the next notebook of the list ready: its page, its pictures and its engine. */
  async warmNext(): Promise<void> {
    const place = firstPlace(this.at + 1, this.entries, this.#asksOf);
    const slug = place && this.entries[place.at]?.slug;
    if (!place || slug === undefined || slug === this.page.slug || this.#warming === slug) return;
    this.#warming = slug;
    const query = this.#queryOf(place);
    const page = await this.#around.load(slug, query).catch(() => undefined);
    // The lecture may have moved on while the page was loaded.
    if (!page || this.#warming !== slug) return;
    const read = readLecture(slug, page.notebook, query, page.papers);
    const session = this.#newSession(page);
    this.#warm = { slug, query: String(read.query), session };
    this.#open(session, read.query);
    // What does not arrive now is asked for again when the notebook is entered.
    await loadViews(slug).catch(() => undefined);
  }

  stop(): void {
    this.session?.stop();
    this.#takeWarm('');
  }

  #go(place: Place): void {
    const slug = this.entries[place.at]?.slug;
    if (slug !== undefined && slug !== this.page.slug) return void this.#turn(slug, this.#queryOf(place));
    const { session } = this;
    if (!session) return;
    const state = place.ask ? place.step - 1 : place.step;
    const before = this.place;
    // A question leaves the picture as it is where it comes after it.
    if (session.step !== state || place.at !== before.at) session.goToStep(state);
    if (place.step !== before.step || place.at !== before.at) this.guess = -1;
    this.at = place.at;
    this.ask = place.ask;
    this.linked = this.figure !== '';
    this.notices = [];
  }

  /** Goes to another notebook, once its page is there: a network that is cut must not end the lecture. */
  async #turn(slug: string, query: string): Promise<void> {
    this.turning = true;
    const page = await this.#around.load(slug, query).catch(() => undefined);
    if (page) await this.#around.go(slug, query).catch(() => undefined);
    else
      this.notices = [
        `The notebook “${slug}” can’t be loaded: the network does not answer. The lecture stays here; move on again to try once more.`,
      ];
    this.turning = false;
  }

  #queryOf(place: Place): string {
    return writePlace(place, this.#running(place.at), this.page.papers, this.riders);
  }

  #running(at: number): Running {
    return { entries: this.entries, at };
  }

  #asksOf = (slug: string): readonly boolean[] =>
    this.page.papers.find((paper) => paper.slug === slug)?.asks ?? [];

  #newSession({ slug, notebook, claims }: LecturePage): LectureSession {
    const still = () => this.riders.motion === 'reduced' || this.#around.reducedMotion();
    return new LectureSession(slug, notebook, claims, still);
  }

  #open(session: LectureSession, query: URLSearchParams): void {
    const { engine } = this.riders;
    if (engine === 'webgpu' || engine === 'wasm') session.engineChoice = engine;
    session.open(query);
  }

  /** The warmed session if it is the one for `slug`; any other is stopped. */
  #takeWarm(slug: string): Warm | undefined {
    const warm = this.#warm;
    this.#warm = undefined;
    this.#warming = '';
    if (warm?.slug === slug) return warm;
    warm?.session.stop();
    return undefined;
  }
}
