/** Claims about retrieval: that it comes to rest without rising, and what each model of the family restores. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim } from '#lib/notebook/types.ts';
import { finished } from './claim-scaling.ts';
import type { HopfieldFrame, Params } from './frame.ts';
import type { ImagesStudy } from './study-images.ts';
import { TEXTURES } from './textures.ts';

export const convergence: Claim<Params, HopfieldFrame> = {
  id: 'c4',
  says: 'even without knowing details of the Hopfield energy function',
  at: { view: 'plane', model: 'top-K', kept: 3, inverseTemperature: 30 },
  method:
    'Dense, top-3, a random mask of 6, linear and 256 random features at β = 30 from 400 starts, 300 steps each; dense and mask again at β = 60.',
  checks: [
    { metric: 'largest last step', unit: '', expect: [0, 1e-6], theory: 'every start comes to rest' },
    {
      metric: 'largest rise of the energy',
      unit: '',
      expect: [-Infinity, 1e-9],
      theory: 'T is a concave–convex step: E never rises',
    },
    {
      metric: 'fixed points less wells expected, dense',
      unit: '',
      expect: [0, 0],
      theory: '12 less the pairs with βΔ < 2',
    },
    {
      metric: 'fixed points less wells expected, top-3',
      unit: '',
      expect: [0, 0],
      theory: '12 less the pairs with βΔ < 2',
    },
    {
      metric: 'fixed points less wells expected, mask',
      unit: '',
      expect: [0, 0],
      theory: '6 less the pairs with βΔ < 2',
    },
    { metric: 'fixed points, linear', unit: '', expect: [1, 1], theory: 'a contraction: 1' },
    {
      metric: 'fixed points, dense, β = 60',
      unit: '',
      expect: [12, 12],
      theory: 'no pair is that close: 12',
    },
    {
      metric: 'fixed points, mask of 6, β = 60',
      unit: '',
      expect: [6, 6],
      theory: 'no pair is that close: 6',
    },
  ],
  async measure(run) {
    const at = async (change: Partial<Params>) =>
      (await lastFrame(run(change))).metrics as Record<string, number>;
    const all = {
      dense: await at({ model: 'dense' }),
      top: await at({}),
      mask: await at({ model: 'mask', kept: 6 }),
      linear: await at({ model: 'linear' }),
      features: await at({ model: 'PRF', features: 256, orthogonal: true }),
    };
    const sharp = { inverseTemperature: 60 };
    const surplus = ({ fixedPoints = NaN, expectedWells = NaN }: Record<string, number>) =>
      fixedPoints - expectedWells;
    const largest = (name: string) =>
      Math.max(...Object.values(all).map((metrics) => metrics[name] ?? -Infinity));
    return {
      'largest last step': largest('lastStep'),
      'largest rise of the energy': largest('energyRise'),
      'fixed points less wells expected, dense': surplus(all.dense),
      'fixed points less wells expected, top-3': surplus(all.top),
      'fixed points less wells expected, mask': surplus(all.mask),
      'fixed points, linear': all.linear['fixedPoints'] ?? NaN,
      'fixed points, dense, β = 60': (await at({ ...sharp, model: 'dense' }))['fixedPoints'] ?? NaN,
      'fixed points, mask of 6, β = 60':
        (await at({ ...sharp, model: 'mask', kept: 6 }))['fixedPoints'] ?? NaN,
    };
  },
};

export const family: Claim<Params, HopfieldFrame> = {
  id: 'c6',
  says: 'linear, random masked, top-$K$ and positive random feature modern Hopfield models',
  at: { view: 'images', inverseTemperature: 10, kept: 4, noise: 0, features: 1024 },
  method:
    'Mean distance from the memory after one step, over 64 textures with their lower half covered; and what a random mask recalls of 64 vectors in 32 dimensions (noise σ = 0.5).',
  checks: [
    {
      metric: 'least rise of the error from K to 2K',
      unit: '',
      expect: [1e-6, 1],
      theory: 'every further memory disturbs',
    },
    { metric: 'error, top-1', unit: '', expect: [0, 1e-6], theory: 'the visible half says which: 0' },
    { metric: 'error, top-64 less dense', unit: '', expect: [-1e-6, 1e-6], theory: 'top-M is dense: 0' },
    {
      metric: 'share stored under a mask less K/M, largest',
      unit: '',
      expect: [0, 0],
      theory: 'what is kept is stored: K/M',
    },
    { metric: 'error, linear', unit: '', expect: [0.9, 1.1], theory: 'far off: as far as nothing, 1' },
    {
      metric: 'error, 1,024 random features',
      unit: '',
      expect: [0.41, 0.98],
      theory: 'between dense and linear',
    },
    { metric: 'difference from attention', unit: '', expect: [0, 1e-5], theory: '0, in 32-bit numbers' },
  ],
  async measure(run) {
    const study = async (change: Partial<Params>) =>
      finished<ImagesStudy>((await lastFrame(run(change))).images);
    const covered = await study({});
    const noisy = await study({ noise: 0.5 });
    const errors = covered.byKept.map(({ error }) => error);
    const mean = (model: string) => covered.restored.find((one) => one.model === model)?.mean ?? NaN;
    return {
      'least rise of the error from K to 2K': Math.min(
        ...errors.slice(1).map((error, i) => error - (errors[i] as number)),
      ),
      'error, top-1': errors[0] ?? NaN,
      'error, top-64 less dense': (errors.at(-1) ?? NaN) - mean('dense'),
      'share stored under a mask less K/M, largest': Math.max(
        ...noisy.byMask.map(({ kept, share }) => Math.abs(share - kept / TEXTURES)),
      ),
      'error, linear': mean('linear'),
      'error, 1,024 random features': mean('PRF'),
      'difference from attention': covered.attentionGap,
    };
  },
};
