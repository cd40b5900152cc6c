/** The run as a reader meets it, training that repeats itself and lowers the loss, and what training may read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeLabs, notebooksFolder } from '#lib/lab/node.ts';
import { defaults, steer } from '#lib/lab/run.ts';
import claims from './claims.ts';
import type { GaussianFrame } from './frame.ts';
import notebook from './notebook.ts';
import { pngAddress } from './png.ts';
import { readFields } from './read-fields.ts';
import { beginTraining } from './scenes.ts';
import { describe, simulate, table, type Params } from './simulation.ts';
import { openClip } from './world.ts';

const labs = nodeLabs('gaussian-splatting');
const lab = labs.lab(0);
afterAll(() => labs.release());
const params = (change: Partial<Params> = {}): Params => ({ ...defaults(notebook.controls), ...change });

/** The first frame of a run whose view is drawn: what a drag gets. */
async function first(change: Partial<Params>): Promise<GaussianFrame> {
  const frames = simulate(params(change), lab);
  const { value } = await frames.next(params(change));
  await frames.return();
  return value as GaussianFrame;
}

group('the run', () => {
  test('every end of every control gives a view at once, with finite numbers and words', async () => {
    for (const change of [
      { time: 0, sideStep: -1.5, model: 'static', labels: 'copy', show: 'error' },
      { time: 23, sideStep: 1.5, model: 'groups', labels: 'positions', show: 'depth' },
      { time: 7.5, sideStep: 0.5, model: 'deformable', show: 'state' },
      { time: 19, sideStep: -1.5, model: 'vanilla' },
    ] as Partial<Params>[]) {
      const frame = await first(change);
      expect(frame.picture).not.toBeNull();
      for (const value of Object.values(frame.metrics)) expect(Number.isFinite(value)).toBe(true);
      for (const value of frame.picture!.rendered) expect(Number.isFinite(value)).toBe(true);
      expect(describe(frame, params(change))).not.toMatch(/NaN|undefined|Infinity/);
      expect(table(frame).rows.length).toBe(frame.scores.length);
    }
  });

  test('the run settles with all models and both detectors measured, and answers live changes like a fresh run', async () => {
    const next = steer(simulate, params(), lab);
    const settled = await next();
    expect(settled.qualities.length).toBe(5);
    expect(settled.exams!.augmented.ap).toBeGreaterThan(settled.exams!.source.ap);
    const moved = await next({ sideStep: 1, model: 'enhanced' });
    const fresh = await first({ sideStep: 1, model: 'enhanced' });
    expect(moved.metrics.psnr).toBe(fresh.metrics.psnr);
    expect(moved.metrics.psnr).not.toBe(settled.metrics.psnr);
  });

  test('training further takes the steps asked for, and taking them back gives the first picture', async () => {
    const next = steer(simulate, params(), lab);
    const before = await next();
    const after = await next({ further: 100 });
    expect(after.further.length).toBe(100);
    expect(after.metrics.psnr).not.toBe(before.metrics.psnr);
    const back = await next({ further: 0 });
    expect(back.metrics.psnr).toBe(before.metrics.psnr);
  });

  test('another seed trains in sight: steps are shown before the view is there', async () => {
    const frames = simulate(params(), labs.lab(3));
    // The first frame comes before the first step.
    for (const steps of [0, 2, 4]) {
      const frame = (await frames.next(params())).value as GaussianFrame;
      expect(frame.picture).toBeNull();
      expect(frame.training!.loss).toHaveLength(steps);
      expect(describe(frame, params())).toContain('being trained');
      expect(describe(frame, params())).toContain(`Step ${steps} of 300`);
    }
    await frames.return();
  });
});

group('training', () => {
  test('repeats itself, lowers the loss, and gives another scene under another seed', async () => {
    const train = async (seed: number) => {
      const own = labs.lab(seed);
      const run = await beginTraining(own, openClip(own), { model: 'static', group: 0 });
      for (let i = 0; i < 16; i++) await run.step();
      return run;
    };
    const [once, again, other] = [await train(1), await train(1), await train(2)];
    expect(again.loss).toEqual(once.loss);
    expect(again.row).toEqual(once.row);
    expect(other.loss).not.toEqual(once.loss);
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    expect(mean(once.loss.slice(-6))).toBeLessThan(0.9 * mean(once.loss.slice(0, 4)));
  });

  test('the record of what training reads sees every field', async () => {
    expect(await readFields(lab, 2)).toEqual(['pose', 'rgb', 't']);
  });
});

group('around it', () => {
  test('a picture is a PNG whose first pixel is the first colour', () => {
    const address = pngAddress([1, 0, 0.5, 0, 0, 0], 2, 1);
    const bytes = Buffer.from(address.split(',')[1]!, 'base64');
    expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    // Signature, header (25), length and type (8), zlib's two, the block's five, the row's filter.
    expect([...bytes.subarray(33 + 8 + 7 + 1, 33 + 8 + 7 + 4)]).toEqual([255, 0, 128]);
  });

  test('the phrases of the claims are in the abstract', () => {
    const abstract = readFileSync(join(notebooksFolder, 'gaussian-splatting', 'abstract.md'), 'utf8');
    for (const { says } of claims) expect(abstract).toContain(says);
  });
});
