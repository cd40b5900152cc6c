// Search, sharpening, distillation and the local learner: what they find, and mutants that must be caught.
import { afterAll, describe, expect, test } from 'vitest';
import { clusterTimes, allHittingTimes, jumpRates, stationary } from './chain.ts';
import { compare, distil, median, recoverClusters } from './distil.ts';
import { cumulative, nextOf } from './graph.ts';
import { localAccuracies } from './local.ts';
import { logit } from './model.ts';
import { Search, exploreSteps, judge, patience } from './search.ts';
import { CLIP, Sharpening, growthOf } from './sharpen.ts';
import { chainOf, graphOf, labs } from './testing.ts';
import { Walk, WALKERS } from './walk.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';

afterAll(() => labs.release());

function searched(seed: number, rollouts: number, epsilon = 0.02) {
  const { graph, P, N } = chainOf(seed, epsilon);
  const search = new Search(cumulative(P, N), labs.lab(seed).random('search'), graph.size, epsilon);
  for (let i = 0; i < rollouts; i++) search.rollout();
  return { search, graph, P, N };
}

describe('search', () => {
  test('explores ⌈2M ln M⌉ steps, then waits at most 2M/ε', () => {
    expect([exploreSteps(8), patience(8, 0.02)]).toEqual([34, 800]);
    const { search } = searched(0, 100);
    expect(search.visits.reduce((a, b) => a + b, 0)).toBe(3400);
    expect(search.steps).toBeLessThanOrEqual(100 * (34 + 800));
  });

  test('finds all rare edges with 400 rollouts, and not with 25', () => {
    const many = searched(0, 400);
    expect(judge(many.search.accepted, many.graph.edges)).toEqual({ right: 15, wrong: 0 });
    const few = searched(0, 25);
    expect(judge(few.search.accepted, few.graph.edges).right).toBeLessThan(8);
  });

  test('a mutant that does not explore first takes ordinary steps for insights', () => {
    const { P, N } = chainOf(0);
    // M = 1.2 stands for no exploration: T₀ = 1 step.
    const hasty = new Search(cumulative(P, N), labs.lab(0).random('search'), 1.2, 0.02);
    for (let i = 0; i < 400; i++) hasty.rollout();
    const { right, wrong } = judge(hasty.accepted, graphOf(0).edges);
    expect(wrong).toBeGreaterThan(5 * right);
  });
});

describe('PPO-Clip', () => {
  test('ppo.onnx takes the step that the objective’s gradient says, in float64', async () => {
    const { graph, P, N } = chainOf(0);
    const reward = new Float64Array(N * N);
    for (const { from, to } of graph.edges) reward[from * N + to] = 1;
    const model = await labs.lab(0).model('ppo');
    const logits = Float64Array.from(P, logit);
    // Half a step up, so that the ratio is not 1 everywhere.
    for (const { from, to } of graph.edges) logits[from * N + to]! += 0.1;
    const { logits_next } = await model.run({
      logits: float32(logits, [N, N]),
      old: float32(P, [N, N]),
      reward: float32(reward, [N, N]),
      c: scalar(CLIP),
    });
    const objective = (row: readonly number[], x: number) => {
      const most = Math.max(...row);
      const total = row.reduce((sum, l) => sum + Math.exp(l - most), 0);
      return row.reduce((sum, l, y) => {
        const ratio = Math.exp(l - most) / total / P[x * N + y]!;
        return reward[x * N + y]
          ? sum + P[x * N + y]! * Math.min(ratio, Math.min(Math.max(ratio, 1 - CLIP), 1 + CLIP))
          : sum;
      }, 0);
    };
    for (const { from, to } of graph.edges) {
      const row = Array.from(logits.subarray(from * N, (from + 1) * N));
      const moved = Array.from(floats(logits_next).subarray(from * N, (from + 1) * N));
      const inside = row.flatMap((l, y) => (l > -1e3 ? [y] : []));
      const gradient = inside.map((y) => {
        const [up, down] = [row.slice(), row.slice()];
        up[y]! += 1e-5;
        down[y]! -= 1e-5;
        return (objective(up, from) - objective(down, from)) / 2e-5;
      });
      const step = inside.map((y) => moved[y]! - row[y]!);
      const scale = step[inside.indexOf(to)]! / gradient[inside.indexOf(to)]!;
      expect(scale).toBeGreaterThan(0);
      step.forEach((value, i) => expect(Math.abs(value - scale * gradient[i]!)).toBeLessThan(1e-5));
    }
  });

  test('a probability grows by 1 + c per outer step, overshooting by less than 2%, and stops at p_max', async () => {
    const { graph, P } = chainOf(0);
    const sharpening = new Sharpening(await labs.lab(0).model('ppo'), P, graph.edges, 0.3);
    while (!sharpening.done) await sharpening.advance();
    expect(sharpening.outer).toBe(15);
    for (const p of sharpening.history) {
      p.slice(1, -1).forEach((value, i) => {
        expect(value / p[i]!).toBeGreaterThan(1 + CLIP - 1e-6);
        expect(value / p[i]!).toBeLessThan(1.02 * (1 + CLIP));
      });
      expect(p.at(-1)).toBeGreaterThanOrEqual(0.3);
      expect(p.at(-1)).toBeLessThan(0.31);
    }
    for (let x = 0; x < 48; x++) {
      expect(sharpening.policy.subarray(48 * x, 48 * (x + 1)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      // Statements without a rewarded step keep their laws.
      if (!graph.edges.some(({ from }) => from === x)) {
        expect(Math.abs(sharpening.policy[48 * x]! - P[48 * x]!)).toBeLessThan(1e-6);
      }
    }
  });

  test('a mutant that sets probabilities directly fails the check of growth, step by step', () => {
    const honest = Array.from({ length: 16 }, (_, i) => Math.min(0.3, 0.02 * 1.2 ** i));
    expect(growthOf([honest], 0.3)).toBeCloseTo(1.2, 9);
    expect(growthOf([[0.02, 0.29, 0.3]], 0.3)).toBeGreaterThan(10);
    expect(growthOf([], 0.3)).toBe(1);
  });

  test('nothing to sharpen: edges above p_max, or none', async () => {
    const model = await labs.lab(0).model('ppo');
    const { graph, P } = chainOf(0, 0.1);
    expect(new Sharpening(model, P, graph.edges, 0.05).done).toBe(true);
    expect(new Sharpening(model, P, [], 0.3).done).toBe(true);
  });
});

describe('distillation', () => {
  test('recovers the clusters and the times from the walks of the search', () => {
    for (const seed of [0, 1, 2]) {
      const { search, graph, P } = searched(seed, 400);
      const student = distil(search, search.accepted, P);
      expect(student.cluster).toEqual(Array.from({ length: 48 }, (_, x) => Math.floor(x / 8)));
      const pi = stationary(graph);
      const exact = {
        H: clusterTimes(allHittingTimes(P, graph), pi, graph),
        q: jumpRates(graph, pi),
        clusters: 6,
        size: 8,
      };
      const agreement = compare(student, exact)!;
      expect(agreement.timeError).toBeLessThan(0.06);
      expect(agreement.jumpDistance).toBeLessThan(0.03);
    }
  });

  test('a student of the sharpened walk is biased: it leaves before it has mixed', () => {
    const { graph, N } = chainOf(0, 0.02);
    const { P } = chainOf(0, 0.4);
    const random = labs.lab(0).random('biased');
    const cdf = cumulative(P, N);
    const visits = new Float64Array(N);
    for (let x = 0, t = 0; t < 200_000; t++) visits[(x = nextOf(cdf, N, x, random.uniform()))]!++;
    const pi = stationary(graph);
    let distance = 0;
    for (let k = 0; k < 6; k++) {
      const own = visits.slice(8 * k, 8 * k + 8);
      const total = own.reduce((a, b) => a + b, 0);
      distance += own.reduce((sum, v, i) => sum + Math.abs(v / total - pi[8 * k + i]!), 0) / 12;
    }
    expect(distance).toBeGreaterThan(0.05);
  });

  test('too few walks: other clusters, no agreement; and no edges, no ways', () => {
    const together = new Float64Array(16);
    for (const [a, b, count] of [
      [0, 0, 4],
      [1, 1, 9],
      [0, 1, 3],
      [2, 2, 5],
      [1, 2, 2],
      [3, 3, 0],
    ] as const) {
      together[4 * a + b] = count;
      together[4 * b + a] = count;
    }
    expect(recoverClusters(together, 4)).toEqual([0, 0, 1, 2]);
    const { search, graph, P } = searched(0, 400);
    const student = distil(search, [], P);
    expect(student.times[1]).toBe(Infinity);
    const H = new Float64Array(36).fill(1);
    expect(compare(student, { H, q: H, clusters: 6, size: 8 })?.timeError).toBe(Infinity);
    expect(compare({ ...student, clusters: 5 }, { H, q: H, clusters: 6, size: 8 })).toBeNull();
    expect(graph.clusters).toBe(6);
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});

describe('the local learner', () => {
  test('is a coin with any link unseen, and perfect with all', () => {
    const scores = localAccuracies(labs.lab(7).random('tasks'), [0, 1, 2, 3, 4, 5, 6]);
    for (const { radius, accuracy } of scores) {
      if (radius >= 5) expect(accuracy).toBe(1);
      // Four standard errors of 2,000 coins.
      else expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.045);
    }
    // A mutant whose answer leaks: a path of four links seen whole.
    expect(localAccuracies(labs.lab(7).random('tasks'), [4], 4)[0]!.accuracy).toBe(1);
  });
});

describe('walkers', () => {
  test('walk.onnx goes where the plain sampler goes with the same 32-bit numbers', async () => {
    const { P, N } = chainOf(0, 0.1);
    const cdf = cumulative(P, N);
    const model = await labs.lab(0).model('walk');
    const random = labs.lab(0).random('u');
    const u = Float32Array.from({ length: 30 * 5 }, () => (random.bits() >>> 8) / 2 ** 24);
    const { path } = await model.run({
      cdf: float32(cdf, [N, N]),
      x0: float32([0, 10, 20, 30, 47], [5]),
      u: float32(u, [30, 5]),
      steps: { data: Int32Array.of(30), shape: [] },
    });
    const plain = [0, 10, 20, 30, 47];
    const rounded = Float64Array.from(Float32Array.from(cdf));
    for (let t = 0; t < 30; t++) {
      plain.forEach((x, w) => (plain[w] = nextOf(rounded, N, x, u[5 * t + w]!)));
      expect([...floats(path).subarray(5 * t, 5 * t + 5)]).toEqual(plain);
    }
  });

  test('the stay in a cluster is what the exact rates say', async () => {
    const { graph, P } = chainOf(0, 0.02);
    const walk = new Walk(await labs.lab(0).model('walk'), labs.lab(0).random('walk'), P, 8);
    await walk.advance(1024);
    expect(walk.done).toBe(true);
    const q = jumpRates(graph, stationary(graph));
    // Mean over clusters of Σ_l q_kl, the rate when clusters are equally likely, as they are at the start.
    const rate = (0.02 * q.reduce((a, b) => a + b, 0)) / 6;
    const expected = 1024 * WALKERS * rate;
    expect(Math.abs(walk.allInsights / expected - 1)).toBeLessThan(0.15);
  });
});
