/** The run as a reader meets it: frames, live parameters, the ends of every control, the download, the phrases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeJax, nodeLabs, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { defaults, firstFrames } from '#lib/lab/run.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import claims from './claims.ts';
import { guides } from './guides.ts';
import { exportTrained, recipes } from './model.ts';
import notebook from './notebook.ts';
import { D, embed } from './sequence.ts';
import { drawShown } from './shown.ts';
import { describe, simulate, table, type GatingFrame, type Params } from './simulation.ts';
import { crossing, logSlope } from './theory.ts';
import { nextPattern, pressed } from './tokens.ts';

const labs = nodeLabs('mamba-gating');
const lab = labs.lab(0);
afterAll(() => labs.release());

const params = (change: Partial<Params> = {}): Params => ({ ...defaults(notebook.controls), ...change });

/** The first frames of a run, or all until it settles. */
const take = (change: Partial<Params>, count: number, seed = 0): Promise<GatingFrame[]> =>
  firstFrames(simulate, params(change), labs.lab(seed), count);

test('the same seed gives the same run, another one another', async () => {
  const [first, second] = [await take({}, 4), await take({}, 4)];
  expect(second).toEqual(first);
  expect((await take({}, 4, 1)).at(-1)?.sequences).not.toEqual(first.at(-1)?.sequences);
});

test('training, and live parameters after it: the step slider, edited tokens', async () => {
  const run = simulate(params(), lab);
  const ask = async (change: Partial<Params> = {}) => (await run.next(params(change))).value as GatingFrame;
  let frame = await ask();
  expect(frame.shown).toBe(0);
  for (const { gate } of frame.sequences.flatMap(({ tokens }) => tokens)) expect(gate).toBeCloseTo(0.5, 6);
  for (let n = 0; !frame.settled; n++) {
    frame = await ask();
    expect(n).toBeLessThan(200);
  }
  expect(frame.shown).toBe(150);
  expect(frame.curve.map(({ t }) => t)).toEqual(Array.from({ length: 16 }, (_, i) => 10 * i));
  expect(frame.metrics.clueGate).toBeGreaterThan(0.9);
  expect(frame.metrics.fillerGate).toBeLessThan(0.5);
  const early = await ask({ step: 25 });
  expect([early.shown, early.evaluated]).toEqual([25, 25]);
  // Between two evaluations the exact loss lies between theirs.
  const around = frame.curve.filter(({ t }) => t === 20 || t === 30).map(({ loss }) => loss);
  expect(early.metrics.loss).toBeLessThan(around[0]!);
  expect(early.metrics.loss).toBeGreaterThan(around[1]!);
  const { tokens } = frame.sequences[0]!;
  const plus = tokens.flatMap(({ pattern }, index) => (pattern === 0 ? [{ index, at: [1] }] : []));
  const turned = await ask({ edited: [...plus, { index: 60, at: [1] }] });
  expect(turned.sequences[0]!.F).toBeLessThan(0);
  expect(turned.sequences[1]).toEqual(frame.sequences[1]);
  expect(await ask()).toEqual(frame);
  await run.return();
});

test('the panel of scaling times the same trainings as the page', async () => {
  // Ten sequences to learn from, so that a step costs little.
  const few = { trainingSet: 10 } as const;
  const own = (await take({ ...few, relevantShare: 0.6, confusingShare: 0.1 }, 60)).at(-1)!;
  let point;
  for (const frame of await take({ ...few, scaling: true }, 115)) point ??= frame.scaling?.points[0];
  expect(point).toMatchObject({ signal: 0.5, gate: 'on', T: own.metrics.crossing });
});

const ends: Partial<Params>[] = [
  { relevantShare: 0.6, confusingShare: 0.4, tokenNoise: 2, stepSize: 4, trainingSet: 10 },
  { relevantShare: 0.2, confusingShare: 0, tokenNoise: 0, stepSize: 0.25, trainingSet: 400, gate: 'frozen' },
  { relevantShare: 0.3, confusingShare: 0.3, tokenNoise: 0 },
  { relevantShare: 0.2, confusingShare: 0.4, step: 0, token: 59 },
  { regime: 'locality', nearDistance: 4, farDistance: 2, tokenNoise: 2, localStepSize: 40 },
  { regime: 'locality', nearDistance: 2, farDistance: 2, localStepSize: 2, token: 59 },
  { regime: 'locality', edited: [{ index: 3, at: [1e9] }], farDistance: 8 },
];
test.each(ends)('ends: %j', async (change) => {
  for (const frame of await take(change, 25)) {
    const numbers = [
      ...Object.values(frame.metrics),
      ...frame.w,
      ...frame.sequences.flatMap(({ F, K, tokens }) => [F, ...K, ...tokens.map(({ gate }) => gate)]),
      ...frame.curve.flatMap(({ loss, accuracy, batch }) => [loss, accuracy, batch]),
    ];
    expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(describe(frame, params(change))).not.toMatch(/NaN|undefined|Infinity/);
    expect(table(frame).rows).toHaveLength(3 * frame.L);
  }
});

test('a state without a signal is said to have none, and one with the classes exchanged that they are', async () => {
  const says = async (change: Partial<Params>) => describe((await take(change, 1))[0]!, params(change));
  expect(await says({ relevantShare: 0.3, confusingShare: 0.3 })).toContain(
    'nothing tells the classes apart',
  );
  expect(await says({ regime: 'locality', nearDistance: 3, farDistance: 2 })).toContain('changed roles');
  expect(await says({})).not.toContain('roles');
});

test('a press takes a token through its patterns and back to how it was drawn', async () => {
  const [frame] = (await take({}, 1)) as [GatingFrame];
  expect([0, 1, 7].map((pattern) => nextPattern({ pattern, drawn: 7, gate: 0 }))).toEqual([1, 7, 0]);
  expect([0, 1, 2].map((pattern) => nextPattern({ pattern, drawn: 1, gate: 0 }))).toEqual([1, 2, 0]);
  const first = pressed(frame, [], 21);
  expect(first).toHaveLength(1);
  expect(pressed(frame, [{ index: 3, at: [0] }], 21)).toHaveLength(2);
  expect(pressed(frame, [], 999)).toEqual([]);
});

test('the block that is downloaded gives the gates that are shown', async () => {
  const frame = (await take({ tokenNoise: 0.5 }, 12)).at(-1)!;
  const onnx = await import('#lib/onnx/export.ts');
  const { bytes } = await exportTrained(frame, { lab, jax: await nodeJax(), onnx });
  const model = await openModel(await nodeOrt(), bytes, 'wasm');
  const { patterns, noise, L } = drawShown(lab, frame.regime);
  const out = await model.run({ X: float32(embed(patterns, noise, 0.5), [3, L, D]) });
  await model.release();
  const shown = frame.sequences.flatMap(({ tokens }) => tokens.map(({ gate }) => gate));
  shown.forEach((gate, at) => expect(floats(out.g)[at]).toBeCloseTo(gate, 5));
});

test('crossings, slopes and guides', () => {
  const points = [
    { t: 0, loss: 1 },
    { t: 10, loss: 0.7 },
    { t: 20, loss: 0.3 },
  ];
  expect(crossing(points, 0.5)).toBeCloseTo(15, 12);
  expect(crossing(points, 0.2)).toBeUndefined();
  expect(crossing(points, 2)).toBe(0);
  expect(logSlope([1, 2, 4], [16, 4, 1])).toBeCloseTo(-2, 12);
  const at = (signal: number) => ({ name: '', signal, gate: 'on' as const, T: 8 / signal ** 2 });
  const [on] = guides([at(0.1), at(0.2), at(0.4)]);
  expect(on?.constant).toBeCloseTo(8, 10);
  expect(on?.slope).toBeCloseTo(-2, 10);
  expect(guides([])).toEqual([]);
});

test('every claim quotes the abstract, and every step names a claim that there is', () => {
  const abstract = readFileSync(join(notebooksFolder, 'mamba-gating', 'abstract.md'), 'utf8');
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
