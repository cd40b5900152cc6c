/** The run as a reader meets it: frames, live parameters, the ends of every control, the download, the phrases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeJax, nodeLabs, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { defaults, firstFrames } from '#lib/lab/run.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import claims from './claims.ts';
import { spread } from './marks.ts';
import { exportTrained, recipes } from './model.ts';
import notebook from './notebook.ts';
import { describe, simulate, SWEEP, table, type DenoisingFrame, type Params } from './simulation.ts';
import { D, drawBatch, makeWorld } from './world.ts';

const labs = nodeLabs('denoising-transformer');
const lab = labs.lab(0);
afterAll(() => labs.release());

const params = (change: Partial<Params> = {}): Params => ({ ...defaults(notebook.controls), ...change });

/** The first frames of a run, or all until it settles. */
const take = (change: Partial<Params>, count: number, seed = 0): Promise<DenoisingFrame[]> =>
  firstFrames(simulate, params(change), labs.lab(seed), count);

test('the same seed gives the same run, another one another', async () => {
  const [first, second] = [await take({}, 5), await take({}, 5)];
  expect(second).toEqual(first);
  expect((await take({}, 5, 1)).at(-1)?.tokens).not.toEqual(first.at(-1)?.tokens);
});

test('live parameters: step, denoiser, sequence, dragged tokens', async () => {
  const run = simulate(params(), lab);
  let frame = (await run.next(params())).value as DenoisingFrame;
  expect(frame.shown).toBe(0);
  for (let n = 0; !frame.settled; n++) {
    frame = (await run.next(params())).value as DenoisingFrame;
    expect(n).toBeLessThan(200);
  }
  const ask = async (change: Partial<Params>) => (await run.next(params(change))).value as DenoisingFrame;
  expect(frame.shown).toBe(700);
  expect(frame.metrics.excess).toBeLessThan(0.022);
  const early = await ask({ step: 5 });
  expect(early.shown).toBe(5);
  expect(early.metrics.excess).toBeGreaterThan(0.2);
  const oracle = await ask({ denoiser: 'oracle' });
  expect(oracle.metrics.excess).toBe(0);
  for (const { guess, oracle: best } of oracle.tokens) expect(guess).toEqual(best);
  expect(oracle.attention).toEqual([]);
  expect((await ask({ denoiser: 'none' })).metrics.excess).toBeGreaterThan(0.15);
  expect((await ask({ denoiser: 'bayes' })).metrics.excess).toBeLessThan(0.01);
  expect(new Set((await ask({ denoiser: 'mean' })).attention)).toEqual(new Set([1 / 16]));
  expect((await ask({ sequence: 2 })).tokens).not.toEqual(frame.tokens);
  const moved = await ask({
    moved: [
      { index: 3, at: [1, -2] },
      { index: 40, at: [0, 0] },
    ],
  });
  expect(moved.tokens[3]?.at).toEqual([expect.closeTo(1, 5), expect.closeTo(-2, 5)]);
  expect(moved.tokens[2]?.at).toEqual(frame.tokens[2]?.at);
  expect(await ask({})).toEqual(frame);
  await run.return();
});

const ends: Partial<Params>[] = [
  { tokens: 2, signalLevel: 0.1, clusters: 2 },
  { tokens: 2, signalLevel: 0.9, clusters: 8, initialScale: 1, stepSize: 0.05 },
  { tokens: 64, signalLevel: 0.9, clusters: 2, initialScale: 1, stepSize: 0.05, denoiser: 'none' },
  { tokens: 64, signalLevel: 0.1, clusters: 8, initialScale: 0.05, stepSize: 0.005 },
  { tokens: 16, signalLevel: 0.9, clusters: 8, initialScale: 1, stepSize: 0.05, steps: 3000 },
  { tokens: 4, signalLevel: 0.9, clusters: 2, stepSize: 0.05, denoiser: 'bayes', step: 0 },
  { moved: [{ index: 0, at: [1e9, -1e9] }], denoiser: 'mean', sequence: 50 },
];
test.each(ends)('ends: %j', async (change) => {
  for (const frame of await take(change, 40)) {
    const numbers = [
      ...Object.values(frame.metrics),
      ...Object.values(frame.lines),
      ...frame.tokens.flatMap(({ at, guess, oracle, average }) => [
        ...at,
        ...guess,
        ...oracle,
        ...(average ?? []),
      ]),
      ...[...frame.attention, ...frame.A, ...frame.Wv, ...frame.valueTheory],
      ...frame.curve.flatMap(({ loss, lone }) => [loss, lone]),
    ];
    expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(describe(frame, params(change))).not.toMatch(/NaN|undefined|Infinity/);
    expect(table(frame).rows).toHaveLength(frame.N);
  }
});

test('a sweep trains every length', async () => {
  const frames = await take({ sweep: true, tokens: 4 }, 1000);
  const { sweep, settled, metrics } = frames.at(-1) as DenoisingFrame;
  expect(settled).toBe(true);
  expect(sweep.map(({ N }) => N)).toEqual([...SWEEP]);
  expect(sweep[0]?.excess).toBe(metrics.excess);
});

test('the layer that is downloaded gives the attention that is shown', async () => {
  const frame = (await take({ tokens: 4 }, 8)).at(-1) as DenoisingFrame;
  const onnx = await import('#lib/onnx/export.ts');
  const { bytes } = await exportTrained(frame, { lab, jax: await nodeJax(), onnx });
  const model = await openModel(await nodeOrt(), bytes, 'wasm');
  const { w } = drawBatch(lab.random('sequence 1'), makeWorld(lab, 4, 0.5), 1, 4);
  const out = await model.run({ w: float32(w, [1, 4, D]) });
  await model.release();
  frame.attention.forEach((a, at) => expect(floats(out.att)[at]).toBeCloseTo(a, 5));
});

test('every claim quotes the abstract, and every step names a claim that there is', () => {
  const abstract = readFileSync(join(notebooksFolder, 'denoising-transformer', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  const ids = claims.map(({ id }) => id);
  for (const { claim } of notebook.steps) if (claim !== undefined) expect(ids).toContain(claim);
});

test('every graph answers its golden input with finite numbers', async () => {
  for (const { file, golden } of recipes) {
    const out = await (await lab.model(file)).run(golden(labs.lab(0)));
    for (const name of Object.keys(out)) expect(floats(out[name]).every(Number.isFinite)).toBe(true);
  }
});

test('labels are pushed apart upwards, and keep their order', () => {
  expect(spread([10, 99, 95], 10, 100)).toEqual([10, 99, 89]);
});
