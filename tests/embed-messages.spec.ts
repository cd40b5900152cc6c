// Messages that are malformed, random or from somebody else: nothing is lost, nobody else is heard.
import { expect, test } from '@playwright/test';
import { LIGHT, watch } from './helpers.ts';
import { ask, openFrame, settled, type Host } from './host.ts';
import type { ParentPage } from './parents.ts';

const [ONE] = LIGHT;

let parent: ParentPage | undefined;
test.afterEach(() => parent?.close());

test('10,000 random and malformed messages lose nothing', async ({ page, baseURL }) => {
  const { errors } = watch(page);
  parent = await openFrame(page, baseURL, ONE, '?ui=none&seed=3');
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
  parent = await openFrame(page, baseURL, ONE, '?ui=none');
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
