/**
 * What a reader does with one notebook: parameters, a seed, a run that plays or pauses, chips, a pinned state. The
 * run loop pulls frames out of the worker; this class holds the last one. Nothing here draws.
 */
import type { Engine, EngineChoice } from '#lib/lab/client.ts';
import type { Reply } from '#lib/lab/worker.ts';
import { readState, stateOfStep, writeState, type State } from '#lib/notebook/address.ts';
import { changed } from '#lib/notebook/change.ts';
import type { Frame, Notebook } from '#lib/notebook/types.ts';
import { ClaimBoard, type ClaimCard } from './claim-board.svelte.ts';
import { RunLoop, type LoopOwner, type Params, type Phase } from './run-loop.svelte.ts';
import { PATIENCE } from './worker-run.ts';

export type { Params, Phase };

export class Session implements LoopOwner {
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
  /** Sentences about what was changed or went wrong, until the reader has understood them. */
  notices: readonly string[] = $state.raw([]);
  speed = $state(1);
  pinned: { frame: Frame; params: Params; seed: number; says: string } | undefined = $state.raw();
  activeClaim = $state('');

  readonly #loop: RunLoop;
  readonly #reducedMotion: () => boolean;

  constructor(slug: string, notebook: Notebook, claims: readonly ClaimCard[], reducedMotion: () => boolean) {
    this.slug = slug;
    this.notebook = notebook;
    this.#loop = new RunLoop(this);
    this.claims = new ClaimBoard(claims, notebook.seed, () => this.#loop.ready());
    this.params = stateOfStep(notebook, 0);
    this.frameParams = this.params;
    this.seed = notebook.seed;
    this.#reducedMotion = reducedMotion;
  }

  get phase(): Phase {
    return this.#loop.phase;
  }

  /** The worker has not answered for a while. */
  get late(): boolean {
    return this.#loop.late;
  }

  get engine(): Engine | undefined {
    return this.#loop.engine;
  }

  get engineChoice(): EngineChoice {
    return this.#loop.engineChoice;
  }

  /** The engine that the next start tries; a running one stays. */
  set engineChoice(choice: EngineChoice) {
    this.#loop.engineChoice = choice;
  }

  get state(): State {
    return { params: this.params, seed: this.seed, step: this.step };
  }

  /** Nothing is under way: the frame is the last one of the parameters that are set. */
  get answered(): boolean {
    return this.phase === 'settled' && this.params === this.frameParams;
  }

  /** The frame is the last one for now: nothing is on its way, or the run is paused. */
  get resting(): boolean {
    return this.phase !== 'running' && this.phase !== 'starting' && this.params === this.frameParams;
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
    this.#loop.request({ quiet: true });
  }

  /**
   * Changes parameters. Live ones steer the run, others restart it. Values that are not valid are replaced by the
   * nearest ones; a sentence for each is returned.
   */
  set(change: Params): readonly string[] {
    const { params, restart, issues } = changed(this.notebook.controls, this.params, change);
    if (params === this.params) return issues;
    this.params = params;
    if (restart) this.#loop.request({ quiet: this.#reducedMotion() });
    else this.#loop.answer();
    return issues;
  }

  setSeed(seed: number): void {
    this.seed = Math.min(0xffffffff, Math.max(0, Math.round(seed) || 0));
    this.#loop.request({ quiet: this.#reducedMotion() });
  }

  /** Puts the demo into a lecture step; 0 is the default state. */
  goToStep(step: number): void {
    this.step = Math.min(this.notebook.steps.length, Math.max(0, step));
    this.seed = this.notebook.seed;
    this.params = stateOfStep(this.notebook, this.step);
    this.#loop.request({ quiet: this.#reducedMotion() });
  }

  play(): void {
    this.#loop.play();
  }

  pause(): void {
    this.#loop.pause();
  }

  /** One frame; from a settled run, the first frame of a new one. */
  stepOnce(): Promise<void> {
    return this.#loop.stepOnce();
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
    this.#loop.request({ quiet: this.#reducedMotion() });
    await this.claims.measure(id, seeds);
  }

  /** Starts the engine anew, after a failure or another choice. */
  retry(choice: EngineChoice = this.engineChoice): void {
    this.engineChoice = choice;
    this.stop();
    this.notices = [];
    this.#loop.request({ quiet: true });
  }

  /** Frees the worker and all that it holds. */
  stop(): void {
    this.#loop.stop();
  }

  /** Nobody sees the demo: it computes nothing, and after a while frees its worker. What it shows stays. */
  suspend(): void {
    this.#loop.suspend();
  }

  /** The demo is seen again: it goes on where it was. */
  resume(): void {
    this.#loop.resume();
  }

  /** Takes a frame from the run loop. */
  show({ frame, says }: Reply, params: Params): void {
    this.frame = frame;
    this.frameParams = params;
    this.says = says;
  }
}
