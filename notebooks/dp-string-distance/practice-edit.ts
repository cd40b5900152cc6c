/** The error curve for edit distance: mean absolute error on fresh random strings, 0 … 6 random edits each. */
import type { Lab } from '#lib/notebook/types.ts';
import { randomBits } from './bits.ts';
import { termsOf } from './budget.ts';
import { EditDecoder } from './diagonal.ts';
import { EDIT, edited, editDistance, editPlaces, queryTrees, releaseTrees } from './edit.ts';
import type { DistanceParams } from './notebook.ts';
import { plan, practiceOf, type Practice, type Tallies } from './practice.ts';
import { editSettings } from './settings.ts';

const GRID = [28, 56, 84, 112, 168, 224, 280, 400];
const REPEATS = { here: 80, grid: 30 };

export async function editPractice(params: DistanceParams, lab: Lab): Promise<Practice> {
  const n = params.editLength;
  const places = editPlaces(n, lab.seed);
  const strings = lab.random('practice strings');
  const noise = lab.random(`practice noise ${params.editPrivacyBudget}`);
  const model = await lab.model('flip');
  const points = plan(params.editPrivacyBudget, GRID, REPEATS);
  const truths = new Array<number>(EDIT.k + 2).fill(0);
  const step = async (point: Tallies) => {
    const { q } = termsOf(editSettings(params, point.epsilon));
    for (let i = 0; i < 4 && point.done < point.wanted; i++, point.done++) {
      const query = randomBits(strings, n);
      const trees = queryTrees(query, places);
      const secrets = Array.from({ length: EDIT.k + 1 }, (_, edits) => edited(query, edits, strings));
      const released = await releaseTrees(secrets, places, q, noise, model);
      secrets.forEach((secret, a) => {
        const { answer } = new EditDecoder(n, released[a] as Float32Array, trees, q).decode();
        const truth = Math.min(editDistance(secret, query), EDIT.k + 1);
        truths[truth] = (truths[truth] as number) + 1;
        point.error.add(Math.abs(answer - truth));
      });
    }
  };
  return practiceOf(
    params.editPrivacyBudget,
    points,
    step,
    (point) => point.error.mean,
    (point) => point.error.meanSe,
    () => null,
    () => blindError(truths),
  );
}

/** Mean absolute error of the best constant answer, for truths that occurred so often. */
function blindError(truths: readonly number[]): number {
  const total = truths.reduce((sum, count) => sum + count, 0);
  const errors = truths.map((_, guess) =>
    truths.reduce((sum, count, truth) => sum + count * Math.abs(truth - guess), 0),
  );
  return Math.min(...errors) / Math.max(1, total);
}
