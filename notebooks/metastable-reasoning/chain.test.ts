// The graph of statements and exact facts of its chain: closed forms, limits, and the ONNX solver.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  allHittingTimes,
  clusterTimes,
  hittingTimes,
  jumpRates,
  meanTime,
  metaTimes,
  stationary,
} from './chain.ts';
import { hittingByGraph } from './exact.ts';
import { cumulative, kernel, nextOf } from './graph.ts';
import { solve } from './linear.ts';
import { chainOf, cliques, graphOf, labs } from './testing.ts';

afterAll(() => labs.release());

const relative = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => (b[i] === 0 ? Math.abs(value) : Math.abs(value / b[i]! - 1))));

describe('elimination', () => {
  test('solves random systems and refuses singular ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const random = labs.lab(seed).random('system');
        const A = Float64Array.from({ length: n * n }, () => random.normal());
        const x = Float64Array.from({ length: n }, () => random.normal());
        const b = Float64Array.from({ length: n }, (_, i) => x.reduce((s, v, j) => s + A[i * n + j]! * v, 0));
        const found = solve(A, b, n);
        // Residuals are small whatever the condition number is.
        found.forEach((_, i) => {
          const Ax = found.reduce((s, v, j) => s + A[i * n + j]! * v, 0);
          const size = found.reduce((s, v, j) => s + Math.abs(A[i * n + j]! * v), 0);
          expect(Math.abs(Ax - b[i]!)).toBeLessThan(1e-12 * (1 + size) * n);
        });
      }),
      { numRuns: 50, seed: 36 },
    );
    expect(() => solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1), 2)).toThrow('singular');
  });
});

describe('the graph', () => {
  test('rows are laws, edges leave their clusters, no statement has two', () => {
    for (const [clusters, size] of [
      [3, 4],
      [6, 8],
      [10, 16],
      [10, 4],
    ] as const) {
      const graph = graphOf(3, clusters, size);
      const N = clusters * size;
      expect(graph.edges).toHaveLength(2 * clusters + 3);
      expect(new Set(graph.edges.map(({ from }) => from)).size).toBe(graph.edges.length);
      for (const { from, to } of graph.edges) expect(Math.floor(from / size)).not.toBe(Math.floor(to / size));
      const P = kernel(graph, 0.05);
      for (let x = 0; x < N; x++) {
        expect(P[x * N + x]).toBe(0);
        expect(P.subarray(x * N, (x + 1) * N).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      }
    }
  });

  test('ε changes no draw: the same statements, the same edges', () => {
    const [a, b] = [chainOf(2, 0.01), chainOf(2, 0.1)];
    expect(a.graph).toEqual(b.graph);
    expect(a.P).not.toEqual(b.P);
  });

  test('sampling follows the rows, to the last statement too', () => {
    const { P, N, graph } = chainOf(1, 0.1);
    const cdf = cumulative(P, N);
    const random = labs.lab(0).random('samples');
    const rows = [...graph.edges.map(({ from }) => from), 5];
    for (const x of rows) {
      const counts = new Float64Array(N);
      for (let i = 0; i < 4000; i++) counts[nextOf(cdf, N, x, random.uniform())]!++;
      for (let y = 0; y < N; y++) {
        const p = P[x * N + y]!;
        if (p === 0) expect(counts[y]).toBe(0);
        else expect(Math.abs(counts[y]! / 4000 - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 4000));
      }
    }
    expect(graph.edges.some(({ to }) => to === N - 1)).toBe(true);
  });
});

describe('exact times', () => {
  test('two uniform cliques with one edge have their closed form', () => {
    for (const [size, epsilon] of [
      [4, 0.1],
      [16, 0.001],
    ] as const) {
      const graph = cliques(size);
      const h = hittingTimes(kernel(graph, epsilon), graph, 1);
      // h_x = 1 + (1 − ε)h_o at the source, h_o = M − 1 + h_x elsewhere.
      const source = (1 + (1 - epsilon) * (size - 1)) / epsilon;
      expect(h[0]! / source).toBeCloseTo(1, 9);
      expect(h[1]! / (size - 1 + source)).toBeCloseTo(1, 9);
      expect(h[size]).toBe(0);
    }
  });

  test('π is stationary in every cluster', () => {
    const graph = graphOf(4);
    const pi = stationary(graph);
    for (let y = 0; y < 48; y++) {
      const next = pi.reduce((sum, p, x) => sum + p * graph.inside[x * 48 + y]!, 0);
      expect(next).toBeCloseTo(pi[y]!, 13);
    }
    expect(pi.reduce((a, b) => a + b, 0)).toBeCloseTo(6, 12);
  });

  test('the averaging limit: εH/θ → 1, its error proportional to ε', () => {
    const error = (epsilon: number) => {
      const { graph, P } = chainOf(0, epsilon);
      const pi = stationary(graph);
      const H = clusterTimes(allHittingTimes(P, graph), pi, graph);
      const theta = metaTimes(jumpRates(graph, pi), 6);
      const ratios = Array.from(H, (time, i) => (i % 7 === 0 ? 1 : (epsilon * time) / theta[i]!));
      return Math.max(...ratios.map((ratio) => Math.abs(ratio - 1)));
    };
    const [large, small] = [error(0.004), error(0.0004)];
    expect(small).toBeLessThan(0.002);
    expect(large / small).toBeGreaterThan(8);
    expect(large / small).toBeLessThan(12);
  });

  test('the jump process: a cycle of equal rates, a dead end, an island', () => {
    // One way round: from k to l it takes (l − k mod 3) jumps of mean 1/2.
    const cycle = metaTimes(Float64Array.of(0, 2, 0, 0, 0, 2, 2, 0, 0), 3);
    expect([...cycle]).toEqual([0, 0.5, 1, 1, 0, 0.5, 0.5, 1, 0]);
    const dead = metaTimes(Float64Array.of(0, 1, 1, 0, 0, 0, 0, 1, 0), 3);
    // From 0 the walk may fall into 1 for ever before it sees 2.
    expect(dead[2]).toBe(Infinity);
    expect(dead[1]).toBeCloseTo(1, 12);
    expect(dead[3]).toBe(Infinity);
  });

  test('hit.onnx with two refinements is exact to 0.1% at the ends of the controls', async () => {
    const model = await labs.lab(0).model('hit');
    for (const [clusters, size, epsilon] of [
      [6, 8, 0.02],
      [3, 4, 0.1],
      [10, 16, 0.001],
      [3, 16, 0.001],
    ] as const) {
      const { graph, P } = chainOf(1, epsilon, clusters, size);
      const exact = allHittingTimes(P, graph);
      expect(relative(await hittingByGraph(model, P, graph), exact)).toBeLessThan(1e-3);
    }
  });

  test('H̄ of the default graph is near θ̄/ε and a mutant with two edges per source is not', () => {
    const { graph, P } = chainOf(0);
    const pi = stationary(graph);
    const theta = metaTimes(jumpRates(graph, pi), 6);
    const predicted = theta.reduce((a, b) => a + b, 0) / 30 / 0.02;
    expect(meanTime(allHittingTimes(P, graph), graph) / predicted).toBeCloseTo(1, 1);
    const mutant = {
      ...graph,
      edges: graph.edges.map((edge, i) => (i % 2 ? { ...edge, from: graph.edges[i - 1]!.from } : edge)),
    };
    expect(meanTime(allHittingTimes(kernel(mutant, 0.02), mutant), mutant) / predicted).not.toBeCloseTo(1, 1);
  });
});
