/** Runs: seeds, pace, live parameters, the ends of every control, words and quotations. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import claims from './claims.ts';
import { exportTrained } from './model.ts';
import notebook from './notebook.ts';
import { describe, simulate, table, type LangevinFrame, type Params } from './simulation.ts';
import { base, labs, plainOutputs, run } from './testing.ts';

afterAll(() => labs.release());

const QUICK: Partial<Params> = { neurons: 8, replicas: 4, networks: 2, step: 0.2 };

/** A run whose live parameters can be changed; `until` pulls frames. */
function open(change: Partial<Params> = {}, seed = 0) {
  let params: Params = { ...base, ...QUICK, ...change };
  const frames = simulate(params, labs.lab(seed));
  const next = async (live: Partial<Params> = {}) => {
    params = { ...params, ...live };
    return (await frames.next(params)).value as LangevinFrame;
  };
  const until = async (enough: (frame: LangevinFrame) => boolean) => {
    for (;;) {
      const frame = await next();
      if (enough(frame)) return frame;
    }
  };
  return { next, until, close: () => frames.return() };
}

/** All numbers of a frame, wherever they are. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersOf) : [];
}

group('a run', () => {
  test('is a function of its seed', async () => {
    const [a, b, c] = [await run(QUICK, 4), await run(QUICK, 4), await run(QUICK, 5)];
    expect(a).toEqual(b);
    expect(a.cloud).not.toEqual(c.cloud);
    expect(a.settled).toBe(true);
    expect(a.time).toBeCloseTo(120, 9);
  });

  test('does not depend on its pace, nor one network on how many there are', async () => {
    const slow = await run({ ...QUICK, speed: 7 });
    const fast = await run(QUICK);
    expect(slow).toEqual(fast);
    expect((await run({ ...QUICK, replicas: 9 })).cloud).toEqual(fast.cloud);
  });

  test('starts as N(0, I) with the error of independent neurons, and comes to rest near v', async () => {
    const { next, until, close } = open({ reference: true, replicas: 64, neurons: 64, step: 0.1 });
    const first = await next();
    expect(first.time).toBe(0);
    expect(first.history.error).toHaveLength(1);
    // (1/n) Σ_j Var R tanh(u), u ~ N(0, 1 + z_j²), by quadrature.
    const start = independentStart(first.data.z);
    expect(first.history.error[0]! / start).toBeGreaterThan(0.5);
    expect(first.history.error[0]! / start).toBeLessThan(1.6);
    const later = await until(({ time }) => time >= 30);
    expect(later.history.error.at(-1)).toBeLessThan(2 * later.bounds.variance);
    await close();
  });

  test('without the reference it has no history before t = 60', async () => {
    const { until, close } = open();
    expect((await until(({ time }) => time >= 40)).history.time).toEqual([]);
    const { history, measured } = await until(({ settled }) => settled);
    expect(history.time[0]).toBeGreaterThanOrEqual(60);
    expect(measured!.records).toBe(30);
    await close();
  });
});

/** By the midpoint rule over ±8 standard deviations. */
function independentStart(z: Float64Array): number {
  let sum = 0;
  for (const at of z) {
    for (let i = 0; i < 400; i++) {
      const u = -8 + (i + 0.5) * 0.04;
      const density = Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
      sum += (0.04 * density * (4 * Math.tanh(u * Math.hypot(1, at))) ** 2) / z.length;
    }
  }
  return sum;
}

group('live parameters', () => {
  test('a dragged data point moves the infinite network at once; the clouds follow and are measured anew', async () => {
    const { next, until, close } = open();
    const before = await until(({ settled }) => settled);
    const moved = await next({ dragged: [{ index: 3, at: [1.2] }] });
    expect(moved.settled).toBe(false);
    expect(moved.data.y[3]).toBe(1.2);
    expect(moved.time).toBeLessThan(before.time);
    expect(moved.measured).toBeNull();
    expect(moved.bounds.variance).not.toBe(before.bounds.variance);
    const after = await until(({ settled }) => settled);
    expect(after.measured!.records).toBe(before.measured!.records);
    expect(after.ladder).toHaveLength(4);
    const fresh = await run({ ...QUICK, dragged: [{ index: 3, at: [1.2] }] });
    after.curves.infinite.forEach((value, i) => expect(value).toBeCloseTo(fresh.curves.infinite[i]!, 8));
    await close();
  });

  test('a neuron that is thrown is there at once, travels back, and spoils no measurement', async () => {
    const { next, until, close } = open();
    const before = await until(({ settled }) => settled);
    const thrown = await next({ kicked: [{ index: 5, at: [9, -7] }] });
    expect([...thrown.cloud.subarray(10, 12)]).toEqual([9, -7]);
    expect(thrown.settled).toBe(false);
    const after = await until(({ settled }) => settled);
    // Runs end at a record: every tenth step.
    expect(after.time - before.time).toBeGreaterThanOrEqual(25);
    expect(after.time - before.time).toBeLessThan(27.1);
    expect(after.measured).toEqual(before.measured);
    expect(Math.hypot(...after.cloud.subarray(10, 12))).toBeLessThan(Math.hypot(9, 7));
    await close();
  });

  test('a throw in mid-measurement makes it last longer, not shorter', async () => {
    const { next, until, close } = open();
    await until(({ time }) => time >= 80);
    await next({ kicked: [{ index: 0, at: [3, 3] }] });
    const after = await until(({ settled }) => settled);
    expect(after.window[1]).toBeGreaterThan(140);
    expect(after.measured!.records).toBeGreaterThanOrEqual(29);
    await close();
  });

  test('other sizes are measured when asked for, each near v', async () => {
    const { next, until, close } = open({ replicas: 16, step: 0.1 });
    await until(({ settled }) => settled);
    expect((await next({ sweep: true })).settled).toBe(false);
    const { sweep, bounds } = await until(({ settled }) => settled);
    expect(sweep.map(({ neurons }) => neurons)).toEqual([4, 8, 16, 32, 64, 128, 256, 512]);
    for (const { value, interval } of sweep) {
      expect(Math.abs(value / bounds.variance - 1.12)).toBeLessThan(0.12 + (2 * interval) / bounds.variance);
    }
    await close();
  });
});

group('the ends of every control', () => {
  const wild = Array.from({ length: 16 }, (_, index) => ({ index, at: [index % 2 ? 1.3 : -1.3] }));
  const ends: Partial<Params>[] = [
    { neurons: 4, temperature: 0.01, step: 0.2, networks: 1, replicas: 1 },
    { neurons: 4, temperature: 0.3, step: 0.2, networks: 64, replicas: 1 },
    { neurons: 512, temperature: 0.01, step: 0.2, networks: 1, replicas: 1 },
    { neurons: 4, temperature: 0.3, step: 0.01, networks: 1, replicas: 1, speed: 1 },
    { neurons: 4, temperature: 0.01, step: 0.2, dragged: wild },
    { neurons: 4, temperature: 0.3, step: 0.2, dragged: wild, networks: 64, replicas: 64 },
    {
      neurons: 4,
      step: 0.2,
      kicked: [
        { index: 0, at: [1e6, -1e6] },
        { index: 511, at: [0, 0] },
      ],
    },
    { neurons: 4, step: 0.2, dragged: [{ index: 0, at: [1e9] }], reference: true, replicas: 1 },
    { neurons: 12, step: 0.2, networks: 5, replicas: 7, sweep: true },
  ];
  test.each(ends)('%j', { timeout: 30_000 }, async (change) => {
    const params = { ...base, ...change };
    const long = change.speed === 1 || change.neurons === 512;
    const frame = long ? await open(params).until(({ time }) => time >= 1) : await run(params);
    expect(numbersOf(frame).filter((x) => !Number.isFinite(x))).toEqual([]);
    expect(describe(frame, params)).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(frame.note).not.toMatch(/solved/);
    expect(table(frame).rows.length).toBe(frame.history.time.length);
    if (!long) expect(frame.settled).toBe(true);
  });
});

test('the network that is downloaded is the one that is shown', async () => {
  const frame = await run(QUICK);
  const workshop = { lab: labs.lab(0), jax: await nodeJax(), onnx: await import('#lib/onnx/export.ts') };
  const { file, bytes } = await exportTrained(frame, workshop);
  expect(file).toBe('mean_field_network');
  const model = await openModel(await nodeOrt(), bytes, 'wasm');
  const { f } = await model.run({ z: float32(frame.data.z, [16]) });
  await model.release();
  plainOutputs(frame.cloud, frame.data.z).forEach((value, j) => expect(floats(f)[j]).toBeCloseTo(value, 5));
});

test('claims quote the abstract word for word, and steps name claims that there are', async () => {
  const abstract = await readFile(join(notebooksFolder, 'mean-field-langevin', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  const ids = claims.map(({ id }) => id);
  for (const { claim } of notebook.steps) if (claim !== undefined) expect(ids).toContain(claim);
});
