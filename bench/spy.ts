/**
 * Sent into pages before their own scripts: notes when the page asks its worker for a frame, with which parameters, and
 * when the answer comes. The worker, the page and what they say to each other stay as they are.
 */
import type { Page } from '@playwright/test';

/** One frame that was asked for. Times are of the page's clock, in milliseconds. */
export interface Request {
  readonly id: string;
  readonly asked: number;
  /** What it was asked for with; once it is answered, what it was made for. */
  params: Readonly<Record<string, unknown>>;
  /** When these parameters were sent. */
  sent: number;
  /** Parameters that were sent after it. */
  readonly changes: { readonly sent: number; readonly params: Readonly<Record<string, unknown>> }[];
  /** 0 while the answer is still to come. */
  answered: number;
  /** Metrics and, where the notebook trains, how many steps are done. */
  trained: number;
  settled: boolean;
  /** When the display was next drawn after the answer. */
  drawn: number;
}

export interface Notes {
  readonly requests: Request[];
  /** When workers were made. */
  readonly workers: number[];
  /** When keys were pressed, by the browser’s own stamp. */
  readonly keys: number[];
  /** Main-thread tasks over 50 ms. */
  readonly longTasks: { readonly start: number; readonly length: number }[];
}

declare global {
  interface Window {
    notes: Notes;
  }
}

/** Call before the page is opened. */
export const spyOn = (page: Page): Promise<void> => page.addInitScript(install).then(() => undefined);

function install(): void {
  const notes: Notes = { requests: [], workers: [], keys: [], longTasks: [] };
  window.notes = notes;
  const open = new Map<string, Request>();
  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      notes.workers.push(performance.now());
      this.addEventListener('message', ({ data }) => answer(data));
    }
    override postMessage(message: unknown, ...rest: never[]): void {
      ask(message as Message);
      super.postMessage(message, ...rest);
    }
  };

  interface Message {
    id?: string;
    path?: string[];
    argumentList?: { value: unknown }[];
    value?: { frame?: { settled: boolean; trained?: number }; change?: number };
  }

  /** Comlink’s own messages: path ['next'] with [id, params, stride, budget], or ['steer'] with [id, number, params]. */
  function ask({ id, path, argumentList }: Message): void {
    if (id === undefined) return;
    const given = (i: number) => ({ ...(argumentList?.[i]?.value as Record<string, unknown>) });
    const now = performance.now();
    if (path?.[0] === 'steer') notes.requests.at(-1)?.changes.push({ sent: now, params: given(2) });
    if (path?.[0] !== 'next') return;
    const times = { asked: now, sent: now, answered: 0, drawn: 0 };
    const request: Request = { id, ...times, params: given(1), changes: [], trained: 0, settled: false };
    notes.requests.push(request);
    open.set(id, request);
  }

  function answer({ id, value }: Message): void {
    const request = id === undefined ? undefined : open.get(id);
    if (!request || !value?.frame) return;
    open.delete(id as string);
    Object.assign(request, request.changes[(value.change ?? 0) - 1]);
    request.answered = performance.now();
    request.settled = value.frame.settled;
    request.trained = typeof value.frame.trained === 'number' ? value.frame.trained : 0;
    // Two frames later what was changed in the first is on the screen.
    requestAnimationFrame(() => requestAnimationFrame((now) => (request.drawn = now)));
  }

  addEventListener('keydown', ({ timeStamp }) => notes.keys.push(timeStamp), { capture: true });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      notes.longTasks.push({ start: entry.startTime, length: entry.duration });
  }).observe({ type: 'longtask', buffered: true });
}
