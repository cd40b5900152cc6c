/** Memory of notebook pages, their workers included, and how much of it stays after all were opened twice. */
import type { CDPSession, Page } from '@playwright/test';
import { devtools, live as isLive, onColdPage } from './browser.ts';
import type { Measure } from './part.ts';
import { judged } from './row.ts';

const MB = 1e6;
/** How long a notebook may go on after its first live frame before the next one is opened, in milliseconds. */
const STAY = 700;

interface Heap {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  /** Array buffers and the memory of WebAssembly. */
  readonly backingStorageSize?: number;
}

const sizeOf = ({ usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 }: Heap) =>
  usedSize + embedderHeapUsedSize + backingStorageSize;

/** Heaps of a page and of its workers. */
class Heaps {
  readonly #session: CDPSession;
  readonly #workers = new Set<string>();
  readonly #answers = new Map<number, (result: unknown) => void>();
  #calls = 0;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<Heaps> {
    const session = await devtools(page);
    const heaps = new Heaps(session);
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') heaps.#workers.add(sessionId);
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => heaps.#workers.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
      if (id !== undefined) heaps.#answers.get(id)?.(result);
    });
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return heaps;
  }

  /** A call to a worker; undefined when it has ended or does not answer. */
  async #ask(sessionId: string, method: string): Promise<unknown> {
    const id = ++this.#calls;
    const answer = new Promise<unknown>((resolve) => {
      this.#answers.set(id, resolve);
      setTimeout(resolve, 5000);
    });
    const message = JSON.stringify({ id, method });
    await this.#session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => undefined);
    return answer;
  }

  /** Bytes after collecting what nobody uses: the page’s, and all together. */
  async read(): Promise<{ page: number; all: number }> {
    await this.#session.send('HeapProfiler.collectGarbage');
    const page = sizeOf((await this.#session.send('Runtime.getHeapUsage')) as Heap);
    let all = page;
    for (const worker of this.#workers) {
      await this.#ask(worker, 'HeapProfiler.collectGarbage');
      const heap = (await this.#ask(worker, 'Runtime.getHeapUsage')) as Heap | undefined;
      if (heap) all += sizeOf(heap);
    }
    return { page, all };
  }
}

export const measureMemory: Measure = ({ browser, site, live, progress }) =>
  onColdPage(browser, async (page) => {
    const heaps = await Heaps.of(page);
    const largest = new Map<string, number>();
    const round = async (number: number) => {
      for (const slug of live) {
        progress(`round ${number}, ${slug}`);
        await page.goto(`${site}/n/${slug}`);
        await isLive(page);
        await page.waitForTimeout(STAY);
        const { all } = await heaps.read();
        largest.set(slug, Math.max(largest.get(slug) ?? 0, all));
      }
      // The page before is let go a moment after the next one has opened: the least of some readings.
      const readings: number[] = [];
      for (let i = 0; i < 5; i++) {
        readings.push((await heaps.read()).page);
        await page.waitForTimeout(600);
      }
      return Math.min(...readings);
    };
    const [first, second] = [await round(1), await round(2)];
    const sizes = [...largest].map(([label, bytes]) => ({ label, value: bytes / MB, unit: 'MB' }));
    const values = sizes.map(({ value }) => value);
    return [
      judged({
        name: 'Heap of a notebook page',
        unit: 'MB',
        value: Math.max(...values),
        spread: [Math.min(...values), Math.max(...values)],
        target: { most: 300 },
        method:
          'JavaScript, DOM, array buffers and WebAssembly memory of the page and its workers as Chromium’s inspector reports them after a collection of garbage, after the first live frame; the largest of the live notebooks.',
        details: sizes,
        ifMissed: 'See the details: which notebook, and how far the others are from it.',
      }),
      judged({
        name: 'Growth after opening all notebooks twice',
        unit: '%',
        value: 100 * (second / first - 1),
        target: { most: 20 },
        method: 'The page’s heap after every notebook was opened a second time, over that after the first.',
        details: [
          { label: 'after the first round', value: first / MB, unit: 'MB' },
          { label: 'after the second', value: second / MB, unit: 'MB' },
        ],
        ifMissed:
          'Something of an earlier page is kept by the browser or by the site; see tests/memory.spec.ts.',
      }),
    ];
  });
