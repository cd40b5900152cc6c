/** The claims of one notebook as a reader meets them: what each predicts, and what was measured here and now. */
import { proxy } from 'comlink';
import { EngineStoppedError, type Engine } from '#lib/lab/client.ts';
import { seedsFrom, type Measured } from '#lib/lab/run.ts';

/** What the page knows of a claim: enough to press its chip. */
export interface ClaimCard {
  readonly id: string;
  readonly says: string;
  readonly at: Readonly<Record<string, unknown>>;
  readonly method: string;
  readonly checks: readonly {
    metric: string;
    unit: string;
    expect: readonly [number | null, number | null];
    theory: string;
  }[];
}

export interface ChipState {
  readonly status: 'idle' | 'running' | 'holds' | 'fails' | 'broken';
  readonly measured: readonly Measured[];
  /** Seeds done of seeds asked for, while running. */
  readonly progress: readonly [number, number];
  readonly error: string;
}

const IDLE: ChipState = { status: 'idle', measured: [], progress: [0, 0], error: '' };
export class ClaimBoard {
  readonly cards: readonly ClaimCard[];
  chips: Readonly<Record<string, ChipState>> = $state.raw({});
  readonly #seed: number;
  readonly #engine: () => Promise<Engine>;

  constructor(cards: readonly ClaimCard[], seed: number, engine: () => Promise<Engine>) {
    this.cards = cards;
    this.#seed = seed;
    this.#engine = engine;
  }

  chip(id: string): ChipState {
    return this.chips[id] ?? IDLE;
  }

  get busy(): boolean {
    return Object.values(this.chips).some(({ status }) => status === 'running');
  }

  /** Measures a claim over `seeds` seeds, from the notebook's own on. */
  async measure(id: string, seeds = 1): Promise<void> {
    const before = this.chip(id);
    if (before.status === 'running') return;
    this.#update(id, { status: 'running', progress: [0, seeds], error: '' });
    const list = seedsFrom(this.#seed, seeds);
    try {
      const { remote } = await this.#engine();
      const progress = proxy((done: number) => this.#update(id, { progress: [done, seeds] }));
      const measured = await remote.measure(id, list, progress);
      this.#update(id, { status: measured.every(({ holds }) => holds) ? 'holds' : 'fails', measured });
    } catch (error) {
      if (error instanceof EngineStoppedError) return this.#update(id, before);
      const why = error instanceof Error ? error.message : String(error);
      this.#update(id, { ...before, status: 'broken', error: why });
    }
  }

  #update(id: string, chip: Partial<ChipState>): void {
    this.chips = { ...this.chips, [id]: { ...this.chip(id), ...chip } };
  }
}
