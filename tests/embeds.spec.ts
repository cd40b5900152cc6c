// Embeds from the outside: messages, keys, heights, resting, bad input, and what stands in for them.
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { LIVE, watch } from './helpers.ts';
import { FRAME, page as parentPage, serveParent, type ParentPage } from './parents.ts';

const [ONE = ''] = LIVE;

interface State {
  step: number;
  steps: number;
  seed: number;
  settled: boolean;
  engine: string | null;
  query: string;
  params: Record<string, unknown>;
  metrics: Record<string, number>;
}
interface Reply {
  result?: State & Record<string, unknown>;
  error?: { code: string; message: string; where: string };
}
interface Host extends Window {
  ask(method: string, params?: unknown, n?: number): Promise<Reply>;
  events(name: string): Record<string, unknown>[];
  got: unknown[];
}

let parent: ParentPage | undefined;
test.afterEach(() => parent?.close());

const ask = (page: Page, method: string, params: unknown = {}, n = 0) =>
  page.evaluate(
    ([method, params, n]) => (window as unknown as Host).ask(method as string, params, n as number),
    [method, params, n] as const,
  );
const events = (page: Page, name: string) =>
  page.evaluate((name) => (window as unknown as Host).events(name), name);

/** Opens a page with one bare frame. */
async function frame(page: Page, baseURL: string | undefined, slug: string, query = ''): Promise<void> {
  parent = await serveParent(
    parentPage(`<iframe src="${baseURL}/embed/${slug}${query}" width="900" height="700" ${FRAME}></iframe>`),
  );
  await page.goto(parent.url);
  await expect.poll(async () => (await events(page, 'ready')).length).toBe(1);
}

async function settled(page: Page, n = 0): Promise<State> {
  await expect
    .poll(async () => (await ask(page, 'get', {}, n)).result?.settled, { timeout: 90_000 })
    .toBe(true);
  return (await ask(page, 'get', {}, n)).result as State;
}

for (const slug of LIVE) {
  test(`${slug}: answers every method`, async ({ page, baseURL }) => {
    const { errors, foreign } = watch(page);
    await frame(page, baseURL, slug, '?step=1');
    const described = (await ask(page, 'describe')).result as unknown as {
      controls: { name: string; schema: object; initial: unknown; live: boolean }[];
      steps: { says: string }[];
      claims: { id: string }[];
      methods: string[];
    };
    expect(described.methods).toHaveLength(9);
    expect(described.controls.length).toBeGreaterThan(0);
    const before = await settled(page);
    expect(before).toMatchObject({ step: 1, steps: described.steps.length });
    expect(Object.keys(before.params)).toEqual(described.controls.map(({ name }) => name));
    expect(Object.values(before.metrics).length).toBeGreaterThan(0);

    const svg = (await ask(page, 'export', { format: 'svg' })).result as unknown as { data: string };
    expect(svg.data).toMatch(/^<svg[\s\S]*<\/svg>$/);
    const png = (await ask(page, 'export')).result as unknown as { data: string };
    expect(png.data).toMatch(/^data:image\/png;base64,/);
    const csv = (await ask(page, 'export', { format: 'csv' })).result as unknown as { data: string };
    expect(csv.data.split('\n').length).toBeGreaterThan(2);

    expect((await ask(page, 'set', { seed: 5 })).result?.seed).toBe(5);
    expect((await ask(page, 'step', { by: 1 })).result?.step).toBe(2);
    expect((await ask(page, 'step', { step: 99 })).result?.step).toBe(described.steps.length);
    expect((await ask(page, 'pause')).error).toBeUndefined();
    expect((await ask(page, 'play')).error).toBeUndefined();
    expect((await ask(page, 'reset')).result).toMatchObject({ step: 0, query: '' });
    expect(await events(page, 'step')).not.toEqual([]);
    expect(await events(page, 'end')).not.toEqual([]);
    expect(errors.filter((error) => !error.includes('adapter'))).toEqual([]);
    expect(foreign).toEqual([]);
  });
}

test('a claim is measured by a message', async ({ page, baseURL }) => {
  await frame(page, baseURL, 'dp-string-distance', '?ui=none');
  const reply = await ask(page, 'measure', { claim: 'c5' });
  expect(reply.result).toMatchObject({ claim: 'c5', holds: true });
  expect((await ask(page, 'measure', { claim: 'c99' })).error).toMatchObject({
    code: 'unknown-claim',
    where: 'params.claim',
  });
});

test('wrong values are replaced and said, wrong names change nothing', async ({ page, baseURL }) => {
  await frame(
    page,
    baseURL,
    'hopfield-capacity',
    '?step=99&p.inverseTemperature=1e9&p.nonsense=1&theme=pink',
  );
  await expect.poll(async () => (await events(page, 'error')).length).toBe(3);
  const said = (await events(page, 'error')).map(({ message }) => String(message));
  expect(said.join(' ')).toContain('The step must be a whole number from 0 to 5; 5 is used.');
  expect(said.join(' ')).toMatch(/Inverse temperature.* must be from/i);
  await expect(page.frameLocator('iframe').locator('.notices')).toContainText('5 is used');

  const { result } = await ask(page, 'set', { beta: 1e6 });
  expect(result?.['issues']).toHaveLength(1);
  const before = (await ask(page, 'get')).result;
  const { error } = await ask(page, 'set', { inverseTemperature: 3, warp: 9 });
  expect(error).toMatchObject({ code: 'unknown-parameter', where: 'params.warp' });
  expect((await ask(page, 'get')).result?.params).toEqual(before?.params);
});

test('a demo that there is not shows the nearest one and says so', async ({ page, baseURL }) => {
  parent = await serveParent(
    parentPage(`<iframe src="${baseURL}/embed/hopfield" width="900" height="700" ${FRAME}></iframe>`),
  );
  await page.goto(parent.url);
  await expect
    .poll(async () => events(page, 'error'))
    .toMatchObject([{ code: 'unknown-slug', where: '/embed/hopfield' }]);
  await expect(page.frameLocator('iframe').getByRole('heading')).toContainText(
    'nearest is hopfield-capacity',
  );
  await expect(page.frameLocator('iframe').locator('img')).toBeVisible();
});

test('10,000 random and malformed messages lose nothing', async ({ page, baseURL }) => {
  const { errors } = watch(page);
  await frame(page, baseURL, ONE, '?ui=none&seed=3');
  const before = await settled(page);
  // Nothing that is malformed, unknown or out of type may change the state.
  const counts = await page.evaluate(bombard, { seed: 1, count: 5000, valid: false });
  const after = (await ask(page, 'get')).result;
  expect({ params: after?.params, seed: after?.seed, step: after?.step }).toEqual({
    params: before.params,
    seed: before.seed,
    step: before.step,
  });
  expect(counts.broken).toEqual([]);
  // Then valid methods with random params among them: the state may change, but stays one that there is.
  const more = await page.evaluate(bombard, { seed: 2, count: 5000, valid: true });
  expect(more.broken).toEqual([]);
  expect(more.replies).toBeGreaterThan(1000);
  await ask(page, 'reset');
  const last = await settled(page);
  expect(last.metrics).not.toEqual({});
  expect(errors.filter((error) => !error.includes('adapter'))).toEqual([]);
});

/** Posts random messages, some at a time; tells replies that are neither a result nor a well-formed error. */
async function bombard({ seed, count, valid }: { seed: number; count: number; valid: boolean }) {
  let state = seed;
  const random = () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const host = window as unknown as Host;
  const junk = (depth = 0): unknown =>
    pick<() => unknown>([
      () => undefined,
      () => null,
      () => NaN,
      () => -Infinity,
      () => 2 ** 53 * random(),
      () => -1,
      () => '',
      () => '__proto__',
      () => '💥'.repeat(50),
      () => 'x'.repeat(10_000),
      () => 10n ** 30n,
      () => new Date(NaN),
      () => new Map([[1, 2]]),
      () => new ArrayBuffer(8),
      () => new Error('x'),
      () => true,
      () => (depth > 3 ? 0 : Array.from({ length: 4 }, () => junk(depth + 1))),
      () => (depth > 3 ? 0 : { toString: 1, valueOf: junk(depth + 1), length: -1, at: junk(depth + 1) }),
    ])();
  const known = ['set', 'step', 'get', 'describe', 'play', 'pause', 'export', 'reset', 'measure'];
  const described = (await host.ask('describe')).result as unknown as { controls: { name: string }[] };
  const names = described.controls.map(({ name }) => name);
  const message = (i: number): unknown => {
    const id = `m${i}`;
    const base = { ns: 'tangible', v: 1, id };
    if (random() < 0.2) return junk();
    if (random() < 0.3) return { ...base, method: junk(), params: junk() };
    if (random() < 0.3) return { ns: 'tangible', v: junk(), id: junk(), method: 'reset', params: junk() };
    if (!valid)
      return {
        ...base,
        method: pick(['set', 'step', 'measure', 'export']),
        params: { '\u0000': junk(), by: 'x', step: {}, claim: junk(), format: 'exe' },
      };
    const params = pick([
      () => ({ [pick(names)]: junk() }),
      () => ({ [pick(names)]: 1000 * random() - 500 }),
      () => ({ seed: junk() }),
      () => ({ seed: Math.floor(1e6 * random()), theme: pick(['dark', 'light', 'pink']) }),
      () => ({ step: pick([0, 1, 2, 99, -5, 0.5]) }),
      () => ({ by: pick([1, -1, 0]) }),
      () => ({ claim: junk(), format: pick(['svg', 'csv', 'gif']), figure: junk() }),
    ])();
    return { ...base, method: pick(known), params };
  };
  const before = host.got.length;
  for (let i = 0; i < count; i++) {
    frames[0]!.postMessage(message(i), '*');
    if (i % 250 === 0) await host.ask('get');
  }
  await host.ask('get');
  const replies = host.got.slice(before).filter((data) => {
    const reply = data as { ns?: string; event?: string } | null;
    return typeof reply === 'object' && reply?.ns === 'tangible' && reply.event === undefined;
  }) as { result?: unknown; error?: { code?: unknown; message?: unknown; where?: unknown } }[];
  const broken = replies.filter(
    ({ result, error }) =>
      result === undefined &&
      !(
        typeof error?.code === 'string' &&
        typeof error.message === 'string' &&
        typeof error.where === 'string'
      ),
  );
  return { replies: replies.length, broken: broken.slice(0, 3) };
}

test('messages from others than the parent are ignored', async ({ page, baseURL }) => {
  await frame(page, baseURL, ONE, '?ui=none');
  const before = (await ask(page, 'get')).result?.seed;
  // From the demo's own page, and from a frame beside it.
  await page
    .frames()[1]
    ?.evaluate(() =>
      window.postMessage({ ns: 'tangible', v: 1, id: 1, method: 'set', params: { seed: 77 } }, '*'),
    );
  await page.evaluate(() => {
    const other = document.createElement('iframe');
    other.srcdoc = `<script>parent.frames[0].postMessage({ ns: 'tangible', v: 1, id: 2, method: 'set', params: { seed: 78 } }, '*')</${'script'}>`;
    document.body.append(other);
    return new Promise((resolve) => (other.onload = resolve));
  });
  await page.waitForTimeout(300);
  expect((await ask(page, 'get')).result?.seed).toBe(before);
});

test('one clicker: steps inside, then the page around, and sliders do not swallow it', async ({
  page,
  baseURL,
}) => {
  await frame(page, baseURL, ONE);
  const demo = page.frameLocator('iframe');
  const { steps } = (await ask(page, 'get')).result as State;
  const step = async () => (await ask(page, 'get')).result?.step;
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  await demo.locator('input[type=range]').first().focus();
  const value = await demo.locator('input[type=range]').first().inputValue();
  await page.keyboard.press('ArrowRight');
  expect(await step()).toBe(0);
  expect(await demo.locator('input[type=range]').first().inputValue()).not.toBe(value);
  for (let i = 1; i <= steps; i++) await page.keyboard.press('PageDown');
  await expect.poll(step).toBe(steps);
  expect(await events(page, 'key')).toEqual([]);
  await page.keyboard.press('PageDown');
  await expect
    .poll(() => events(page, 'key'))
    .toMatchObject([{ key: 'PageDown', keyCode: 34, direction: 'next' }]);
  // Reveal's own words, only to a parent that has spoken as reveal does.
  const said = () =>
    page.evaluate(() => (window as unknown as Host).got.filter((data) => typeof data === 'string'));
  expect(String(await said())).not.toContain('"method":"next"');
  await page.evaluate(() => frames[0]!.postMessage('slide:start', '*'));
  await page.keyboard.press('PageDown');
  await expect.poll(async () => String(await said())).toContain('{"method":"next","args":[]}');
  await demo.getByRole('button', { name: 'Step back' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(step).toBe(steps - 1);
});

test('the element: poster first, height from the demo, attributes steer, another page’s policy holds', async ({
  page,
  baseURL,
}) => {
  parent = await serveParent(
    parentPage(
      `<script src="${baseURL}/embed.js"></script><tangible-demo slug="${ONE}" step="1" ui="min"></tangible-demo>`,
      `addEventListener('tangible-resize', (event) => (window.tall = event.detail.height));`,
    ),
    {
      'Content-Security-Policy': `default-src 'none'; script-src ${baseURL} 'unsafe-inline'; frame-src ${baseURL}; img-src ${baseURL} data:; style-src 'none'`,
    },
  );
  const { errors } = watch(page);
  await page.goto(parent.url);
  const element = page.locator('tangible-demo');
  await expect(element).toHaveAttribute('data-live', '');
  await expect(element.locator('.poster')).toBeHidden();
  await expect
    .poll(async () => {
      const box = await element.boundingBox();
      const tall = await page.evaluate(() => (window as unknown as { tall: number }).tall);
      return Math.abs((box?.height ?? 0) - tall);
    })
    .toBeLessThan(2);
  type Demo = HTMLElement & { get(): Promise<State>; request(method: string): Promise<unknown> };
  const state = () => element.evaluate((demo) => (demo as Demo).get());
  await element.evaluate((demo) => demo.setAttribute('step', '2'));
  await expect.poll(async () => (await state()).step).toBe(2);
  await element.evaluate((demo) => demo.setAttribute('seed', '9'));
  await expect.poll(async () => (await state()).seed).toBe(9);
  const refusal = await element.evaluate((demo) =>
    (demo as Demo).request('destroy').catch((error: Error & { code: string }) => error.code),
  );
  expect(refusal).toBe('unknown-method');
  await page.emulateMedia({ media: 'print' });
  await expect(element.locator('.poster img')).toBeVisible();
  await expect(element.locator('iframe')).toBeHidden();
  expect(errors.filter((error) => !error.includes('adapter'))).toEqual([]);
});

test('demos that nobody sees compute nothing, keep their state, and are freed after a while', async ({
  page,
  baseURL,
}) => {
  const one = (slug: string) =>
    `<iframe src="${baseURL}/embed/${slug}?ui=none" width="700" height="500" ${FRAME}></iframe><div style="height:2000px"></div>`;
  parent = await serveParent(parentPage(LIVE.slice(0, 3).map(one).join('')));
  await page.goto(parent.url);
  await expect.poll(async () => (await events(page, 'ready')).length, { timeout: 60_000 }).toBe(3);
  await settled(page, 0);
  const engines = async () =>
    Promise.all([0, 1, 2].map(async (n) => (await ask(page, 'get', {}, n)).result?.engine !== null));
  expect(await engines()).toEqual([true, false, false]);
  const set = await ask(page, 'set', { seed: 4 });
  expect(set.result?.seed).toBe(4);
  const before = await settled(page, 0);
  await page.evaluate(() => document.querySelectorAll('iframe')[1]?.scrollIntoView());
  await settled(page, 1);
  // The first one rests: what it is told it does when it is seen again.
  await ask(page, 'set', { seed: 6 }, 0);
  await page.waitForTimeout(500);
  expect((await ask(page, 'get', {}, 0)).result).toMatchObject({ seed: 6, metrics: before.metrics });
  await expect.poll(engines, { timeout: 45_000, intervals: [1000] }).toEqual([false, true, false]);
  await page.evaluate(() => document.querySelectorAll('iframe')[0]?.scrollIntoView());
  const after = await settled(page, 0);
  expect(after.seed).toBe(6);
  expect(after.metrics).not.toEqual(before.metrics);
});

test('what stands in for a demo: oEmbed, cards and the PowerPoint slide', async ({ page, request }) => {
  const oembed = (await (await request.get(`/embed/${ONE}/oembed.json`)).json()) as Record<string, string>;
  expect(oembed).toMatchObject({ version: '1.0', type: 'rich', provider_name: 'Tangible' });
  expect(oembed['html']).toContain(`/embed/${ONE}"`);
  expect((await request.get(new URL(oembed['thumbnail_url'] ?? '').pathname)).ok()).toBe(true);
  await page.goto(`/n/${ONE}`);
  const meta = (name: string) => page.locator(`meta[property="${name}"]`).getAttribute('content');
  expect(await meta('og:title')).toBeTruthy();
  const card = await request.get(new URL((await meta('og:image')) ?? '').pathname);
  expect(card.headers()['content-type']).toBe('image/png');
  await expect(page.locator('link[type="application/json+oembed"]')).toHaveCount(1);

  await expect(page.getByText(/^Live on /)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Pin as A' })).toBeEnabled({ timeout: 60_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PowerPoint slide' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe(`${ONE}.pptx`);
  const bytes = readFileSync(await download.path());
  // A zip with one slide and its two pictures.
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const names = bytes.toString('latin1');
  expect(names).toContain('ppt/slides/slide1.xml');
  expect(names).not.toContain('ppt/slides/slide2.xml');
  expect(names.match(/ppt\/media\/image[\w-]+\.png/g)?.length).toBeGreaterThan(1);
});

for (const slug of LIVE) {
  test(`${slug}: prints its figure, not a blank frame`, async ({ page }) => {
    for (const address of [`/n/${slug}`, `/embed/${slug}`]) {
      await page.goto(address);
      await page.emulateMedia({ media: 'print' });
      const figure = page.locator('.stage svg.figure-svg').first();
      await expect(figure).toBeVisible();
      await expect(page.locator('button').filter({ visible: true })).toHaveCount(0);
      await page.emulateMedia({ media: null });
    }
  });
}
