/**
 * The run as a reader meets it: geometry, training, frames, live parameters, the ends of every control, the graphs as
 * they are shipped and exported, and the phrases of the claims.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeLabs, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import claims from './claims.ts';
import { project, unproject, viewGrid, type Vector } from '#lib/charts/orthographic.ts';
import { exportTrained, recipes } from './model.ts';
import notebook from './notebook.ts';
import { drawPrompts, largest, QUERY } from './prompts.ts';
import { describe, simulate, table, type NearestFrame, type Params } from './simulation.ts';
import { cellEdges, circleEdges, dot3 } from './sphere.ts';
import { coordinates, trainFull, trainReduced } from './training.ts';

const labs = nodeLabs('one-nearest-neighbor');
const lab = labs.lab(0);
afterAll(() => labs.release());

const params = (change: Partial<Params> = {}): Params => ({ ...defaults(notebook.controls), ...change });

group('geometry', () => {
  const random = lab.random('geometry');
  const { x } = drawPrompts(random, 3, 9, 1, 'uniform');
  const points = Array.from({ length: 9 }, (_, i) => [...x.subarray(3 * i, 3 * i + 3)] as unknown as Vector);

  test('on an edge two points are nearest and equally near', () => {
    const edges = cellEdges(points);
    expect(edges.length).toBeLessThanOrEqual(3 * 9 - 6);
    for (const at of edges.flat()) {
      const near = points.map((point) => dot3(point, at)).sort((a, b) => b - a);
      expect(near[0]).toBeCloseTo(near[1] as number, 6);
    }
  });

  test('Euler: nine cells on the sphere have 21 edges; fewer than four points have great arcs', () => {
    expect(cellEdges(points)).toHaveLength(21);
    expect(cellEdges(points.slice(0, 3))).toHaveLength(3);
    expect(cellEdges([points[0] as Vector, points[0] as Vector])).toHaveLength(0);
    expect(circleEdges([[1, 0, 0], [0, 1, 0], [-1, 0, 0]]).map((a) => Math.round((a * 180) / Math.PI))).toEqual([45, 135, -90]); // prettier-ignore
  });

  test('projection and its inverse; every direction of the grid is a unit vector', () => {
    const camera = { longitude: 33, latitude: -71 };
    const { x, y, depth } = project(unproject(0.3, -0.5, camera), camera);
    expect([x, y]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(-0.5, 12)]);
    expect(depth).toBeGreaterThan(0);
    // 32-bit floats: unit length within a few of their 6·10⁻⁸.
    const grid = viewGrid(3, 16, camera);
    for (let i = 0; i < 256; i++) expect(Math.hypot(...grid.subarray(3 * i, 3 * i + 3))).toBeCloseTo(1, 6);
  });
});

group('training', () => {
  test('after one step the diagonal of full W has moved by a d-th of ξ₁', async () => {
    // ∂L/∂ξ₁ is the trace of ∂L/∂W over the x-block; the batch has sampled labels, so roughly.
    const reduced = await trainReduced(lab, { d: 3, N: 10, sigma: 3 });
    const full = await trainFull(lab, { d: 3, N: 10, sigma: 3 });
    await reduced.advance(2);
    await full.advance(2);
    const [xi1] = coordinates(reduced.weights(1));
    const [mean] = coordinates(full.weights(1));
    expect((3 * mean) / xi1).toBeGreaterThan(0.7);
    expect((3 * mean) / xi1).toBeLessThan(1.3);
    reduced.dispose();
    full.dispose();
  });

  test('goes to its end and no further, every step kept', async () => {
    const training = await trainReduced(lab, { d: 3, N: 4, sigma: 3 });
    await training.advance(3);
    expect(training.kept).toBe(3);
    await training.advance(5000);
    expect(training.kept).toBe(training.length + 1);
    expect(training.loss).toHaveLength(training.length + 1);
    training.dispose();
  });
});

group('the simulation', () => {
  /** The first frames of a run, without the way to its end. */
  async function take(change: Partial<Params>, count: number, seed = 0): Promise<NearestFrame[]> {
    const run = simulate(params(change), labs.lab(seed));
    const frames: NearestFrame[] = [];
    for (let i = 0; i < count; i++) {
      const next = await run.next(params(change));
      if (!next.done) frames.push(next.value);
    }
    await run.return();
    return frames;
  }

  test('starts as an average, and the same seed gives the same run', async () => {
    const [first, second] = [await take({}, 4), await take({}, 4)];
    expect(first[0]?.metrics.loss).toBeCloseTo(0.45, 3);
    expect(first[0]?.shown).toBe(0);
    expect(new Set(first[0]?.disc.values).size).toBe(1);
    expect(second.at(-1)).toEqual(first.at(-1));
    const other = await take({}, 4, 1);
    expect(other.at(-1)?.tokens).not.toEqual(first.at(-1)?.tokens);
  });

  test('while it trains it is examined on the first 2,000 prompts, at rest on all', async () => {
    const frames: NearestFrame[] = [];
    for await (const frame of runToEnd(simulate, params(), lab)) frames.push(frame);
    for (const { settled, tested } of frames) expect(tested).toBe(settled ? 20_000 : 2000);
    const [few, all] = [frames.findLast(({ tested }) => tested === 2000), frames.at(-1)] as NearestFrame[];
    // Two samples of one share: four standard errors of the smaller one, at the share of the layer’s end.
    const share = all?.metrics['agreement'] as number;
    const error = Math.sqrt((share * (1 - share)) / 2000);
    expect(Math.abs((few?.metrics['agreement'] as number) - share)).toBeLessThan(4 * error);
  });

  test('live parameters: step, camera, moved query, chosen layer, test set', async () => {
    const run = simulate(params(), lab);
    let frame: NearestFrame | undefined;
    for (let n = 0; !frame?.settled; n++) {
      frame = (await run.next(params())).value as NearestFrame;
      expect(n).toBeLessThan(200);
    }
    const ask = async (change: Partial<Params>) => (await run.next(params(change))).value as NearestFrame;
    expect(frame.shown).toBe(2000);
    expect((await ask({ step: 37 })).shown).toBe(37);
    const turned = await ask({ longitude: 90 });
    expect(turned.disc.values).not.toEqual(frame.disc.values);
    expect(turned.output).toBe(frame.output);
    const target = frame.tokens[4]?.at as Vector;
    const moved = await ask({
      moved: [
        { index: QUERY, at: target },
        { index: 29, at: [1, 0, 0] },
      ],
    });
    expect(moved.nearest).toBe(4);
    expect(moved.tokens[4]?.attention).toBeGreaterThan(0.9);
    const chosen = await ask({ layer: [{ index: 0, at: [0, 3] }] });
    expect(chosen.metrics.loss).toBeCloseTo(0.45, 3);
    expect((await ask({ testSet: 'shifted' })).metrics.agreement).not.toBe(frame.metrics.agreement);
    expect(await ask({})).toEqual(frame);
    await run.return();
  });

  test('a change in the midst of training is answered with what is trained, and training goes on', async () => {
    // Somebody moves the slider at the third look: after fifteen steps.
    let looks = 0;
    const newer = () => Promise.resolve(++looks === 3 ? params({ step: 7 }) : undefined);
    const run = simulate(params(), { ...lab, newer });
    const frames: NearestFrame[] = [];
    const pull = async (change: Partial<Params>) => {
      frames.push((await run.next(params(change))).value as NearestFrame);
    };
    // The first frame is one step; from step 200 on a frame is more than fifteen.
    for (looks = -Infinity; (frames.at(-1)?.trained ?? 0) < 200;) await pull({});
    const { trained } = frames.at(-1) as NearestFrame;
    looks = 0;
    await pull({});
    expect(frames.at(-1)).toMatchObject({ trained: trained + 15, shown: 7, settled: false });
    await pull({ step: 7 });
    expect(frames.at(-1)?.trained).toBe(Math.round((trained + 15) * 1.12));
    await run.return();
  });

  test('the paint agrees with the true cells where the layer is sure', async () => {
    const frame = await lastFrame(runToEnd(simulate, params({ longitude: 20, latitude: -35 }), lab));
    const { size, values } = frame.disc;
    const directions = viewGrid(3, size, frame.camera);
    let [sure, right] = [0, 0];
    for (let i = 0; i < size * size; i++) {
      const q = [...directions.subarray(3 * i, 3 * i + 3)] as unknown as Vector;
      const c = frame.tokens.slice(0, -1).map(({ at }) => dot3(at, q));
      if (Math.abs(values[i] as number) < 0.5) continue;
      sure++;
      if ((values[i] as number) * (frame.tokens[largest(c, 0, c.length)]?.label as number) > 0) right++;
    }
    expect(sure / size ** 2).toBeGreaterThan(0.8);
    expect(right).toBe(sure);
  });

  const extremes: Partial<Params>[] = [
    { dimension: 2, points: 3, maskStart: 0 },
    { dimension: 2, points: 30, training: 'full' },
    { dimension: 8, points: 30, maskStart: 6 },
    { dimension: 8, points: 3, training: 'full', maskStart: 0, testSet: 'shifted' },
    { dimension: 5, attention: 'linear', testSet: 'shifted' },
    { dimension: 2, points: 3, attention: 'linear' },
    { layer: [{ index: 0, at: [70, -10] }], latitude: 90, longitude: 180 },
    { layer: [{ index: 0, at: [-1e6, 1e6] }], latitude: -90 },
    {
      moved: [
        { index: 0, at: [0, 0, 0] },
        { index: QUERY, at: [0, 0, 1] },
      ],
    },
  ];
  test.each(extremes)('extremes: %j', async (change) => {
    for (const frame of await take(change, 4)) {
      const numbers = [
        ...Object.values(frame.metrics),
        ...frame.disc.values,
        ...frame.ring.values,
        ...frame.weights,
        ...frame.tokens.flatMap(({ at, cosine, attention }) => [...at, cosine, attention]),
        ...frame.edges.flat(2),
      ];
      expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
      expect(describe(frame, params(change))).not.toMatch(/NaN|undefined|Infinity/);
      expect(table(frame).rows).toHaveLength(frame.points + 1);
    }
  });
});

test('the layer that is downloaded gives the attention that is shown', async () => {
  const run = simulate(params(), lab);
  let frame = (await run.next(params())).value as NearestFrame;
  while (frame.shown < 20) frame = (await run.next(params())).value as NearestFrame;
  await run.return();
  const jax = await nodeJax();
  const onnx = await import('#lib/onnx/export.ts');
  const { file, bytes } = await exportTrained(frame, { lab, jax, onnx });
  expect(file).toBe('nearest_neighbor_layer');
  const model = await openModel(await nodeOrt(), bytes, 'wasm');
  // In the coordinates of the picture: the layer does not care how the sphere is turned.
  const points = frame.tokens.slice(0, -1);
  const out = await model.run({
    H: float32(
      points.flatMap(({ at, label }) => [...at, label, 0]),
      [10, 5],
    ),
    Q: float32([...(frame.tokens.at(-1)?.at ?? []), 0, 1], [1, 5]),
  });
  await model.release();
  frame.tokens.forEach(({ attention }, i) => expect(floats(out.attn)[i]).toBeCloseTo(attention, 5));
  expect(floats(out.yhat)[0]).toBeCloseTo(frame.output, 5);
});

test('every claim quotes the abstract, and every step names a claim that there is', () => {
  const abstract = readFileSync(join(notebooksFolder, 'one-nearest-neighbor', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  const ids = claims.map(({ id }) => id);
  for (const { claim } of notebook.steps) if (claim !== undefined) expect(ids).toContain(claim);
});

test('every graph is small and answers its golden input with finite numbers', async () => {
  for (const { file, golden } of recipes) {
    const out = await (await lab.model(file)).run(golden(labs.lab(0)));
    for (const name of Object.keys(out)) expect(floats(out[name]).every(Number.isFinite)).toBe(true);
  }
});
