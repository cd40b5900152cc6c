/**
 * First paint and first interaction of this site and of each peer, in turn, each visit with a cold cache. What is done
 * is the same on every site and knows nothing of it:
 *
 * - The control is the first `input[type=range]`, else the first `role=slider`; where there is none, the first picture
 *   is pressed in its middle.
 * - The pictures are the SVGs and canvases of at least 100 × 100 pixels that do not hold the control.
 * - The control is moved by one real key press (right and left in turn; on a slider) as soon as it is there. The site
 *   has answered when a picture that was at rest before the press differs within 400 ms after it; else it is pressed
 *   again. So neither an animation nor a page that hears nothing yet counts. A site whose pictures never rest can’t be
 *   measured in this way, which is then said.
 *
 * A peer that is a folder is served by the server that serves this site, compressed copies included if it has them; one
 * that is an address is measured as it is.
 */
import { basename } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { onColdPage } from './browser.ts';
import type { Peer } from './options.ts';
import type { Measure } from './part.ts';
import { judged, type Row, unmeasured } from './row.ts';
import { alternate, median, ratioOf, spreadOf } from './statistics.ts';

const PAGE = '/n/hopfield-capacity';
const ROUNDS = 5;
const PATIENCE = 20_000;

interface Visit {
  readonly painted: number;
  readonly answered: number;
}

export const measurePaint: Measure = async ({ browser, site, peers, progress }) => {
  const served = await Promise.all(peers.map(addressOf));
  try {
    const visits: Record<string, Visit[]> = {};
    const contender = (name: string, url: string) => async () => {
      progress(name);
      const visit = await visitOnce(browser, url);
      (visits[name] ??= []).push(visit);
      return visit.answered;
    };
    const names = served.map(({ name }, i) => `${i + 1}: ${name}`);
    await alternate(
      {
        own: contender('own', `${site}${PAGE}`),
        ...Object.fromEntries(served.map(({ url }, i) => [`${i}`, contender(names[i] as string, url)])),
      },
      ROUNDS,
    );
    const own = visits.own as Visit[];
    return [
      ...ownRows(own),
      ...names.flatMap((name, i) => ratioRows(name, served[i] as Served, own, visits[name] as Visit[])),
    ];
  } finally {
    for (const { close } of served) close();
  }
};

interface Served {
  readonly name: string;
  readonly url: string;
  readonly how: string;
  close(): void;
}

async function addressOf({ kind, at }: Peer): Promise<Served> {
  if (kind === 'url') {
    return { name: new URL(at).host, url: at, how: 'as its own server sends it', close: () => undefined };
  }
  const { server, address } = await serve(at, 0);
  const name = basename(at.replace(/\/+$/, ''));
  return {
    name,
    url: `${address}/`,
    how: 'served by the same server as this site',
    close: () => server.close(),
  };
}

const visitOnce = (browser: Browser, url: string): Promise<Visit> =>
  onColdPage(browser, async (page) => {
    await page.addInitScript(installEyes);
    await page.goto(url, { waitUntil: 'commit' });
    const answered = await firstAnswer(page);
    const painted = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    );
    return { painted, answered };
  });

/** Milliseconds from the start of the navigation; not a number when the site has not answered in time. */
async function firstAnswer(page: Page): Promise<number> {
  const deadline = Date.now() + PATIENCE;
  for (let press = 0; Date.now() < deadline; press++) {
    const target = await page.evaluate(() => window.eyes.aim()).catch(() => null);
    if (target === null) continue;
    if (target === 'slider') await page.keyboard.press(press % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
    else await page.mouse.click(target.x, target.y);
    const at = await page.evaluate(() => window.eyes.changed(400)).catch(() => null);
    if (at !== null) return at;
  }
  return NaN;
}

interface Eyes {
  /** Focuses the control when the pictures rest; the place to press where there is no slider; null: not yet. */
  aim(): Promise<'slider' | { x: number; y: number } | null>;
  /** When a picture was first seen to differ from how it rested; null when it has not in `limit` milliseconds. */
  changed(limit: number): Promise<number | null>;
}

declare global {
  interface Window {
    eyes: Eyes;
  }
}

/** Runs in the page, before its own scripts. */
function installEyes(): void {
  const REST = 60;
  const SIDE = 96;
  const small = document.createElement('canvas');
  small.width = small.height = SIDE;
  const brush = small.getContext('2d', { willReadFrequently: true });
  let rested = '';
  let changedAt: number | null = null;

  const seen = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].find((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 0 && height > 0;
    });
  const control = () => seen('input[type=range]:not(:disabled)') ?? seen('[role=slider]');
  const pictures = (except: Element | undefined) =>
    [...document.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg, canvas')].filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width >= 100 && height >= 100 && !(except && one.contains(except));
    });
  function textOf(picture: SVGSVGElement | HTMLCanvasElement): string {
    if (!(picture instanceof HTMLCanvasElement)) return picture.outerHTML;
    if (!brush || picture.width === 0 || picture.height === 0) return '';
    brush.clearRect(0, 0, SIDE, SIDE);
    // Otherwise a change of a line or two may fall between the samples.
    brush.imageSmoothingQuality = 'high';
    brush.drawImage(picture, 0, 0, SIDE, SIDE);
    return brush.getImageData(0, 0, SIDE, SIDE).data.join();
  }
  // Names of pieces (clip paths, gradients) are given anew when a recorded figure comes to life; they are no picture.
  const signature = () =>
    pictures(control())
      .map(textOf)
      .join('|')
      .replace(/<!--.*?-->|(?:id|clip-path|class)="[^"]*"/g, '');
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

  window.eyes = {
    async aim() {
      const slider = control();
      const first = pictures(slider)[0];
      if (!first) return (await frame(), null);
      rested = signature();
      const start = await frame();
      while ((await frame()) < start + REST) if (signature() !== rested) return null;
      changedAt = null;
      const look = (now: number) => {
        if (changedAt !== null) return;
        if (signature() !== rested) changedAt = now;
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      if (slider) {
        slider.focus({ preventScroll: true });
        return 'slider';
      }
      const { x, y, width, height } = first.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    },
    async changed(limit) {
      const start = performance.now();
      while (changedAt === null && performance.now() < start + limit) await frame();
      const at = changedAt;
      // Whatever still looks stops.
      changedAt ??= 0;
      return at;
    },
  };
}

const METHOD = `${ROUNDS} visits in turn, cold cache, the first slider of the page moved by a key until the picture answers (bench/paint.ts).`;

function ownRows(own: readonly Visit[]): Row[] {
  const rows = [
    ['First contentful paint', own.map(({ painted }) => painted)],
    ['First interaction', own.map(({ answered }) => answered)],
  ] as const;
  return rows.map(([name, values]) =>
    judged({
      name,
      unit: 'ms',
      value: median(values),
      spread: spreadOf(values),
      target: {},
      method: `${PAGE}: ${METHOD}`,
    }),
  );
}

function ratioRows(name: string, { how }: Served, own: readonly Visit[], peer: readonly Visit[]): Row[] {
  const row = (what: string, pick: (visit: Visit) => number): Row => {
    const about = {
      name: `${what} against peer ${name}`,
      unit: 'ratio',
      target: {},
      method: `This site’s time over the peer’s (below 1: this site is sooner); ${METHOD} The peer ${how}.`,
    };
    if ([...own, ...peer].some((visit) => Number.isNaN(pick(visit))))
      return unmeasured(
        about,
        `A site did not answer within ${PATIENCE / 1000} s, or its pictures never rest.`,
      );
    return judged({ ...about, ...ratioOf(own.map(pick), peer.map(pick)) });
  };
  return [
    row('First contentful paint', ({ painted }) => painted),
    row('First interaction', ({ answered }) => answered),
  ];
}
