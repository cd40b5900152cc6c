// Embeds from the outside: methods, bad input, keys, the element, resting.
import { expect, test } from '@playwright/test';
import { LIGHT, SOME, watch } from './helpers.ts';
import { ask, events, openFrame, settled, type Host, type State } from './host.ts';
import { FRAME, page as parentPage, serveParent, type ParentPage } from './parents.ts';

const [ONE] = LIGHT;

let parent: ParentPage | undefined;
test.afterEach(() => parent?.close());

for (const slug of SOME) {
  test(`${slug}: answers every method`, async ({ page, baseURL }) => {
    const { errors, foreign } = watch(page);
    parent = await openFrame(page, baseURL, slug, '?step=1');
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
  parent = await openFrame(page, baseURL, 'dp-string-distance', '?ui=none');
  const reply = await ask(page, 'measure', { claim: 'c5' });
  expect(reply.result).toMatchObject({ claim: 'c5', holds: true });
  expect((await ask(page, 'measure', { claim: 'c99' })).error).toMatchObject({
    code: 'unknown-claim',
    where: 'params.claim',
  });
});

test('wrong values are replaced and said, wrong names change nothing', async ({ page, baseURL }) => {
  parent = await openFrame(
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

test('one clicker: steps inside, then the page around, and sliders do not swallow it', async ({
  page,
  baseURL,
}) => {
  parent = await openFrame(page, baseURL, ONE);
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
  // Keys and messages take different ways; once a later message is answered, this one has arrived.
  await ask(page, 'get');
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
  parent = await serveParent(parentPage(LIGHT.map(one).join('')));
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
