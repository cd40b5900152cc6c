import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeLabs, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import { normals } from '#lib/lab/random.ts';
import { openModel } from '#lib/lab/onnx.ts';
import * as onnx from '#lib/onnx/export.ts';
import { project, unproject, viewGrid } from './camera.ts';
import claims from './claims.ts';
import { exactCode, rootCodes } from './codes.ts';
import {
  attend,
  countStored,
  energy,
  feature,
  featureMap,
  gram,
  recallAll,
  retrieve,
  rowOf,
  separations,
  settle,
  type Memories,
} from './hopfield.ts';
import { flipped, letterMatrix, NAMES, pixels, PIXELS, unit } from './letters.ts';
import { dragged, eigen, gramInverse } from './linear.ts';
import { exportTrained } from './model.ts';
import notebook from './notebook.ts';
import { angleOf, describe, simulate, table, type HopfieldFrame, type Params } from './simulation.ts';
import {
  capFraction,
  codeBounds,
  evenPoints,
  optimalAngle,
  packingAngle,
  randomPoints,
  sufficientSeparation,
} from './sphere.ts';
import { slope } from './study-codes.ts';
import { wellDistance } from './study-merging.ts';
import { summarizeRate } from './study-rate.ts';
import { ADAM, adamStep, separationLoss } from './uhop.ts';
import { randomWeights } from './world.ts';

const labs = nodeLabs('hopfield-capacity');
afterAll(() => labs.release());

const base: Params = { ...defaults(notebook.controls), study: 'recall' };
const run = (change: Partial<Params> = {}, seed = 0): Promise<HopfieldFrame> =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));
const cloud = (M: number, D: number, purpose = 'test'): Memories => {
  const random = labs.lab(1).random(purpose);
  return { Y: randomPoints(() => random.normal(), D, M), M, D };
};

/** E written down once more from the paper's formula, in plain float64 and without taking out the largest term. */
const plainEnergy = ({ Y, M, D }: Memories, y: ArrayLike<number>, beta: number): number => {
  let sum = 0;
  let norm = 0;
  for (let d = 0; d < D; d++) norm += y[d]! ** 2;
  for (let mu = 0; mu < M; mu++) {
    let dot = 0;
    for (let d = 0; d < D; d++) dot += Y[mu * D + d]! * y[d]!;
    sum += Math.exp(beta * dot);
  }
  return norm / 2 - Math.log(sum) / beta;
};

group('the memory', () => {
  test('the energy is that of the paper, and large β does not overflow', () => {
    const memories = cloud(7, 3);
    const y = new Float64Array([0.3, -0.8, 0.2]);
    for (const beta of [1, 10, 60])
      expect(energy(memories, y, beta)).toBeCloseTo(plainEnergy(memories, y, beta), 12);
    expect(energy(memories, rowOf(memories.Y, 0, 3), 1e6)).toBeCloseTo(-0.5, 4);
  });

  test('T is y − ∇E, by central differences', () => {
    const memories = cloud(6, 3);
    const y = new Float64Array([0.2, 0.5, -0.4]);
    const next = y.slice();
    retrieve(memories, next, 7, new Float64Array(6));
    for (let d = 0; d < 3; d++) {
      const shifted = (h: number) => y.map((x, i) => (i === d ? x + h : x));
      const slopeAt = (energy(memories, shifted(1e-5), 7) - energy(memories, shifted(-1e-5), 7)) / 2e-5;
      expect(next[d]).toBeCloseTo(y[d]! - slopeAt, 8);
    }
  });

  /** Largest rise of E along retrieval from 200 points. */
  const largestRise = (
    step: (memories: Memories, y: Float64Array, beta: number, p: Float64Array) => void,
  ) => {
    const memories = cloud(12, 3);
    const starts = evenPoints(3, 200);
    let rise = -Infinity;
    for (let i = 0; i < 200; i++) {
      const y = starts.slice(3 * i, 3 * i + 3);
      const p = new Float64Array(12);
      for (let n = 0; n < 30; n++) {
        const before = energy(memories, y, 10);
        step(memories, y, 10, p);
        rise = Math.max(rise, energy(memories, y, 10) - before);
      }
    }
    return rise;
  };

  test('the energy never rises along T', () => {
    expect(largestRise(retrieve)).toBeLessThan(1e-14);
  });

  test('mutant: a map without the softmax’s norm, and one that jumps to the nearest memory, raise the energy', () => {
    const unscaled = (memories: Memories, y: Float64Array, beta: number, p: Float64Array) => {
      retrieve(memories, y, beta, p);
      for (let d = 0; d < 3; d++) y[d] = 1.5 * y[d]!;
    };
    const nearest = (memories: Memories, y: Float64Array, beta: number, p: Float64Array) => {
      attend(memories, y, beta, p);
      y.set(rowOf(memories.Y, p.indexOf(Math.max(...p)), 3));
    };
    expect(largestRise(unscaled)).toBeGreaterThan(1e-3);
    expect(largestRise(nearest)).toBeGreaterThan(1e-3);
  });

  test('a pair merges at βΔ = 2 and not at another number', () => {
    const pair = (beta: number, ratio: number): Memories => {
      const angle = Math.acos(1 - ratio / beta);
      return { Y: new Float64Array([1, 0, 0, Math.cos(angle), Math.sin(angle), 0]), M: 2, D: 3 };
    };
    for (const beta of [5, 10, 20]) {
      expect(wellDistance(pair(beta, 1.99), 0, 1, beta)).toBeLessThan(0.01);
      expect(wellDistance(pair(beta, 2.01), 0, 1, beta)).toBeGreaterThan(0.02);
    }
  });

  test('above the sufficient separation the ball of radius 1/(2β) maps into itself', () => {
    const { Y, M, D } = exactCode(3, 12)!;
    const memories = { Y, M, D };
    const beta = 20;
    expect(sufficientSeparation(beta, M)).toBeLessThan(1 - Math.cos(optimalAngle(3, 12)!));
    const radius = 1 / (2 * beta);
    for (const direction of [...Array(40).keys()]) {
      const way = evenPoints(3, 40).subarray(3 * direction, 3 * direction + 3);
      const y = Float64Array.from([0, 1, 2], (d) => Y[d]! + radius * way[d]!);
      retrieve(memories, y, beta, new Float64Array(M));
      expect(Math.hypot(...y.map((x, d) => x - Y[d]!))).toBeLessThan(radius);
    }
  });

  test('below β = D the mean state of a symmetric code is stable, above it is not', () => {
    const { Y, M, D } = exactCode(3, 12)!;
    const end = (beta: number) =>
      Math.hypot(...settle({ Y, M, D }, new Float64Array([0.02, 0.01, 0.015]), beta, 5000).y);
    expect(end(2.9)).toBeLessThan(1e-3);
    expect(end(3.3)).toBeGreaterThan(0.1);
  });
});

group('the sphere', () => {
  test('cap fractions: closed forms, a simulation, and continuity of the series', () => {
    for (const phi of [0.01, 0.19, 0.5, 1.2, Math.PI / 2, 3]) {
      expect(capFraction(2, phi)).toBeCloseTo(phi / Math.PI, 12);
      expect(capFraction(3, phi)).toBeCloseTo((1 - Math.cos(phi)) / 2, 12);
      expect(capFraction(4, phi)).toBeCloseTo((phi - Math.sin(phi) * Math.cos(phi)) / Math.PI, 6);
    }
    const random = labs.lab(3).random('caps');
    const points = randomPoints(() => random.normal(), 7, 20_000);
    let inside = 0;
    for (let i = 0; i < 20_000; i++) if (points[7 * i]! > Math.cos(1)) inside++;
    expect(inside / 20_000).toBeCloseTo(capFraction(7, 1), 2);
    for (const D of [5, 8]) expect(capFraction(D, 0.1999999) / capFraction(D, 0.2000001)).toBeCloseTo(1, 3);
  });

  test('the table of Tammes lies between the bounds, and regular figures reach it', () => {
    for (let M = 4; M <= 24; M++) {
      const angle = optimalAngle(3, M)!;
      expect(angle).toBeLessThanOrEqual(packingAngle(3, M) + 1e-9);
      expect(codeBounds(3, angle + 1e-6).lower).toBeLessThanOrEqual(M + 1);
      if (M > 4) expect(angle).toBeLessThanOrEqual(optimalAngle(3, M - 1)! + 1e-12);
    }
    for (const [D, M] of [
      [3, 4],
      [3, 6],
      [3, 12],
      [2, 7],
      [8, 9],
      [5, 10],
    ] as const) {
      const code = exactCode(D, M)!;
      const smallest = Math.min(...separations(gram(code), M));
      expect(angleOf(smallest)).toBeCloseTo((optimalAngle(D, M)! * 180) / Math.PI, 6);
    }
  });

  test('the root systems have their sizes, lie on the sphere and have Δ = ½', () => {
    const codes = rootCodes();
    expect(codes.map(({ M }) => M)).toEqual([6, 12, 24, 40, 72, 126, 240]);
    for (const code of codes) {
      expect(code.Y.length).toBe(code.M * code.D);
      const G = gram(code);
      for (let i = 0; i < code.M; i++) expect(G[i * code.M + i]).toBeCloseTo(1, 12);
      for (const delta of separations(G, code.M)) expect(delta).toBeCloseTo(0.5, 12);
    }
  });

  test('slopes of ln M and of the bounds over D = 2…8', () => {
    const codes = rootCodes();
    expect(slope(codes.map(({ D, M }) => [D, Math.log(M)]))).toBeCloseTo(0.602, 3);
    const bound = (side: 'lower' | 'upper') =>
      slope(codes.map(({ D }) => [D, Math.log(codeBounds(D, Math.PI / 3)[side])]));
    expect(bound('lower')).toBeCloseTo(0.225, 3);
    expect(bound('upper')).toBeCloseTo(0.809, 3);
  });

  test('the camera is a rotation: what is unprojected projects back', () => {
    for (const camera of [
      { longitude: 30, latitude: 20 },
      { longitude: -170, latitude: 90 },
    ]) {
      const point = unproject(0.3, -0.6, camera);
      expect(Math.hypot(...point)).toBeCloseTo(1, 12);
      const { x, y, depth } = project(point, camera);
      expect([x, y]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(-0.6, 12)]);
      expect(depth).toBeGreaterThan(0);
    }
    const grid = viewGrid(3, 8, { longitude: 0, latitude: 0 });
    for (let i = 0; i < 64; i++) expect(Math.hypot(...grid.subarray(3 * i, 3 * i + 3))).toBeCloseTo(1, 6);
  });
});

group('the letters and their map', () => {
  test('the letters are as correlated as the specification says', () => {
    const G = (M: number) => gram({ Y: letterMatrix(M), M, D: PIXELS });
    const pairs = (M: number) => Array.from(G(M)).filter((_, i) => Math.floor(i / M) < i % M);
    expect(pairs(12).reduce((a, b) => a + b, 0) / 66).toBeCloseTo(0.31, 2);
    expect(Math.max(...pairs(12))).toBeCloseTo(0.77, 2);
    expect(Math.max(...pairs(24))).toBeCloseTo(0.89, 2);
    const rank = (M: number) => eigen(G(M), M).values.filter((value) => value > 1e-9).length;
    expect(rank(20)).toBe(20);
    // From U on the letters depend on each other: A + U = H + O, so that W can't move each of them freely.
    expect(rank(24)).toBe(23);
    const letter = (name: string) => pixels(NAMES.indexOf(name));
    letter('A').forEach((a, k) => expect(a + letter('U')[k]!).toBe(letter('H')[k]! + letter('O')[k]!));
  });

  test('a dragged pin is where Φ puts the letter, and the others stay', () => {
    const X = letterMatrix(12);
    const W = randomWeights(labs.lab(0), 3);
    const at = [0.6, 0, 0.8];
    const moved = dragged(W, X, gramInverse(X, 12), 12, [{ index: 4, at }]);
    const before = featureMap(X, 12, W, 3).Y;
    const after = featureMap(X, 12, moved, 3).Y;
    for (let mu = 0; mu < 12; mu++) {
      const expected = mu === 4 ? at : [...rowOf(before, mu, 3)];
      expect([...rowOf(after, mu, 3)]).toEqual(expected.map((x) => expect.closeTo(x, 9)));
    }
  });

  test('frames show Φ recomputed from W, with pins dragged or not', async () => {
    const frame = await run({ pins: [{ index: 2, at: [0, 0, 1] }] });
    const again = featureMap(letterMatrix(12), 12, frame.weights, 3).Y;
    expect([...again]).toEqual([...frame.pins]);
    expect([...rowOf(frame.pins, 2, 3)]).toEqual([0, 0, 1].map((x) => expect.closeTo(x, 9)));
  });
});

group('graphs against float64 and jax-js', () => {
  const memories = cloud(9, 3, 'graph');
  const points = Float32Array.from(evenPoints(3, 50));
  const inputs = { q: float32(points, [50, 3]), Y: float32(memories.Y, [9, 3]), beta: scalar(10) };

  test('field.onnx', async () => {
    const { E, T, P } = await (await labs.lab(0).model('field')).run(inputs);
    for (let i = 0; i < 50; i++) {
      const y = Float64Array.from(points.subarray(3 * i, 3 * i + 3));
      expect(floats(E)[i]).toBeCloseTo(plainEnergy(memories, y, 10), 5);
      const p = new Float64Array(9);
      retrieve(memories, y, 10, p);
      for (let d = 0; d < 3; d++) expect(floats(T)[3 * i + d]).toBeCloseTo(y[d]!, 5);
      for (let mu = 0; mu < 9; mu++) expect(floats(P)[9 * i + mu]).toBeCloseTo(p[mu]!, 5);
    }
  });

  test('the energy on the globe is the energy, not the distance to the nearest memory', async () => {
    const { landscape, pins } = await run();
    const { size, energy: E } = landscape!;
    const grid = viewGrid(3, size, { longitude: base.longitude, latitude: base.latitude });
    for (let i = 0; i < size * size; i += 997) {
      const y = Float64Array.from(grid.subarray(3 * i, 3 * i + 3));
      expect(E[i]).toBeCloseTo(plainEnergy({ Y: pins, M: 12, D: 3 }, y, base.beta), 4);
    }
  });

  test('settle.onnx', async () => {
    const { settled, P } = await (await labs.lab(0).model('settle')).run(inputs);
    for (let i = 0; i < 50; i++) {
      const { y, p } = settle(memories, Float64Array.from(points.subarray(3 * i, 3 * i + 3)), 10, 60);
      for (let d = 0; d < 3; d++) expect(Math.abs(floats(settled)[3 * i + d]! - y[d]!)).toBeLessThan(2e-3);
      expect(Math.abs(floats(P)[9 * i]! - p[0]!)).toBeLessThan(1e-2);
    }
  });

  test('uhop_step.onnx equals jax-js, and its loss and step a second implementation in float64', async () => {
    const jax = await nodeJax();
    const { numpy: np } = jax;
    const X = letterMatrix(12);
    const random = labs.lab(0).random('step');
    const [W, m] = [0, 1].map(() => normals(random, PIXELS * 3)) as [Float32Array, Float32Array];
    const v = normals(random, PIXELS * 3).map((x) => x * x);
    const shape = [PIXELS, 3];
    const model = await labs.lab(0).model('uhop_step');
    const outputs = await model.run({
      W: float32(W, shape),
      m: float32(m, shape),
      v: float32(v, shape),
      X: float32(X, [12, PIXELS]),
      tau: scalar(0.1),
      lr: scalar(0.05),
      t: scalar(3),
    });
    const array = (data: ArrayLike<number>, rows: number, columns: number) =>
      np.array(Float32Array.from(data)).reshape([rows, columns]);
    const made = adamStep(
      jax,
      ...([array(W, PIXELS, 3), array(m, PIXELS, 3), array(v, PIXELS, 3), array(X, 12, PIXELS)] as const),
      np.array(0.1),
      np.array(0.05),
      np.array(3),
    );
    for (const [i, name] of ['W_next', 'm_next', 'v_next', 'loss', 'Y'].entries()) {
      const expected = made[i]!.dataSync();
      floats(outputs[name]).forEach((x, k) => expect(Math.abs(x - expected[k]!)).toBeLessThan(1e-5));
    }
    const loss = plainLoss(Float64Array.from(W), X, 12, 0.1);
    expect(floats(outputs['loss'])[0]).toBeCloseTo(loss, 5);
    expect(floats(outputs['W_next'])[7]).toBeCloseTo(plainStep(W, m, v, X, 7, 3), 4);
  });

  /** L_τ from its definition, in float64. */
  const plainLoss = (W: Float64Array, X: Float64Array, M: number, tau: number): number => {
    const G = gram(featureMap(X, M, W, W.length / PIXELS));
    let sum = 0;
    for (let mu = 0; mu < M; mu++) for (let nu = 0; nu < mu; nu++) sum += Math.exp(G[mu * M + nu]! / tau);
    return tau * Math.log(sum / ((M * (M - 1)) / 2));
  };

  /** Entry k of W after Adam step t, with the gradient by central differences. */
  const plainStep = (
    W: Float32Array,
    m: Float32Array,
    v: Float32Array,
    X: Float64Array,
    k: number,
    t: number,
  ): number => {
    const at = (h: number) =>
      plainLoss(
        Float64Array.from(W, (x, i) => (i === k ? x + h : x)),
        X,
        12,
        0.1,
      );
    const gradient = (at(1e-5) - at(-1e-5)) / 2e-5;
    const first = (ADAM.beta1 * m[k]! + (1 - ADAM.beta1) * gradient) / (1 - ADAM.beta1 ** t);
    const second = (ADAM.beta2 * v[k]! + (1 - ADAM.beta2) * gradient ** 2) / (1 - ADAM.beta2 ** t);
    return W[k]! - (0.05 * first) / (Math.sqrt(second) + ADAM.epsilon);
  };

  test('the loss tends to the largest cosine as τ → 0', async () => {
    const jax = await nodeJax();
    const { numpy: np } = jax;
    const X = letterMatrix(8);
    const W = randomWeights(labs.lab(0), 3);
    const loss = separationLoss(
      jax,
      np.array(Float32Array.from(W)).reshape([PIXELS, 3]),
      np.array(Float32Array.from(X)).reshape([8, PIXELS]),
      np.array(0.001),
    );
    const worst = 1 - Math.min(...separations(gram(featureMap(X, 8, W, 3)), 8));
    expect(Math.abs((loss.js() as number) - worst)).toBeLessThan(0.005);
  });

  test('the trained retrieval layer recalls letters from pixels', async () => {
    const frame = await run({ featureMap: 'exact' });
    const jax = await nodeJax();
    const { bytes } = await exportTrained(frame, { lab: labs.lab(0), jax, onnx });
    const model = await openModel(await nodeOrt(), bytes, 'wasm');
    const noisy = flipped(pixels(3), [4]);
    const { P } = await model.run({ letters: float32(noisy, [1, PIXELS]), beta: scalar(10) });
    const p = new Float64Array(12);
    const W = frame.weights;
    attend({ Y: frame.pins, M: 12, D: 3 }, feature(unit(noisy), W, 3), 10, p);
    floats(P).forEach((x, mu) => expect(x).toBeCloseTo(p[mu]!, 4));
    await model.release();
  });
});

group('the simulation', () => {
  test('learning stores every letter, in the angle of an icosahedron', async () => {
    const frame = await run({ featureMap: 'U-Hop+' });
    expect(frame.metrics['stored']).toBe(12);
    expect(frame.metrics['optimality']).toBeGreaterThan(0.99);
    expect(frame.training?.separations).toHaveLength(5);
    expect(countStored(recallAll({ Y: frame.pins, M: 12, D: 3 }, 10).stored)).toBe(12);
  });

  test('a run is a function of its seed', async () => {
    const [a, b, c] = [await run({}, 4), await run({}, 4), await run({}, 5)];
    expect(a.metrics).toEqual(b.metrics);
    expect([...a.landscape!.energy]).toEqual([...b.landscape!.energy]);
    expect([...a.pins]).not.toEqual([...c.pins]);
  });

  test('live parameters are answered by the next frame', async () => {
    const frames = simulate(base, labs.lab(0));
    let frame = (await frames.next(base)).value as HopfieldFrame;
    while (!frame.settled) frame = (await frames.next(base)).value as HopfieldFrame;
    const ask = async (change: Partial<Params>) =>
      (await frames.next({ ...base, ...change })).value as HopfieldFrame;
    expect((await ask({ beta: 40 })).separation.merging).toBeCloseTo(0.05, 12);
    const turned = await ask({ longitude: -120 });
    expect([...turned.landscape!.energy]).not.toEqual([...frame.landscape!.energy]);
    expect(turned.landscape!.low).toBe(frame.landscape!.low);
    expect((await ask({ noise: 8 })).query.flips).toHaveLength(8);
    expect((await ask({ drawn: [0, 1] })).query.flips.length).toBeGreaterThan(0);
    expect((await ask({ layer: 'basins' })).basins).not.toBeNull();
    const pinned = await ask({ pins: [{ index: 0, at: [1, 0, 0] }] });
    expect(pinned.pins[0]).toBeCloseTo(1, 9);
    await frames.return();
  });

  test('at β = 3 even the icosahedron keeps nothing; at β = 60 everything', async () => {
    expect((await run({ featureMap: 'exact', beta: 2.9 })).metrics['stored']).toBe(0);
    expect((await run({ featureMap: 'exact', beta: 60 })).metrics['stored']).toBe(12);
  });

  test('extremes of every control give finite numbers', async () => {
    const extremes: Partial<Params>[] = [
      { memories: 2, dimension: 2, beta: 1 },
      { memories: 24, dimension: 16, beta: 60, noise: 8 },
      { memories: 24, dimension: 2, featureMap: 'U-Hop+', tauEnd: 1, layer: 'basins' },
      { memories: 2, dimension: 3, featureMap: 'U-Hop+', tauEnd: 0.02, layer: 'flow' },
      { memories: 24, dimension: 3, featureMap: 'exact', noise: 0, query: 'X' },
      { longitude: 180, latitude: -90, query: 'X', drawn: [0, 34] },
      { pins: [{ index: 23, at: [0, 0, 0] }], memories: 24 },
    ];
    for (const change of extremes) {
      const frame = await run(change);
      const numbers = [...Object.values(frame.metrics), ...frame.pins, ...frame.query.p];
      expect(numbers.every(Number.isFinite), JSON.stringify(change)).toBe(true);
      expect(frame.landscape?.energy.every(Number.isFinite) ?? true).toBe(true);
      expect(describe(frame, { ...base, ...change })).toMatch(/of \d+ are stored/);
      expect(table(frame).rows).toHaveLength(frame.memories);
    }
  });

  test('the rate study: a gap of 3/n is bounded by 3, and 1/√n is not bounded by 8', () => {
    const losses = (gap: (n: number) => number) => Array.from({ length: 5000 }, (_, n) => (n ? gap(n) : 1));
    expect(summarizeRate(losses((n) => 3 / n)).bound).toBeLessThan(3.01);
    expect(summarizeRate(losses((n) => 1 / Math.sqrt(n))).bound).toBeGreaterThan(8);
  });
});

test('claims quote the abstract word for word', async () => {
  const abstract = await readFile(join(notebooksFolder, 'hopfield-capacity', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
});
