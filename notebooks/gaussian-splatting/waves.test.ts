/** Sines and cosines made of sums and products, against those of Math; and that no graph has others. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeLabs, notebooksFolder } from '#lib/lab/node.ts';
import { inspectModel } from '#lib/onnx/inspect-model.ts';
import { encode as encodeGraph } from './field-graph.ts';
import { encode } from './field.ts';
import { keeping } from './keep.ts';
import { waves } from './waves.ts';

const labs = nodeLabs('gaussian-splatting');
afterAll(() => labs.release());
const jax = await labs.lab(0).jax();
const k = keeping(jax);
const { numpy: np } = jax;

/** Half a unit in the last place of numbers from ½ to 1. */
const HALF_ULP = 2 ** -25;

/** Turns as 32-bit floats: evenly over ±32, which are positions of ±160 m in the last octave; and where folds meet. */
const turns = Float32Array.from([
  ...Array.from({ length: 20_001 }, (_, i) => 32 * (i / 10_000 - 1)),
  ...Array.from({ length: 65 }, (_, i) => i / 8 - 4),
  ...[1e-6, -1e-6, 0.25 - 1e-7, 0.5 + 1e-7, 0.75, -0.125, 1e-30],
]);
const column = () => np.array(turns.slice()).reshape([turns.length, 1]);
/** Rows of [sine, cosine]. */
const rows = (values: ArrayLike<number>) =>
  Array.from(turns, (_, i) => [values[2 * i] as number, values[2 * i + 1] as number] as const);

group('waves', () => {
  test('are sine and cosine to a few roundings, all over the range', async () => {
    const got = rows((await waves(k, column()).data()) as Float32Array);
    let worst = 0;
    turns.forEach((u, i) => {
      const [sine, cosine] = got[i]!;
      worst = Math.max(
        worst,
        Math.abs(sine - Math.sin(2 * Math.PI * u)),
        Math.abs(cosine - Math.cos(2 * Math.PI * u)),
      );
    });
    // The term left out, and roundings of the last product and of the sum under it, whose terms reach 2π.
    expect(worst).toBeLessThan((Math.PI / 2) ** 13 / 6227020800 + 5 * HALF_ULP);
  });

  test('have the slopes of sine and cosine', async () => {
    const slopes = (pick: number) =>
      jax
        .grad((u: ReturnType<typeof column>) => np.sum(waves(k, u).slice([], [pick, pick + 1])))(column())
        .data();
    const [ofSine, ofCosine] = [await slopes(0), await slopes(1)];
    turns.forEach((u, i) => {
      // The series is cut before a slope of 2π (π/2)¹²/12! = 3·10⁻⁶; terms of the sum reach 8π.
      expect(Math.abs(ofSine[i]! - 2 * Math.PI * Math.cos(2 * Math.PI * u)), `at ${u}`).toBeLessThan(1e-5);
      expect(Math.abs(ofCosine[i]! + 2 * Math.PI * Math.sin(2 * Math.PI * u)), `at ${u}`).toBeLessThan(1e-5);
    });
  });

  test('encode positions in the order and with the octaves of the float64 twin', async () => {
    const p = [0.3, -0.7, 2.45, 0, -1.25, 0.0625];
    const got = await encodeGraph(k, np.array(Float32Array.from(p)).reshape([2, 3])).data();
    const want = [encode(p.slice(0, 3)), encode(p.slice(3))].flat();
    expect(got.length).toBe(want.length);
    // A 32-bit p is off by 2⁻²⁴ of itself, and the last octave turns by 8πp.
    want.forEach((value, i) =>
      expect(Math.abs(got[i]! - value)).toBeLessThan(8 * Math.PI * 2.45 * 2 ** -24 + 3e-7),
    );
  });

  test('are the only ones in the graphs', async () => {
    for (const file of ['deform', 'splat_grad', 'splat']) {
      const bytes = await readFile(join(notebooksFolder, 'gaussian-splatting', `${file}.onnx`));
      const { operators } = inspectModel(bytes);
      expect(operators, file).not.toHaveProperty('Sin');
      expect(operators, file).not.toHaveProperty('Cos');
    }
  });
});
