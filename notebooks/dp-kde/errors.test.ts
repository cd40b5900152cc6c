// Errors, baseline and audit against their predictions, with mutants that must fail.
import { afterAll, describe, expect, test } from 'vitest';
import { defaults, lastFrame, runToEnd } from '#lib/lab/run.ts';
import { answerOf, contaminate, heapSize, placeOf, readingOf, readingSd } from './baseline.ts';
import { countScale, sigma } from './laplace.ts';
import notebook from './notebook.ts';
import { ask, openGraphs, releaseTables, storedNumbers } from './release.ts';
import { simulate, type Params } from './simulation.ts';
import { labs, lab, random, terms, secretOf } from './testing.ts';
import { ownSd } from './theory.ts';
import { tablesOf } from './tree.ts';

afterAll(() => labs.release());

describe('errors', () => {
  test('σ(y), and its mutant without the noise of sums', async () => {
    const t = terms({ depth: 4, dimension: 1 });
    const exact = tablesOf(secretOf(100, t), 4);
    const graphs = await openGraphs(lab);
    const y = Float64Array.of(0.8);
    const clean = (await ask(exact, y, t, graphs)).answers[0]!;
    const n = 4000;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const tables = await releaseTables(exact, t, false, random, graphs);
      squares += ((await ask(tables, y, t, graphs)).answers[0]! - clean) ** 2;
    }
    const sd = Math.sqrt(squares / n);
    // The error of a standard deviation is √((κ − 1)/4n), with κ < 6: 1.8% at n = 4,000; four of them.
    expect(Math.abs(sd / ownSd(y, t, false) - 1)).toBeLessThan(0.07);
    const mutant = 0.8 * Math.sqrt(4) * Math.SQRT2 * countScale(t);
    expect(Math.abs(sd / mutant - 1)).toBeGreaterThan(0.07);
    expect(ownSd(y, t, false)).toBeCloseTo(sigma(0.8, t), 10);
  });

  test('local offsets: predicted and measured, several times smaller', async () => {
    const t = terms({ depth: 10, dimension: 1 });
    const exact = tablesOf(secretOf(100, t), 10);
    const graphs = await openGraphs(lab);
    const y = Float64Array.of(0.37);
    const clean = (await ask(exact, y, t, graphs)).answers[0]!;
    const n = 600;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const tables = await releaseTables(exact, t, true, random, graphs);
      squares += ((await ask(tables, y, t, graphs)).answers[0]! - clean) ** 2;
    }
    const predicted = ownSd(y, t, true);
    expect(Math.abs(Math.sqrt(squares / n) / predicted - 1)).toBeLessThan(0.16);
    expect(predicted).toBeLessThan(0.3 * ownSd(y, t, false));
  });
});

describe('the baseline', () => {
  test('rings read disjoint nodes that cover every leaf but those next to y', () => {
    for (const alpha of [0.01, 0.1, 0.5]) {
      for (const y of [0.001, 0.37, 0.5, 0.95]) {
        const { nodes } = readingOf(y, 8, 1, alpha);
        const covered = new Uint8Array(256);
        for (const node of nodes) {
          const { level, index } = placeOf(node);
          const width = 2 ** (8 - level);
          for (let k = index * width; k < (index + 1) * width; k++) covered[k]!++;
        }
        expect(Math.max(...covered)).toBe(1);
        const missing = [...covered].flatMap((c, k) => (c === 0 ? [k] : []));
        for (const k of missing) expect(Math.abs(k - 256 * y)).toBeLessThan(2.5);
      }
    }
    expect(new Set(readingOf(0.4, 10, 1, 0.1).nodes).size).toBe(readingOf(0.4, 10, 1, 0.1).nodes.length);
  });

  test('its noise has the predicted spread; a mutant that forgets the root’s level has not', () => {
    const t = terms({ depth: 4, dimension: 1 });
    const zero = [new Float64Array(heapSize(4))];
    const reading = readingOf(0.4, 4, 1, 0.2);
    const n = 6000;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += answerOf(reading, contaminate(zero, t, random)[0]!) ** 2;
    const sd = Math.sqrt(squares / n);
    expect(Math.abs(sd / readingSd(reading, t) - 1)).toBeLessThan(0.06);
    expect(Math.abs(sd / (0.8 * readingSd(reading, t)) - 1)).toBeGreaterThan(0.06);
    expect(storedNumbers(t, true)).toBe(31);
    expect(storedNumbers(t, false)).toBe(60);
  });
});

describe('audit', () => {
  const audit = async (change: Partial<Params>) => {
    const params: Params = {
      ...defaults(notebook.controls),
      panel: 'audit',
      points: 100,
      dimension: 1,
      ...change,
    };
    return (await lastFrame(runToEnd(simulate, params, lab))).audit!;
  };

  test('the largest loss is ε/2 (1 + x*/R), and it is reached', async () => {
    const { worst, seen, low } = await audit({ depth: 1, budget: 2, secretPoint: 0.6 });
    expect(worst).toBeCloseTo(1.6, 9);
    expect(seen).toBeCloseTo(1.6, 9);
    expect(low).toBeLessThan(1.6);
  });

  test('shares of rare events obey e^ε at every threshold, with and without local offsets; a mutant does not', async () => {
    for (const structure of ['paper', 'local'] as const) {
      const { withPoint, without, trials, claimed } = await audit({ depth: 3, budget: 1, structure });
      withPoint.forEach((hits, t) => {
        const alarms = without[t]!;
        const slack = 5 * Math.sqrt(hits + Math.exp(2 * claimed) * alarms);
        expect(hits).toBeLessThanOrEqual(Math.exp(claimed) * alarms + slack);
        expect(trials).toBe(200_000);
      });
    }
    const mutant = await audit({ depth: 1, budget: 1, audited: 'mutant' });
    expect(mutant.low).toBeGreaterThan(1);
  });
});
