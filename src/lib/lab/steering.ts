/**
 * Parameters that change while a frame is being made. A simulation that works long on a frame asks for them in between,
 * and makes the frame for the newest; the page numbers what it sends, so that an answer can say what it was made for.
 */
import type { Breathe } from './run.ts';

type Params = Readonly<Record<string, unknown>>;

interface Change {
  readonly number: number;
  readonly params: Params;
}

export class Steering {
  #told: Change | undefined;
  #taken: Change | undefined;
  readonly #breathe: Breathe;

  /** `breathe` lets messages in. */
  constructor(breathe: Breathe) {
    this.#breathe = breathe;
  }

  /** A frame is begun, for parameters that are the newest. */
  begin(): void {
    this.#told = undefined;
    this.#taken = undefined;
  }

  /** From the page: there are newer ones. */
  tell(number: number, params: Params): void {
    this.#told = { number, params };
  }

  /** What was told since the last call, or since the frame was begun; undefined when nothing was. */
  take(): Params | undefined {
    const told = this.#told;
    this.#told = undefined;
    if (told) this.#taken = told;
    return told?.params;
  }

  /** The same, after messages have been let in: for the lab. */
  async newer(): Promise<Params | undefined> {
    await this.#breathe();
    return this.take();
  }

  /** What the frame is made for: the number of the change that was taken last, 0 when none was. */
  madeFor(params: Params): Change {
    return this.#taken ?? { number: 0, params };
  }
}
