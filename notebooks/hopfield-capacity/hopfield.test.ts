/** The memory, the sphere and the letters against closed forms. */
import { afterAll, describe as group, expect, test } from 'vitest';
import { project, unproject, viewGrid } from '#lib/charts/orthographic.ts';
import { exactCode, rootCodes } from './codes.ts';
import {
  attend,
  energy,
  featureMap,
  gram,
  retrieve,
  rowOf,
  separations,
  settle,
  type Memories,
} from './hopfield.ts';
import { letterMatrix, NAMES, pixels, PIXELS } from './letters.ts';
import { dragged, eigen, gramInverse } from './linear.ts';
import { angleOf } from './simulation.ts';
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
import { randomWeights } from './world.ts';
import { cloud, labs, plainEnergy } from './testing.ts';

afterAll(() => labs.release());

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
});
