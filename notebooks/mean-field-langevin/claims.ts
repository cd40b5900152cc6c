/** Phrases of the abstract, measured on runs of the demo against the exact infinite network. */
import { lastFrame, mean } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { LangevinFrame, Params } from './frame.ts';
import type { Measured } from './meter.ts';

type Runs = Run<Params, LangevinFrame>;

/** Faster frames, and nothing that a number does not need: the steps and their noise stay the same. */
const PLAIN = { speed: 50, sweep: false, reference: false } as const;

/** N × mean squared error at rest. */
async function atRest(run: Runs, change: Partial<Params>, seed?: number): Promise<Measured> {
  const { measured } = await lastFrame(run({ ...PLAIN, networks: 1, ...change }, seed));
  if (!measured) throw new Error('The run ended without a measurement.');
  return measured;
}

/** v(λ) for the data as they come: quadrature of μ*, which the tests repeat. */
export const PREDICTED = { 0.1: 0.308036, 0.03: 0.0963909, 0.01: 0.0327256 } as const;

const SIZES = [8, 32, 128] as const;

const number: Claim<Params, LangevinFrame> = {
  id: 'c1',
  says: 'diminishes as the number of particles increases',
  at: { temperature: 0.1, step: 0.1, neurons: 32, networks: 1, replicas: 64, sweep: true },
  method:
    'Networks of 8, 32 and 128 neurons, 64 of each, at rest: N times the mean squared distance to the exact infinite network.',
  checks: [
    {
      metric: 'slope of log error over log N',
      unit: '',
      expect: [-1.05, -0.95],
      theory: '−1: the error is v/N',
    },
    {
      metric: 'largest ÷ smallest N × error, N = 8, 32, 128',
      unit: '',
      expect: [1, 1.08],
      theory: '1: one constant for all N',
    },
  ],
  async measure(run) {
    const scaled: number[] = [];
    for (const neurons of SIZES) scaled.push((await atRest(run, { neurons })).value);
    const x = SIZES.map((N) => Math.log(N));
    const y = SIZES.map((N, i) => Math.log((scaled[i] as number) / N));
    return {
      'slope of log error over log N': slope(x, y),
      'largest ÷ smallest N × error, N = 8, 32, 128': Math.max(...scaled) / Math.min(...scaled),
    };
  },
};

const time: Claim<Params, LangevinFrame> = {
  id: 'c2',
  says: 'the approximation error due to finite particles remains uniform in time',
  at: { temperature: 0.1, neurons: 64, step: 0.1, networks: 1, replicas: 64 },
  method:
    'N times the mean squared distance between 64 networks of 64 neurons and the infinite network at the same time, for every t up to 120.',
  checks: [
    {
      metric: 'largest ÷ median N × error, t ≥ 2',
      unit: '',
      expect: [1, 2],
      theory: 'bounded for all times: no growth',
    },
    {
      metric: 'N × error at t = 0 ÷ median',
      unit: '',
      expect: [10, Infinity],
      theory: 'neurons start independent; then the loss holds them together',
    },
  ],
  async measure(run) {
    const { history } = await lastFrame(run({ ...PLAIN, reference: true }));
    const later = history.error.filter((_, i) => (history.time[i] as number) >= 2).sort((a, b) => a - b);
    const median = later[later.length >> 1] as number;
    return {
      'largest ÷ median N × error, t ≥ 2': (later.at(-1) as number) / median,
      'N × error at t = 0 ÷ median': (history.error[0] as number) / median,
    };
  },
};

const ratioAt = (lambda: number, seeds: number) => ({
  lambda,
  seeds,
  metric: `N × error ÷ v(λ), λ = ${lambda}`,
});
/** At λ = 0.1 the interval's lower end is 2% away, so four runs of 64 networks are averaged there. */
const RATIOS = [ratioAt(0.01, 1), ratioAt(0.03, 1), ratioAt(0.1, 4)] as const;

const cold: Claim<Params, LangevinFrame> = {
  id: 'c3',
  says: 'removes the exponential dependence on the regularization coefficient from the particle approximation term',
  at: { neurons: 32, step: 0.025, temperature: 0.01, networks: 1, replicas: 64 },
  method:
    'N times the error of 64 networks of 32 neurons at three temperatures, beside v(λ) and beside the exponential factor of the older theory.',
  checks: [
    ...RATIOS.map(({ metric }) => ({
      metric,
      unit: '',
      expect: [1, 1.15] as const,
      theory: '1, and a little more for steps of finite length',
    })),
    {
      metric: 'N × error at λ = 0.01 ÷ at λ = 0.1',
      unit: '',
      expect: [0, 1],
      theory: 'v(0.01)/v(0.1) = 0.106: it falls with λ',
    },
    { metric: 'osc/λ, λ = 0.1', unit: '', expect: [32, 32.5], theory: 'the old factor is e to this power' },
    { metric: 'osc/λ, λ = 0.01', unit: '', expect: [318, 319], theory: 'the old factor is e to this power' },
  ],
  async measure(run, lab) {
    const values: Record<string, number> = {};
    const scaled = new Map<number, number>();
    for (const { lambda, seeds, metric } of RATIOS) {
      const frames: LangevinFrame[] = [];
      for (let k = 0; k < seeds; k++) {
        const change = { ...PLAIN, networks: 1, temperature: lambda };
        frames.push(await lastFrame(run(change, lab.seed + 1000 * k)));
      }
      const { bounds } = frames[0] as LangevinFrame;
      scaled.set(lambda, mean(frames.map(({ measured }) => measured?.value ?? NaN)));
      values[metric] = (scaled.get(lambda) as number) / bounds.variance;
      values[`osc/λ, λ = ${lambda}`] = bounds.oldPowers * Math.LN10;
    }
    values['N × error at λ = 0.01 ÷ at λ = 0.1'] = (scaled.get(0.01) as number) / (scaled.get(0.1) as number);
    return values;
  },
};

const NEURONS = 16;
/** v/(MN) within 20%, and a bias of at most 2·10⁻⁴ on top. */
const around = (networks: number): [number, number] => {
  const predicted = PREDICTED[0.1] / (networks * NEURONS);
  return [0.8 * predicted, 1.2 * predicted + 2e-4];
};

const ensemble: Claim<Params, LangevinFrame> = {
  id: 'c4',
  says: 'we propose a PoC-based model ensemble strategy with theoretical guarantees',
  at: { temperature: 0.1, neurons: NEURONS, step: 0.1, networks: 16, replicas: 64 },
  method:
    'Mean squared error of the averaged output of 16, 4 and 1 networks of 16 neurons, from 64 that ran independently; and of one network of 256.',
  checks: [
    ...[16, 4, 1].map((networks) => ({
      metric: `error of ${networks} averaged`,
      unit: '',
      expect: around(networks),
      theory: `v/(MN) = ${(PREDICTED[0.1] / (networks * NEURONS)).toPrecision(3)}, and a bias of at most 2·10⁻⁴`,
    })),
    {
      metric: 'error of one network of 256',
      unit: '',
      expect: around(16),
      theory: 'the same as that of 16 networks of 16',
    },
  ],
  async measure(run) {
    const { ensembles } = await lastFrame(run(PLAIN));
    const of = (networks: number) => ensembles.find((row) => row.networks === networks)?.value as number;
    const large = await atRest(run, { neurons: 256, replicas: 16 });
    return {
      'error of 16 averaged': of(16),
      'error of 4 averaged': of(4),
      'error of 1 averaged': of(1),
      'error of one network of 256': large.value / 256,
    };
  },
};

const descent: Claim<Params, LangevinFrame> = {
  id: 'c5',
  says: 'noisy gradient descent for two-layer neural networks in the mean-field regime',
  at: { neurons: 512, temperature: 0.1, networks: 1, replicas: 4 },
  method:
    'Noisy gradient descent on 512 neurons until t = 120, four networks under each of three seeds: N times the error to the exact infinite network, over v(λ).',
  checks: [
    {
      metric: 'N × error ÷ v(λ), mean of three seeds',
      unit: '',
      expect: [0.75, 1.25],
      theory: '1: the trained cloud is the infinite network, up to v/N',
    },
  ],
  async measure(run, lab) {
    const scaled: number[] = [];
    for (let k = 0; k < 3; k++) scaled.push((await atRest(run, {}, lab.seed + 1000 * k)).value);
    return { 'N × error ÷ v(λ), mean of three seeds': mean(scaled) / PREDICTED[0.1] };
  },
};

function slope(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const over = x.reduce((sum, xi, i) => sum + (xi - mx) * ((y[i] as number) - my), 0);
  return over / x.reduce((sum, xi) => sum + (xi - mx) ** 2, 0);
}

export default [number, time, cold, ensemble, descent];
