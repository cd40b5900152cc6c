/** Phrases of the abstract, measured on layers that are trained here. */
import { lastFrame } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { DenoisingFrame, Params } from './frame.ts';
import { logSlope } from './theory.ts';

type Measure = Run<Params, DenoisingFrame>;

interface Outcome {
  readonly metrics: Readonly<Record<string, number>>;
  readonly oracle: number;
}

/** Several claims look at the same long run, which its seed and state determine; so it is trained once. */
const known = new Map<string, Outcome>();

/** How the 3,000 steps from that state end. */
async function long(
  run: Measure,
  seed: number,
  { tokens = 16, initialScale = 0.1, signalLevel = 0.5 }: Partial<Params> = {},
): Promise<Outcome> {
  const state = { tokens, initialScale, signalLevel };
  const key = JSON.stringify([seed, state]);
  let outcome = known.get(key);
  if (!outcome) {
    const { metrics, lines } = await lastFrame(run({ ...state, steps: 3000 }));
    outcome = { metrics, oracle: lines.oracle };
    known.set(key, outcome);
  }
  return outcome;
}

const around = (value: number, share: number) => [value * (1 - share), value * (1 + share)] as const;

const claims: Claim<Params, DenoisingFrame>[] = [
  {
    id: 'c1',
    says: 'global convergence towards the Bayes optimal risk of the denoising objective',
    at: { tokens: 16, steps: 3000 },
    method:
      'Mean squared distance per coordinate from the oracle predictor on fresh sequences after 3,000 steps, from a small and a five times larger start, and with 32 tokens.',
    checks: [
      {
        metric: 'excess, N = 16',
        unit: '',
        expect: around(0.0181, 0.1),
        theory: 'best averaging leaves 0.0181',
      },
      {
        metric: 'excess, N = 16, initial scale 0.5',
        unit: '',
        expect: around(0.0181, 0.1),
        theory: 'the same, whatever the start',
      },
      { metric: 'excess, N = 32', unit: '', expect: around(0.0093, 0.1), theory: 'half of it: 0.0093' },
    ],
    async measure(run, { seed }) {
      const excess = async (state: Partial<Params>) =>
        (await long(run, seed, state)).metrics.excess as number;
      return {
        'excess, N = 16': await excess({}),
        'excess, N = 16, initial scale 0.5': await excess({ initialScale: 0.5 }),
        'excess, N = 32': await excess({ tokens: 32 }),
      };
    },
  },
  {
    id: 'c2',
    says: 'the required number of tokens per data point and training iterations',
    at: { sweep: true },
    method:
      'A layer is trained for 700 steps for each of N = 4, 8, 16, 32, 64; the excess of each over the oracle, and the slope of log excess over log N.',
    checks: [
      {
        metric: 'slope of log excess over log N',
        unit: '',
        expect: [-1.05, -0.8],
        theory: '−1, less what short training leaves at large N',
      },
      { metric: 'excess, N = 4', unit: '', expect: around(0.068, 0.15), theory: 'formula: 0.068' },
      { metric: 'excess, N = 8', unit: '', expect: around(0.036, 0.15), theory: 'formula: 0.036' },
      { metric: 'excess, N = 16', unit: '', expect: around(0.018, 0.15), theory: 'formula: 0.018' },
    ],
    async measure(run) {
      const { sweep } = await lastFrame(run());
      const at = (N: number) => sweep.find((point) => point.N === N)?.excess as number;
      return {
        'slope of log excess over log N': logSlope(
          sweep.map(({ N }) => N),
          sweep.map(({ excess }) => excess),
        ),
        ...Object.fromEntries([4, 8, 16].map((N) => [`excess, N = ${N}`, at(N)])),
      };
    },
  },
  {
    id: 'c3',
    says: 'the self-attention module of the trained transformer implements a mean denoising mechanism',
    at: { tokens: 16, steps: 3000 },
    method:
      'After 3,000 steps, the distance of the attended average from the plain mean of the tokens over the size of that mean (root mean squares), and the entropy of attention over ln N.',
    checks: [16, 32].flatMap((N) => [
      {
        metric: `attended average to token mean, N = ${N}`,
        unit: '',
        expect: [0, 0.03] as const,
        theory: '0: attention averages',
      },
      {
        metric: `entropy / ln N, N = ${N}`,
        unit: '',
        expect: [0.995, 1] as const,
        theory: '1: equal weights',
      },
    ]),
    async measure(run, { seed }) {
      const out: Record<string, number> = {};
      for (const tokens of [16, 32] as const) {
        const { metrics } = await long(run, seed, { tokens });
        out[`attended average to token mean, N = ${tokens}`] = metrics.distance as number;
        out[`entropy / ln N, N = ${tokens}`] = metrics.entropy as number;
      }
      return out;
    },
  },
  {
    id: 'c4',
    says: 'approximate the oracle Minimum Mean Squared Error (MMSE) estimator of the injected noise',
    at: { tokens: 32, steps: 3000 },
    method:
      'With 32 tokens, the mean squared distance per coordinate from the oracle predictor at three noise levels, over what the best averaging leaves by formula.',
    checks: [0.5, 0.3, 0.1].map((level) => ({
      metric: `distance over formula, ᾱ = ${level}`,
      unit: '',
      expect: [0.85, 1.15] as const,
      theory: '1',
    })),
    async measure(run, { seed }) {
      const out: Record<string, number> = {};
      for (const signalLevel of [0.5, 0.3, 0.1]) {
        const { metrics } = await long(run, seed, { tokens: 32, signalLevel });
        out[`distance over formula, ᾱ = ${signalLevel}`] =
          (metrics.excess as number) / (metrics.floor as number);
      }
      return out;
    },
  },
  {
    id: 'c5',
    says: 'despite the non-convex loss landscape',
    at: { tokens: 16, steps: 3000, initialScale: 0.5 },
    method:
      'The risk per coordinate (that of the oracle plus the measured excess) after 3,000 steps from initial scales 0.1 and 0.5, and how much higher it is from 1.0, where a run may stall.',
    checks: [
      {
        metric: 'risk from initial scale 0.5',
        unit: '',
        expect: around(0.2181, 0.01),
        theory: 'the same floor, 0.2181',
      },
      {
        metric: 'risk from initial scale 0.1',
        unit: '',
        expect: around(0.2181, 0.01),
        theory: 'the same floor, 0.2181',
      },
      {
        metric: 'risk from initial scale 1 above that from 0.1',
        unit: '',
        expect: [-0.002, Infinity],
        theory: 'never below; a saturated start may stall',
      },
    ],
    async measure(run, { seed }) {
      const risk = async (initialScale: number) => {
        const { oracle, metrics } = await long(run, seed, { initialScale });
        return oracle + (metrics.excess as number);
      };
      const small = await risk(0.1);
      return {
        'risk from initial scale 0.5': await risk(0.5),
        'risk from initial scale 0.1': small,
        'risk from initial scale 1 above that from 0.1': (await risk(1)) - small,
      };
    },
  },
  {
    id: 'c6',
    says: 'we do not know why transformer-based models can match the score function',
    at: { tokens: 8 },
    method:
      'Excess of the best denoiser that sees one token at a time (Bayes on one token) minus that of trained attention, at N = 8 and N = 4, and the excess of the layer without attention minus that with it.',
    checks: [
      {
        metric: 'one-token Bayes minus attention, N = 8',
        unit: '',
        expect: [0, Infinity],
        theory: 'positive from N = 8 on',
      },
      {
        metric: 'one-token Bayes minus attention, N = 4',
        unit: '',
        expect: [-Infinity, 0],
        theory: 'four tokens are too few for averaging to win',
      },
      {
        metric: 'without attention minus with it, N = 8',
        unit: '',
        expect: [0, Infinity],
        theory: 'a linear map of one token stops higher still',
      },
    ],
    async measure(run) {
      const [eight, four] = [(await lastFrame(run())).metrics, (await lastFrame(run({ tokens: 4 }))).metrics];
      const gap = (of: string, metrics: Readonly<Record<string, number>>) =>
        (metrics[of] as number) - (metrics.excess as number);
      return {
        'one-token Bayes minus attention, N = 8': gap('single', eight),
        'one-token Bayes minus attention, N = 4': gap('single', four),
        'without attention minus with it, N = 8': gap('lone', eight),
      };
    },
  },
];

export default claims;
