/**
 * How fast the model of notebook 04 trains: in its page as a reader watches it, in a bare jax-js loop, and in
 * TensorFlow.js. All in one browser, in turn; the page’s frames, messages and drawing are what it is charged for.
 */
import type { Browser, Page } from '@playwright/test';
import { live, onColdPage } from './browser.ts';
import { type Contest, withContenders } from './contenders.ts';
import type { Kind } from './page/problem.ts';
import type { Surroundings } from './part.ts';
import { judged, type Row, unmeasured } from './row.ts';
import { spyOn } from './spy.ts';
import { alternate, median, ratioOf } from './statistics.ts';

const SLUG = 'one-nearest-neighbor';
/** From this step on, a frame is 40 steps or more; before, they are few steps apart so that the beginning can be seen. */
const STEADY = 334;
const KINDS: Readonly<Record<Kind, string>> = { reduced: 'two numbers', full: 'all of W' };
const ROUNDS = 3;

export async function measureTraining(
  { browser, site, progress }: Surroundings,
  contest: Contest,
): Promise<Row[]> {
  const page: Row[] = [];
  for (const kind of ['reduced', 'full'] as const) {
    progress(`${KINDS[kind]}, in the page and in a bare loop`);
    page.push(await pageAgainstLoop(browser, site, contest, kind));
  }
  progress('jax-js and TensorFlow.js');
  return [...page, ...(await againstTensorFlow(browser, contest))];
}

/** Steps per second of one watched training, from step 334 to the last. */
async function watched(page: Page): Promise<number> {
  await page.evaluate(() => void (window.notes.requests.length = 0));
  await page.getByRole('button', { name: '▶ Play' }).click();
  await page.waitForFunction(
    () => {
      const last = window.notes.requests.findLast(({ answered }) => answered > 0);
      return last !== undefined && last.trained > 0 && last.settled;
    },
    undefined,
    { timeout: 120_000 },
  );
  return page.evaluate((from) => {
    const done = window.notes.requests.filter(({ answered }) => answered > 0);
    const last = Math.max(...done.map(({ trained }) => trained));
    const first = done.find(({ trained }) => trained >= from);
    const end = done.find(({ trained }) => trained === last);
    if (!first || !end) return NaN;
    return (1000 * (last - first.trained)) / (end.answered - first.answered);
  }, STEADY);
}

const pageAgainstLoop = (browser: Browser, site: string, contest: Contest, kind: Kind): Promise<Row> =>
  withContenders(browser, contest, (loops) =>
    onColdPage(browser, async (page) => {
      await spyOn(page);
      await page.goto(`${site}/n/${SLUG}?seed=1&training=${kind}`);
      await live(page);
      await page.getByRole('button', { name: '▶ Play' }).waitFor({ timeout: 120_000 });
      const steps = kind === 'full' ? 266 : 800;
      const rate = (milliseconds: number) => (1000 * steps) / milliseconds;
      const given = [kind, steps] as const;
      const rates = await alternate(
        {
          page: () => watched(page),
          loop: async () => rate(await loops.evaluate(([k, n]) => window.plain.trainTime(k, n), given)),
          kept: async () => rate(await loops.evaluate(([k, n]) => window.bare.trainTime(k, n), given)),
        },
        ROUNDS,
      );
      return judged({
        name: `Training in the page against a bare loop, ${KINDS[kind]}`,
        unit: 'ratio',
        ...ratioOf(rates.page, rates.loop),
        target: { least: 0.8 },
        method: `Steps per second of ${SLUG} in its page while it is watched, from step ${STEADY} on, over those of the same training called without frames, messages and drawing, on jax-js as it comes; ${ROUNDS} rounds in turn.`,
        details: [
          { label: 'page', value: median(rates.page), unit: 'steps/s' },
          { label: 'bare loop', value: median(rates.loop), unit: 'steps/s' },
          {
            label: 'bare loop that keeps instances as the page does',
            value: median(rates.kept),
            unit: 'steps/s',
          },
          { label: 'page over that loop', value: ratioOf(rates.page, rates.kept).value, unit: 'ratio' },
        ],
        ifMissed:
          'A frame also examines the layer, paints the sphere and crosses to the page, which draws it on the second of two cores. Done: frames are 12% of the steps apart without an upper limit, since a change no longer waits for their end; the next frame is computed while the last one is drawn; 2,000 prompts rather than 20,000 are examined until the run rests; graphs sum along their long axis; instances of jax-js’s kernels are kept; the landscape waits for frames of twenty steps and more; figures out of sight are not drawn. Before, it was 0.33 to 0.41 for two numbers and 0.43 to 0.68 for all of W.',
      });
    }),
  );

/** Losses of the first steps may differ by this much: single precision sums in another order. */
const AGREES = 1e-3;
const STEPS: Readonly<Record<Kind, number>> = { full: 100, reduced: 12 };

async function againstTensorFlow(browser: Browser, contest: Contest): Promise<Row[]> {
  return withContenders(browser, contest, async (page) => {
    const rows: Row[] = [];
    for (const kind of ['full', 'reduced'] as const) rows.push(await oneAgainstTensorFlow(page, kind));
    return rows;
  });
}

async function oneAgainstTensorFlow(page: Page, kind: Kind): Promise<Row> {
  const row = {
    name: `Training in jax-js against TensorFlow.js, ${KINDS[kind]}`,
    unit: 'ratio',
    target: { least: 3 },
    method: `Steps per second of jax-js, as pages use it, over those of TensorFlow.js 4.22 on the faster of its CPU backends (JavaScript, WebAssembly): the same start, batches, loss and plain gradient descent, the loss being read after each step; the median of rounds in turn. Both give the same losses on the same weights, which is checked first.`,
  };
  const losses = await page.evaluate((k) => window.bare.jaxLosses(k, 5), kind);
  const differences: Record<string, number> = {};
  for (const backend of ['cpu', 'wasm'] as const)
    differences[backend] = await page.evaluate(([b, k, l]) => window.tensorflow.difference(b, k, l), [
      backend,
      kind,
      losses,
    ] as const);
  const worst = Math.max(...Object.values(differences));
  if (!(worst <= AGREES))
    return unmeasured(row, `The losses differ by ${worst.toExponential(1)}: not the same training.`);
  const steps = STEPS[kind];
  const tensorflow = (backend: 'cpu' | 'wasm') => () =>
    page.evaluate(([b, k, n]) => window.tensorflow.tensorflowTime(b, k, n), [backend, kind, steps] as const);
  const times = await alternate(
    {
      jax: () => page.evaluate(([k, n]) => window.bare.jaxTime(k, n), [kind, steps] as const),
      plain: () => page.evaluate(([k, n]) => window.plain.jaxTime(k, n), [kind, steps] as const),
      cpu: tensorflow('cpu'),
      wasm: tensorflow('wasm'),
    },
    ROUNDS,
  );
  const faster = median(times.cpu) < median(times.wasm) ? 'cpu' : 'wasm';
  const rate = (milliseconds: readonly number[]) => (1000 * steps) / median(milliseconds);
  return judged({
    ...row,
    ...ratioOf(times[faster], times.jax),
    details: [
      { label: 'jax-js', value: rate(times.jax), unit: 'steps/s' },
      { label: 'jax-js as it comes', value: rate(times.plain), unit: 'steps/s' },
      { label: 'TensorFlow.js, JavaScript', value: rate(times.cpu), unit: 'steps/s' },
      { label: 'TensorFlow.js, WebAssembly', value: rate(times.wasm), unit: 'steps/s' },
      { label: 'largest relative difference of losses', value: worst, unit: '' },
    ],
    ifMissed:
      'A step is small (256 prompts of 11 tokens), so that what a call costs counts in both libraries, and the loss is read after each. TensorFlow.js’s WebAssembly backend is several times its JavaScript one here. Done: instances of jax-js’s kernels, which it made anew for each call, are kept; before, the ratio was 1.4 to 2.4.',
  });
}
