/** Phrases of the abstract, each measured on frames of the same simulation that the page shows. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { HopfieldFrame, Params } from './simulation.ts';
import type { Study } from './slow.ts';
import { SIZES } from './study-dimension.ts';

type Runs = Run<Params, HopfieldFrame>;

const metric = (frame: HopfieldFrame, name: string): number => frame.metrics[name] as number;

/** The finished study of a run. */
async function study<K extends Study['kind']>(
  run: Runs,
  kind: K,
  change: Partial<Params> = {},
): Promise<Extract<Study, { kind: K }>> {
  const result = (await lastFrame(run({ ...change, study: kind }))).study;
  if (result?.kind !== kind || !result.done) throw new Error(`The study ${kind} did not come to an end.`);
  return result as Extract<Study, { kind: K }>;
}

const RANDOM_MAPS = 5;
/** Least dimension found in the prototype for M = 4 … 128. */
const LEAST = [2, 2, 3, 4, 5, 7] as const;

const optimal: Claim<Params, HopfieldFrame> = {
  id: 'c1',
  says: 'the optimal capacity of KHMs occurs when the feature space allows memories to form an optimal spherical code',
  at: { featureMap: 'U-Hop+', memories: 12, featureDimension: 3, inverseTemperature: 10, study: 'recall' },
  method:
    'Twelve letters on the globe: the learned map’s smallest angle over that of the icosahedron, what is stored at β = 10 and the basin shares at β = 8, against random maps.',
  checks: [
    {
      metric: 'stored of 12, learned',
      unit: '',
      expect: [12, 12],
      theory: 'every memory of an icosahedron is a well of its own',
    },
    {
      metric: 'angle ÷ Tammes optimum',
      unit: '',
      expect: [0.99, 1.0001],
      theory: '1 for the icosahedron, 63.43°',
    },
    { metric: 'stored of 12, random', unit: '', expect: [0, 5], theory: 'crowded memories share wells' },
    { metric: 'memories mixed, learned', unit: '', expect: [1, 2], theory: '1 when wells are separate' },
    {
      metric: 'memories mixed, mean of 5 random maps',
      unit: '',
      expect: [4, 12],
      theory: 'metastable states',
    },
    { metric: 'smallest basin share', unit: '', expect: [0.07, 0.095], theory: '1/12 = 0.083 by symmetry' },
    { metric: 'largest basin share', unit: '', expect: [0.07, 0.095], theory: '1/12 = 0.083 by symmetry' },
  ],
  async measure(run, lab) {
    const learned = await lastFrame(run());
    const basins = await lastFrame(run({ inverseTemperature: 8, layer: 'basins' }));
    const random: HopfieldFrame[] = [];
    for (let k = 0; k < RANDOM_MAPS; k++)
      random.push(await lastFrame(run({ featureMap: 'random' }, lab.seed + k)));
    const mixed = random.reduce((sum, frame) => sum + metric(frame, 'metastable'), 0) / RANDOM_MAPS;
    return {
      'stored of 12, learned': metric(learned, 'stored'),
      'angle ÷ Tammes optimum': metric(learned, 'optimality'),
      'stored of 12, random': metric(random[0] as HopfieldFrame, 'stored'),
      'memories mixed, learned': metric(learned, 'metastable'),
      'memories mixed, mean of 5 random maps': mixed,
      'smallest basin share': metric(basins, 'smallestBasin'),
      'largest basin share': metric(basins, 'largestBasin'),
    };
  },
};

const bounds: Claim<Params, HopfieldFrame> = {
  id: 'c2',
  says: 'an upper capacity bound that matches the well-known exponential lower bound',
  at: { study: 'codes', inverseTemperature: 12 },
  method:
    'The root systems with Δ = ½ in dimensions 2 to 8 are stored, and ln M over D grows with a slope between those of the two bounds on codes of 60°.',
  checks: [
    {
      metric: 'slope of ln M over D',
      unit: '',
      expect: [0.225, 0.809],
      theory: 'slopes of ln 1/C(60°) and ln 1/C(30°)',
    },
    { metric: 'least stored fraction', unit: '', expect: [1, 1], theory: 'all of them, up to 240 memories' },
  ],
  async measure(run) {
    const { slope, rows } = await study(run, 'codes');
    return {
      'slope of ln M over D': slope,
      'least stored fraction': Math.min(...rows.map((row) => row.exact)),
    };
  },
};

const rate: Claim<Params, HopfieldFrame> = {
  id: 'c3',
  says: 'A sub-linear time algorithm',
  at: { study: 'rate', memories: 12, featureDimension: 3 },
  method: 'Plain gradient descent (τ = 0.1, step 1): the largest n·(Lₙ − L_best) over 4,000 steps.',
  checks: [
    {
      metric: 'max n·(Lₙ − L_best)',
      unit: '',
      expect: [0, 8],
      theory: 'bounded if the gap falls at least like 1/n',
    },
  ],
  async measure(run) {
    return { 'max n·(Lₙ − L_best)': (await study(run, 'rate')).bound };
  },
};

const scaling: Claim<Params, HopfieldFrame> = {
  id: 'c4',
  says: 'the required feature dimension relative to the number of stored memories',
  at: { study: 'dimension', inverseTemperature: 10 },
  method:
    'The least D in which U-Hop+ on freely placed features stores at least 99% of M memories at β = 10.',
  checks: [
    ...SIZES.map((M, i) => ({
      metric: `least D for M = ${M}`,
      unit: '',
      expect: [(LEAST[i] as number) - 1, (LEAST[i] as number) + 1] as const,
      theory: 'about log₂ M',
    })).reverse(),
    {
      metric: 'random ÷ learned D, M = 128',
      unit: '',
      expect: [1.5, Infinity],
      theory: 'random features need far more dimensions',
    },
  ],
  async measure(run) {
    const { rows } = await study(run, 'dimension');
    const last = rows.at(-1) as (typeof rows)[number];
    return {
      ...Object.fromEntries(rows.map(({ M, learned }) => [`least D for M = ${M}`, learned])),
      'random ÷ learned D, M = 128': last.random / last.learned,
    };
  },
};

const merging: Claim<Params, HopfieldFrame> = {
  id: 'c5',
  says: 'identify corresponding necessary conditions',
  at: { study: 'merging', featureMap: 'U-Hop+', memories: 12, featureDimension: 3, inverseTemperature: 10 },
  method: 'One memory is dragged along the great circle to its neighbour until the two wells are one.',
  checks: [
    {
      metric: 'βΔ of merging, M = 12',
      unit: '',
      expect: [1.9, 2.1],
      theory: '2, up to the pull of the other memories',
    },
    { metric: 'βΔ of merging, M = 12, β = 20', unit: '', expect: [1.9, 2.1], theory: '2' },
    { metric: 'βΔ of merging, M = 2', unit: '', expect: [1.995, 2.005], theory: 'exactly 2: a pitchfork' },
    {
      metric: 'angle of merging, M = 2',
      unit: '°',
      expect: [36.82, 36.92],
      theory: 'arccos(1 − 2/β) = 36.87°',
    },
  ],
  async measure(run) {
    const twelve = await study(run, 'merging');
    const sharper = await study(run, 'merging', { inverseTemperature: 20 });
    const pair = await study(run, 'merging', { memories: 2, featureMap: 'random' });
    return {
      'βΔ of merging, M = 12': twelve.critical ?? Infinity,
      'βΔ of merging, M = 12, β = 20': sharper.critical ?? Infinity,
      'βΔ of merging, M = 2': pair.critical ?? Infinity,
      'angle of merging, M = 2': pair.angle ?? Infinity,
    };
  },
};

const retrieval: Claim<Params, HopfieldFrame> = {
  id: 'c6',
  says: 'improve both the retrieval capability of KHMs',
  at: {
    study: 'recall',
    featureMap: 'U-Hop+',
    memories: 24,
    featureDimension: 8,
    inverseTemperature: 10,
    pixelNoise: 1,
  },
  method: '24 letters, every copy with one flipped pixel: the fraction that is recalled at β = 10.',
  checks: [
    { metric: 'recall, U-Hop+ in 8 dimensions', unit: '', expect: [0.85, 1], theory: 'separated features' },
    {
      metric: 'recall, raw pixels',
      unit: '',
      expect: [0, 0.36],
      theory: 'letters share strokes: cosines up to 0.89',
    },
  ],
  async measure(run) {
    const { raw, mapped } = await study(run, 'recall');
    return { 'recall, U-Hop+ in 8 dimensions': mapped, 'recall, raw pixels': raw };
  },
};

export default [optimal, bounds, rate, scaling, merging, retrieval];
