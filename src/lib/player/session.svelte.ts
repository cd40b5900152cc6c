/**
 * What a reader does with one notebook: parameters, a seed, a run that plays or pauses, chips, a pinned state. The
 * simulation runs in the worker; this class pulls frames and holds the last one. Nothing here draws.
 */
import { EngineStoppedError, NoEngineError, type Engine, type EngineChoice } from '#lib/lab/client.ts';
import type { Reply } from '#lib/lab/worker.ts';
import { readState, stateOfStep, writeState, type State } from '#lib/notebook/address.ts';
import { changed } from '#lib/notebook/change.ts';
import type { Frame, Notebook } from '#lib/notebook/types.ts';
import { ClaimBoard, type ClaimCard } from './claim-board.svelte.ts';
import { EngineSlot } from './engine-slot.svelte.ts';
import { pace } from './pace.ts';
import { PATIENCE, WorkerRun } from './worker-run.ts';

export type Params = Readonly<Record<string, unknown>>;

/** How long the worker may work before it shows how far it is, when the way to a state is not wanted. */
const QUIET_BUDGET = 250;
/** A worker that breaks is replaced without asking, but not over and over: at most once in this time, in milliseconds. */
const REPLACE_PAUSE = 60_000;

export type Phase = 'recorded' | 'starting' | 'running' | 'paused' | 'settled' | 'failed';

export class Session {
  readonly slug: string;
  readonly notebook: Notebook;
  readonly claims: ClaimBoard;

  params: Params = $state.raw({});
  seed = $state(0);
  step = $state(0);
  frame: Frame | undefined = $state.raw();
  /** The parameters that the frame was made with: a newer request may be under way. */
  frameParams: Params = $state.raw({});
  says = $state('');
  phase: Phase = $state('recorded');
  /** Sentences about what was changed or went wrong, until the reader has understood them. */
  notices: readonly string[] = $state.raw([]);
  /** The worker has not answered for a while. */
  late = $state(false);
  speed = $state(1);
  pinned: { frame: Frame; params: Params; seed: number; says: string } | undefined = $state.raw();
  activeClaim = $state('');

  readonly #run = new WorkerRun((is) => (this.late = is));
  #replaced = -Infinity;
  #restart = false;
  #quiet = true;
  #looping = false;
  #wanted = false;
  /** A settled run was given new live parameters and has not settled on them yet. */
  #answering = false;
  readonly #slot: EngineSlot;
  #reducedMotion: () => boolean;

  constructor(slug: string, notebook: Notebook, claims: readonly ClaimCard[], reducedMotion: () => boolean) {
    this.slug = slug;
    this.notebook = notebook;
    this.#slot = new EngineSlot(slug, {
      starting: () => (this.phase = 'starting'),
      broken: (why) => this.#recover(why),
      freed: () => this.#run.close(),
      // A measurement that was asked for is not cut off.
      busy: () => this.claims.busy,
    });
    this.claims = new ClaimBoard(claims, notebook.seed, () => this.#slot.ready());
    this.params = stateOfStep(notebook, 0);
    this.frameParams = this.params;
    this.seed = notebook.seed;
    this.#reducedMotion = reducedMotion;
  }

  get engine(): Engine | undefined {
    return this.#slot.engine;
  }

  get engineChoice(): EngineChoice {
    return this.#slot.choice;
  }

  /** The engine that the next start tries; a running one stays. */
  set engineChoice(choice: EngineChoice) {
    this.#slot.choice = choice;
  }

  get state(): State {
    return { params: this.params, seed: this.seed, step: this.step };
  }

  /** Nothing is under way: the frame is the last one of the parameters that are set. */
  get answered(): boolean {
    return this.phase === 'settled' && this.params === this.frameParams;
  }

  /** All that the reader should be told. */
  get sentences(): readonly string[] {
    const late = `The engine has not answered for ${PATIENCE / 1000} s. The demo waits for it; picture and parameters stay.`;
    return this.late ? [...this.notices, late] : this.notices;
  }

  /** Text of the address, without `?`. */
  get query(): string {
    return writeState(this.notebook, this.state);
  }

  /** Takes the state from an address; wrong parts are replaced by the nearest valid ones and said. */
  open(query: URLSearchParams): void {
    const { state, issues, unknown } = readState(this.notebook, query);
    if (unknown.length > 0)
      console.warn(`Tangible: unknown parameters in the address: ${unknown.join(', ')}`);
    this.params = state.params;
    this.seed = state.seed;
    this.step = state.step;
    this.notices = issues;
    this.#request({ quiet: true });
  }

  /**
   * Changes parameters. Live ones steer the run, others restart it. Values that are not valid are replaced by the
   * nearest ones; a sentence for each is returned.
   */
  set(change: Params): readonly string[] {
    const { params, restart, issues } = changed(this.notebook.controls, this.params, change);
    if (params === this.params) return issues;
    this.params = params;
    if (restart) this.#request({ quiet: this.#reducedMotion() });
    else {
      this.#answering = this.phase === 'settled';
      void this.#loop();
    }
    return issues;
  }

  setSeed(seed: number): void {
    this.seed = Math.min(0xffffffff, Math.max(0, Math.round(seed) || 0));
    this.#request({ quiet: this.#reducedMotion() });
  }

  /** Puts the demo into a lecture step; 0 is the default state. */
  goToStep(step: number): void {
    this.step = Math.min(this.notebook.steps.length, Math.max(0, step));
    this.seed = this.notebook.seed;
    this.params = stateOfStep(this.notebook, this.step);
    this.#request({ quiet: this.#reducedMotion() });
  }

  play(): void {
    // A settled run has nothing left to play: it starts over, visibly.
    if (this.phase !== 'paused') this.#restart = true;
    this.#quiet = false;
    this.#wanted = true;
    void this.#loop();
  }

  pause(): void {
    if (this.phase !== 'running') return;
    this.#wanted = false;
    this.phase = 'paused';
  }

  /** One frame; from a settled run, the first frame of a new one. */
  async stepOnce(): Promise<void> {
    const restart = this.phase === 'settled';
    this.pause();
    if (this.#looping) return;
    await this.#withEngine(async (engine) => {
      if (restart) this.#restart = true;
      if (restart || !this.#run.open) await this.#start(engine);
      const reply = await this.#run.next(engine, this.params, 1, 0);
      if (reply) this.#show(reply);
      this.phase = reply?.frame.settled === false ? 'paused' : 'settled';
    });
  }

  /** Default parameters and seed. */
  reset(): void {
    this.notices = [];
    this.goToStep(0);
  }

  /** Adds a sentence to what the reader is told. */
  say(what: string): void {
    this.notices = [...this.notices.filter((notice) => notice !== what), what];
  }

  pin(): void {
    this.pinned = this.frame && {
      frame: this.frame,
      params: this.frameParams,
      seed: this.seed,
      says: this.says,
    };
  }

  unpin(): void {
    this.pinned = undefined;
  }

  /** Drives the demo to the claim's state and measures it there, over `seeds` seeds from the notebook's own. */
  async pressClaim(id: string, seeds = 1): Promise<void> {
    const claim = this.claims.cards.find((one) => one.id === id);
    if (!claim || this.claims.chip(id).status === 'running') return;
    this.activeClaim = id;
    this.step = 0;
    this.params = { ...stateOfStep(this.notebook, 0), ...claim.at };
    this.seed = this.notebook.seed;
    this.#request({ quiet: this.#reducedMotion() });
    await this.claims.measure(id, seeds);
  }

  /** Starts the engine anew, after a failure or another choice. */
  retry(choice: EngineChoice = this.engineChoice): void {
    this.engineChoice = choice;
    this.stop();
    this.notices = [];
    this.#request({ quiet: true });
  }

  /** Frees the worker and all that it holds. */
  stop(): void {
    this.#slot.free();
    this.#wanted = false;
    // A run that was about to start would start the engine again.
    this.#restart = false;
  }

  /** Nobody sees the demo: it computes nothing, and after a while frees its worker. What it shows stays. */
  suspend(): void {
    if (!this.#slot.unseen) this.#slot.hide();
  }

  /** The demo is seen again: it goes on where it was. */
  resume(): void {
    if (!this.#slot.unseen) return;
    this.#slot.show();
    if (this.#due && this.phase !== 'failed') void this.#loop();
  }

  /** Something is to be computed. */
  get #due(): boolean {
    return this.#restart || this.#wanted || this.#answering || this.params !== this.frameParams;
  }

  #request({ quiet }: { quiet: boolean }): void {
    this.#restart = true;
    this.#quiet = quiet;
    this.#wanted = true;
    this.phase = this.engine ? 'running' : 'starting';
    void this.#loop();
  }

  /** Pulls frames while they are wanted. There is at most one loop, so a drag never queues up requests. */
  async #loop(): Promise<void> {
    if (this.#looping || this.#slot.unseen) return;
    this.#looping = true;
    await this.#withEngine(async (engine) => {
      let drawn: Params | undefined;
      while (engine === this.engine && !this.#slot.unseen) {
        if (this.#restart || !this.#run.open) {
          await this.#start(engine);
          drawn = undefined;
        }
        const params = this.params;
        if (!this.#wanted && !this.#answering && params === drawn) return;
        if (this.#wanted) this.phase = 'running';
        const stride = Math.max(1, this.speed);
        const reply = await this.#run.next(engine, params, stride, this.#quiet ? QUIET_BUDGET : 0);
        if (this.#restart) continue;
        if (!reply) return;
        drawn = params;
        if (!this.#quiet || reply.frame.settled || !this.#recordedFits()) this.#show(reply, params);
        // A parameter may have moved on while the frame was made; then the answer is still to come.
        if (reply.frame.settled && params === this.params) this.#settle();
        await pace(this.speed, this.#quiet);
      }
    });
    this.#looping = false;
    // The request came while the loop was ending, or the worker was exchanged under it.
    const due = this.#restart || (this.#wanted && !this.#run.open);
    if (due && this.phase !== 'failed') void this.#loop();
  }

  /** True while the page still shows the figure of the default state and that is the state asked for. */
  #recordedFits(): boolean {
    return this.frame === undefined && this.query === '';
  }

  #settle(): void {
    this.#wanted = false;
    this.#answering = false;
    // What follows is answers to live parameters: shown at once.
    this.#quiet = false;
    this.phase = 'settled';
  }

  /** Starts a run; one whose worker was freed is taken to the frame where it was, or to its end. */
  async #start(engine: Engine): Promise<void> {
    const settled = !this.#restart && this.phase === 'settled';
    if (settled) this.#quiet = this.#wanted = true;
    const frames = this.#restart || settled ? 0 : this.#run.count;
    this.#restart = false;
    await this.#run.start(engine, this.params, this.seed, frames);
  }

  #show(reply: Reply, params: Params = this.params): void {
    this.#run.count = reply.count;
    this.frame = reply.frame;
    this.frameParams = params;
    this.says = reply.says;
  }

  /** Runs `work` on the engine; a failure is said, keeps the last picture and the parameters, and can be retried. */
  async #withEngine(work: (engine: Engine) => Promise<void>): Promise<void> {
    let engine: Engine | undefined;
    try {
      engine = await this.#slot.ready();
      await work(engine);
    } catch (error) {
      // Stopped on purpose: by leaving, by another choice, or because nobody was looking.
      if (error instanceof EngineStoppedError) return;
      // It broke, and has been replaced already.
      if (engine !== this.engine) return;
      const why = error instanceof Error ? error.message : String(error);
      if (error instanceof NoEngineError) this.#fail(why, true);
      else if (engine?.name === 'webgpu') this.#recover(why);
      else this.#fail(why);
    }
  }

  /** The worker broke: WebGPU gives way to WebAssembly, WebAssembly to a fresh worker; what breaks again is left. */
  #recover(why: string): void {
    const graphics = this.engine?.name === 'webgpu';
    const now = performance.now();
    const again = !graphics && now - this.#replaced < REPLACE_PAUSE;
    if (again || this.phase === 'failed') {
      this.#slot.free();
      return this.#fail(why);
    }
    this.#replaced = now;
    if (graphics) this.engineChoice = 'wasm';
    this.#replace();
    this.say(
      graphics
        ? `WebGPU stopped: ${sentence(why)} The demo goes on on WebAssembly, with the same parameters.`
        : `The engine stopped: ${sentence(why)} It was started again, and the demo goes on with the same parameters.`,
    );
  }

  /** Another worker; the run goes on in it where it was, once there is something to compute. */
  #replace(): void {
    const { phase } = this;
    this.#slot.free();
    if (this.#due) return void this.#loop();
    void this.#withEngine(async () => {
      if (this.phase === 'starting') this.phase = phase;
    });
  }

  #fail(why: string, noEngine = false): void {
    this.phase = 'failed';
    this.#restart = false;
    this.#answering = false;
    const shown = this.frame ? 'The last picture stays.' : 'The figure that was recorded at build stays.';
    this.say(noEngine ? `${why} ${shown}` : `The demo stopped: ${sentence(why)} ${shown}`);
    if (noEngine) this.#slot.forget();
  }
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
