/** The claim about edit distance: its error falls with ε and grows with log n. */
import type { Claim, Run } from '#lib/notebook/types.ts';
import { frameOf, pointHere } from './claim-tools.ts';
import type { DistanceFrame } from './frame.ts';
import type { DistanceParams as Params } from './notebook.ts';

/** Public hash seeds that the edit errors are averaged over: some hashes are blind to a few positions. */
const HASHES = 6;

async function editError(run: Run<Params, DistanceFrame>, seed: number, change: Partial<Params>) {
  let [error, blind] = [0, 0];
  for (let i = 0; i < HASHES; i++) {
    const frames = run(change, (Math.imul(seed, 1009) + i) >>> 0);
    const frame = await frameOf(frames, (one) => (pointHere(one)?.answers ?? 0) >= 224);
    error += (pointHere(frame)?.error ?? NaN) / HASHES;
    blind += (frame.error?.blind ?? NaN) / HASHES;
  }
  return { error, blind };
}

export const edit: Claim<Params, DistanceFrame> = {
  id: 'c6',
  says: 'each estimate deviates from the true distance by at most $\\widetilde O(k/e^{\\epsilon/(\\log k \\log n)})$',
  at: { distance: 'edit', panel: 'error' },
  method:
    'Mean absolute error over 6 public hashes and 224 practice strings each (0 … 6 random edits), at each ε and n.',
  checks: [
    {
      metric: 'error at ε = 280',
      unit: 'edits',
      expect: [0, 0.1],
      theory: 'Noise is nearly gone: below 0.1',
    },
    {
      metric: 'error at ε = 56',
      unit: 'edits',
      expect: [3, Infinity],
      theory: 'Noise hides nearly every equal block: above 3',
    },
    {
      metric: 'error at ε = 56 over a constant guess',
      unit: '',
      expect: [1, Infinity],
      theory: 'Useless: worse than the best answer given without looking',
    },
    {
      metric: 'fall from ε = 56 to 112',
      unit: 'edits',
      expect: [0, Infinity],
      theory: 'The error falls with ε',
    },
    {
      metric: 'fall from ε = 112 to 168',
      unit: 'edits',
      expect: [0, Infinity],
      theory: 'The error falls with ε',
    },
    {
      metric: 'growth from n = 32 to 64',
      unit: 'edits',
      expect: [0, Infinity],
      theory: 'log₂ n + 1 levels share the budget ε = 168',
    },
    {
      metric: 'growth from n = 64 to 128',
      unit: 'edits',
      expect: [0, Infinity],
      theory: 'log₂ n + 1 levels share the budget ε = 168',
    },
  ],
  async measure(run, { seed }) {
    const noisy = await editError(run, seed, { editPrivacyBudget: 56 });
    const better = await editError(run, seed, { editPrivacyBudget: 112 });
    const quiet = await editError(run, seed, { editPrivacyBudget: 280 });
    const [short, middle, long] = [
      await editError(run, seed, { editLength: 32 }),
      await editError(run, seed, { editLength: 64 }),
      await editError(run, seed, { editLength: 128 }),
    ];
    return {
      'error at ε = 280': quiet.error,
      'error at ε = 56': noisy.error,
      'error at ε = 56 over a constant guess': noisy.error / noisy.blind,
      'fall from ε = 56 to 112': noisy.error - better.error,
      'fall from ε = 112 to 168': better.error - middle.error,
      'growth from n = 32 to 64': middle.error - short.error,
      'growth from n = 64 to 128': long.error - middle.error,
    };
  },
};
