/**
 * Pulls the frames that a reader asks for out of the worker, while they are asked for: starts, pauses and goes on, gives
 * the engine back while nobody looks, and replaces it when it breaks. Nothing here draws or knows an address.
 */
import { EngineStoppedError, NoEngineError, type Engine, type EngineChoice } from '#lib/lab/client.ts';
import type { Reply } from '#lib/lab/worker.ts';
import type { Frame } from '#lib/notebook/types.ts';
import { EngineSlot } from './engine-slot.svelte.ts';
import { pace } from './pace.ts';
import { WorkerRun } from './worker-run.ts';

export type Params = Readonly<Record<string, unknown>>;

/** How long the worker may work before it shows how far it is, when the way to a state is not wanted. */
const QUIET_BUDGET = 250;
/** A worker that breaks is replaced without asking, but not over and over: at most once in this time, in milliseconds. */
const REPLACE_PAUSE = 60_000;

export type Phase = 'recorded' | 'starting' | 'running' | 'paused' | 'settled' | 'failed';

/** What is asked for, read anew before every frame, and what has been shown of it. */
export interface LoopOwner {
  readonly slug: string;
  readonly params: Params;
  readonly seed: number;
  readonly speed: number;
  /** Text of the address: empty for the default state. */
  readonly query: string;
  readonly frame: Frame | undefined;
  readonly frameParams: Params;
  /** A measurement that was asked for is not cut off. */
  readonly claims: { readonly busy: boolean };
  show(reply: Reply, params: Params): void;
  say(what: string): void;
}

export class RunLoop {
  phase: Phase = $state('recorded');
  /** The worker has not answered for a while. */
  late = $state(false);

  readonly #owner: LoopOwner;
  readonly #slot: EngineSlot;
  readonly #run = new WorkerRun((is) => (this.late = is));
  #replaced = -Infinity;
  #restart = false;
  #quiet = true;
  #looping = false;
  #wanted = false;
  /** A settled run was given new live parameters and has not settled on them yet. */
  #answering = false;

  constructor(owner: LoopOwner) {
    this.#owner = owner;
    this.#slot = new EngineSlot(owner.slug, {
      starting: () => (this.phase = 'starting'),
      broken: (why) => this.#recover(why),
      freed: () => this.#run.close(),
      busy: () => owner.claims.busy,
    });
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

  /** The engine, started if there is none. @throws NoEngineError, of the promise, when none starts. */
  ready(): Promise<Engine> {
    return this.#slot.ready();
  }

  /** A run of what is asked for now, from its beginning; `quiet`: the way to its end need not be seen. */
  request({ quiet }: { quiet: boolean }): void {
    this.#restart = true;
    this.#quiet = quiet;
    this.#wanted = true;
    this.phase = this.engine ? 'running' : 'starting';
    void this.#loop();
  }

  /** Parameters that steer the run have changed. */
  answer(): void {
    this.#answering = this.phase === 'settled';
    if (this.engine) this.#run.steer(this.engine, this.#owner.params);
    void this.#loop();
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
      const { reply, params } = await this.#run.next(engine, this.#owner.params, 1, 0);
      if (reply) this.#show(reply, params);
      this.phase = reply?.frame.settled === false ? 'paused' : 'settled';
    });
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
    return this.#restart || this.#wanted || this.#answering || this.#owner.params !== this.#owner.frameParams;
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
        if (!this.#wanted && !this.#answering && this.#owner.params === drawn) return;
        if (this.#wanted) this.phase = 'running';
        const stride = Math.max(1, this.#owner.speed);
        const { hasAhead } = this.#run;
        const budget = this.#quiet && !this.#recordedIsOther() ? QUIET_BUDGET : 0;
        const { reply, params } = await this.#run.next(engine, this.#owner.params, stride, budget);
        if (this.#restart) continue;
        if (!reply) return;
        // What was asked for ahead has been overtaken by a change: the answer to that comes sooner without drawing this.
        if (hasAhead && params !== this.#owner.params && !reply.frame.settled) continue;
        drawn = params;
        if (!this.#quiet || reply.frame.settled || !this.#recordedFits()) this.#show(reply, params);
        // A parameter may have moved on while the frame was made; then the answer is still to come.
        if (reply.frame.settled && params === this.#owner.params) this.#settle();
        if (this.#wanted && !this.#quiet && this.#owner.speed >= 1 && params === this.#owner.params)
          this.#run.ahead(engine, params, stride);
        await pace(this.#owner.speed, this.#quiet);
      }
    });
    this.#looping = false;
    // The request came while the loop was ending, or the worker was exchanged under it.
    const due = this.#restart || (this.#wanted && !this.#run.open);
    if (due && this.phase !== 'failed') void this.#loop();
  }

  /** True while the page still shows the figure of the default state and that is the state asked for. */
  #recordedFits(): boolean {
    return this.#owner.frame === undefined && this.#owner.query === '';
  }

  /** True while it shows that figure and another state is asked for: any frame of that one is better, at once. */
  #recordedIsOther(): boolean {
    return this.#owner.frame === undefined && this.#owner.query !== '';
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
    await this.#run.start(engine, this.#owner.params, this.#owner.seed, frames);
  }

  #show(reply: Reply, params: Params): void {
    this.#run.count = reply.count;
    this.#owner.show(reply, params);
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
    this.#owner.say(
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
    const shown = this.#owner.frame
      ? 'The last picture stays.'
      : 'The figure that was recorded at build stays.';
    this.#owner.say(noEngine ? `${why} ${shown}` : `The demo stopped: ${sentence(why)} ${shown}`);
    if (noEngine) this.#slot.forget();
  }
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
