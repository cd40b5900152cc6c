/** The run as a reader meets it: what comes first, what is kept when a control moves, and the ends of every control. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeJax, nodeOrt, notebooksFolder } from '#lib/lab/node.ts';
import { openModel } from '#lib/lab/onnx.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import claims from './claims.ts';
import { RUNGS } from './ladder.ts';
import { exportTrained } from './model.ts';
import notebook from './notebook.ts';
import { describe, table, type Params } from './simulation.ts';
import { SPREADS } from './sweep.ts';
import { base, labs, open, plainH } from './testing.ts';

afterAll(() => labs.release());

group('a run', () => {
  test('shows theory, data and a student at once, the replicates next, in the end everything; and it follows λ', async () => {
    const { until, close } = open({ samples: 500 });
    const first = await until(() => true);
    expect(first.student.distances).toHaveLength(51);
    expect(first.replicates).toHaveLength(0);
    expect(first.curve.minority.every((risk) => risk > 0)).toBe(true);
    expect(first.cloud.minority.filter((one) => one === 1)).toHaveLength(84);
    const { replicates, metrics } = await until(({ complete }) => complete);
    expect(replicates).toHaveLength(24);
    expect(metrics.risk1).toBeGreaterThan(0);
    const last = await until(({ settled }) => settled);
    expect(last.ladder.map(({ lambda }) => lambda)).toEqual([...RUNGS]);
    expect(last.sweep.map(({ sigma }) => sigma)).toEqual([...SPREADS]);
    expect(last.sweep.every(({ error }) => error !== null && error.count === 24)).toBe(true);
    expect(table(last).rows.length).toBe(46 + 7 + 24);

    // A new λ opens a new study, and what does not depend on λ is kept.
    const moved = await until(() => true, { minorityFraction: 0.6 });
    expect(moved.settled).toBe(false);
    expect(moved.replicates).toHaveLength(0);
    expect(moved.curve).toEqual(last.curve);
    expect(moved.sweep).toEqual(last.sweep);
    expect(moved.ladder).toEqual(last.ladder);
    const after = await until(({ complete, student }) => complete && student.finished);
    expect((await until(() => true, { commonMeanShift: 1 })).sweep).toEqual([]);
    await close();

    // The address alone leads to the same numbers.
    const fresh = open({ samples: 500, minorityFraction: 0.6 });
    expect((await fresh.until(({ complete, student }) => complete && student.finished)).metrics).toEqual(
      after.metrics,
    );
    await fresh.close();
  });

  test('the student that is downloaded is the one that is shown', async () => {
    const { until, close } = open({ samples: 500 });
    const frame = await until(() => true);
    await close();
    const workshop = { lab: labs.lab(1), jax: await nodeJax(), onnx: await import('#lib/onnx/export.ts') };
    const { bytes } = await exportTrained(frame, workshop);
    const model = await openModel(await nodeOrt(), bytes, 'wasm');
    const x = [0.5, -1, 2, 0.3];
    const { H } = await model.run({ X: float32(x, [1, 4]) });
    await model.release();
    expect(floats(H)[0]).toBeCloseTo(plainH(frame.student.W, x), 5);
  });
});

group('the ends of every control', () => {
  const spreads = [0.3, 8] as const;
  const ends: Partial<Params>[] = [
    ...spreads.flatMap((minoritySpread) =>
      spreads.flatMap((majoritySpread) =>
        [0, 4].map((commonMeanShift) => ({
          minoritySpread,
          majoritySpread,
          commonMeanShift,
          // A large share of the group that says little, a small one of the group that says much.
          minorityFraction: minoritySpread === 8 ? 0.05 : 0.95,
          samples: 500,
        })),
      ),
    ),
    { samples: 500, minoritySpread: 8, majoritySpread: 0.3, minorityFraction: 0.95, commonMeanShift: 4 },
    { samples: 8000, minoritySpread: 8, minorityFraction: 0.95, commonMeanShift: 4 },
  ];
  test.each(ends)('%j', async (change) => {
    const { until, close } = open(change);
    const frame = await until(({ complete }) => complete);
    await close();
    expect(numbersOf(frame).filter((x) => !Number.isFinite(x))).toEqual([]);
    expect(describe(frame, { ...base, ...change })).not.toMatch(/NaN|undefined|Infinity|∞|null/);
  });
});

/** Every number in a frame, at any depth. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Float64Array);
  if (value && typeof value === 'object') return Object.values(value).flatMap(numbersOf);
  return [];
}

test('claims quote the abstract word for word, and steps name claims that there are', async () => {
  const abstract = await readFile(join(notebooksFolder, 'group-imbalance', 'abstract.md'), 'utf8');
  for (const { says } of claims) expect(abstract).toContain(says);
  const ids = claims.map(({ id }) => id);
  for (const { claim } of notebook.steps) if (claim !== undefined) expect(ids).toContain(claim);
});
