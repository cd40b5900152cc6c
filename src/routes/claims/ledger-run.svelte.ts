/** Measures all claims of all notebooks in this browser, one engine at a time. */
import { proxy } from 'comlink';
import { startEngine, type Engine } from '#lib/lab/client.ts';
import { seedsFrom, type Measured } from '#lib/lab/run.ts';

interface Listed {
  readonly slug: string;
  readonly title: string;
  readonly seed: number;
  readonly claims: readonly { readonly id: string }[];
}

export class LedgerRun {
  running = $state(false);
  status = $state('');
  #results: Readonly<Record<string, readonly Measured[]>> = $state.raw({});
  #errors: Readonly<Record<string, string>> = $state.raw({});
  #engine: Engine | undefined;
  #stopped = false;

  result(slug: string, claim: string, metric: string): Measured | undefined {
    return this.#results[`${slug} ${claim}`]?.find((measured) => measured.metric === metric);
  }

  error(slug: string, claim: string): string {
    return this.#errors[`${slug} ${claim}`] ?? '';
  }

  stop(): void {
    this.#stopped = true;
    this.#engine?.stop();
    this.#engine = undefined;
    if (this.running) this.status = 'Stopped.';
    this.running = false;
  }

  async all(notebooks: readonly Listed[], count: number): Promise<void> {
    this.#stopped = false;
    this.running = true;
    this.#results = {};
    this.#errors = {};
    for (const notebook of notebooks) {
      if (this.#stopped) return;
      await this.#notebook(notebook, count);
    }
    this.running = false;
    const rows = Object.values(this.#results).flat();
    this.status = `${rows.filter(({ holds }) => holds).length} of ${rows.length} checks hold in this browser.`;
  }

  async #notebook({ slug, title, seed, claims }: Listed, count: number): Promise<void> {
    this.status = `${title}: starting the engine…`;
    try {
      const engine = await startEngine(slug, 'auto');
      this.#engine = engine;
      const seeds = seedsFrom(seed, count);
      for (const { id } of claims) {
        if (this.#stopped) break;
        const progress = proxy(
          (done: number) => void (this.status = `${title}: ${id}, ${done} of ${count}…`),
        );
        this.status = `${title}: ${id}…`;
        this.#results = {
          ...this.#results,
          [`${slug} ${id}`]: await engine.remote.measure(id, seeds, progress),
        };
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#errors = {
        ...this.#errors,
        ...Object.fromEntries(claims.map(({ id }) => [`${slug} ${id}`, why])),
      };
    } finally {
      this.#engine?.stop();
      this.#engine = undefined;
    }
  }
}
