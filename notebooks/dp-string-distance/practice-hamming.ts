/** The error curve for Hamming distance: root mean square error over d = 0 … 16, and the paper's decoder at d = 0. */
import type { Lab } from '#lib/notebook/types.ts';
import { termsOf } from './budget.ts';
import { ladderAround, LADDER, randomBits } from './bits.ts';
import type { TheoryPoint } from './frame.ts';
import type { DistanceParams } from './notebook.ts';
import { plan, practiceOf, type Practice, type Tallies } from './practice.ts';
import { hammingSettings, layoutOf } from './settings.ts';
import { Sketcher } from './sketch.ts';
import { predictedRmse, rawBias, rawBound } from './theory.ts';

/** ε of the curve; the demo's own ε comes first and gets more releases. */
const GRID = [4, 6, 8, 11, 16, 23, 32, 45, 64];
const REPEATS = { here: 160, grid: 12 };
/** Copies of the distance-0 string per release: the paper's decoder is known exactly there. */
const COPIES = 4;
/** Random numbers per step: what keeps a frame short. */
const DRAWS = 300_000;

export async function hammingPractice(params: DistanceParams, lab: Lab): Promise<Practice> {
  const layout = layoutOf(params);
  const sketcher = await Sketcher.open(params.length, layout, lab);
  const center = randomBits(lab.random('practice query'), params.length);
  const strings = ladderAround(center, lab.random('practice strings'));
  const own = await sketcher.encode(center);
  const huge = !sketcher.keeps(LADDER);
  const distances = [...strings.keys(), ...new Array<number>(huge ? 0 : COPIES).fill(0)];
  const sketches: Float32Array[] = [];
  const { cells } = sketcher;
  const points = plan(params.privacyBudget, huge ? [] : GRID, huge ? { here: 2, grid: 0 } : REPEATS);
  const noise = lab.random(`practice noise ${params.privacyBudget}`);

  /** Releases string number `a` (or all, when they fit) once and notes the errors. */
  const once = async (point: Tallies, from: number, to: number) => {
    const { q } = termsOf(hammingSettings(params, point.epsilon));
    const exact = new Float32Array((to - from) * cells);
    for (let a = from; a < to; a++) exact.set(await exactOf(a), (a - from) * cells);
    const { raw, debiased } = await sketcher.answer(await sketcher.release(exact, q, noise), own, q);
    for (let a = from; a < to; a++) {
      const d = distances[a] as number;
      if (a < LADDER) point.error.add((debiased[a - from] as number) - d);
      if (d === 0) point.raw.add(raw[a - from] as number);
    }
  };
  const exactOf = async (a: number) => {
    const known = sketches[a < LADDER ? a : 0];
    const sketch = known ?? (await sketcher.encode(strings[a < LADDER ? a : 0] as Uint8Array));
    if (!huge && a < LADDER) sketches[a] = sketch;
    return sketch;
  };
  let at = 0;
  const step = async (point: Tallies) => {
    let draws = 0;
    while (point.done < point.wanted && draws < DRAWS) {
      const to = Math.min(distances.length, at + sketcher.batch);
      await once(point, at, to);
      draws += (to - at) * cells;
      at = to % distances.length;
      if (at === 0) point.done++;
    }
  };
  const theory = (epsilon: number): TheoryPoint => {
    const { q } = termsOf(hammingSettings(params, epsilon));
    return {
      epsilon,
      error: predictedRmse(LADDER - 1, q, layout),
      raw: rawBias(q, layout),
      bound: rawBound(q, layout),
    };
  };
  return practiceOf(
    params.privacyBudget,
    points,
    step,
    (point) => point.error.rms,
    (point) => point.error.rmsSe,
    theory,
  );
}
