/** Phrases of the abstract, measured on blocks that are trained here. */
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { GatingFrame, Params } from './frame.ts';
import { logSlope } from './theory.ts';

type Measure = Run<Params, GatingFrame>;

interface Outcome {
  readonly metrics: Readonly<Record<string, number>>;
  readonly signal: number;
}

/** Several claims look at the same training, which its seed and state determine; so it is trained once. */
const known = new Map<string, Promise<Outcome>>();

function once(seed: number, state: Partial<Params>, train: () => Promise<Outcome>): Promise<Outcome> {
  const key = JSON.stringify([seed, state]);
  let outcome = known.get(key);
  if (!outcome) {
    outcome = train();
    known.set(key, outcome);
    // A measurement that was cut off is not remembered.
    outcome.catch(() => known.delete(key));
  }
  return outcome;
}

const DEFAULTS: Partial<Params> = {
  ...{ regime: 'majority', relevantShare: 0.4, confusingShare: 0.2, tokenNoise: 0.1, gate: 'on' },
  ...{ stepSize: 2, steps: 150, scaling: false },
};

/** The end of 150 steps of majority voting. */
const trained = (run: Measure, seed: number, change: Partial<Params> = {}) => {
  const state = { ...DEFAULTS, ...change };
  return once(seed, state, async () => {
    let last: GatingFrame | undefined;
    for await (const frame of run(state)) last = frame;
    const { metrics, signal } = last as GatingFrame;
    return { metrics, signal };
  });
};

/** A training that ends when its test loss has fallen below θ; then `crossing` is among its metrics. */
const learned = (run: Measure, seed: number, change: Partial<Params>) => {
  const state = { ...DEFAULTS, steps: 1000 as const, ...change };
  return once(seed, state, async () => {
    let last: GatingFrame | undefined;
    for await (const frame of run(state)) {
      last = frame;
      if (frame.metrics.crossing !== undefined) break;
    }
    const { metrics, signal } = last as GatingFrame;
    return { metrics: { crossing: Infinity, ...metrics }, signal };
  });
};

/** Small steps, so that a crossing is not a matter of two or three of them. */
const SMALL = { stepSize: 0.5 } as const;
const MAJORITY = [
  { ...SMALL, relevantShare: 0.5, confusingShare: 0.1 },
  { ...SMALL, relevantShare: 0.4, confusingShare: 0.2 },
  { ...SMALL, relevantShare: 0.4, confusingShare: 0.25 },
] as const;
const LOCALITY = (
  [
    [1, 8],
    [1, 3],
    [1, 2],
    [2, 8],
  ] as const
).map(
  ([nearDistance, farDistance]) =>
    ({ regime: 'locality', gate: 'frozen', nearDistance, farDistance, localStepSize: 20 }) as const,
);

const constants = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ metrics, signal }) => (metrics.crossing as number) * signal ** 2);
const overFirst = ({ nearDistance, farDistance }: (typeof LOCALITY)[number]) =>
  `T·signal² of pairs ${nearDistance} and ${farDistance} over that of 1 and 8`;
const spreadOf = (values: readonly number[]) => Math.max(...values) / Math.min(...values);

const c1: Claim<Params, GatingFrame> = {
  id: 'c1',
  says: 'the gating vector aligns with class-relevant features while ignoring irrelevant ones',
  at: {},
  method:
    'After 150 steps on majority voting: the length of the gating vector within the plane of o₊ and o₋ over its whole length; its entries along the two; and the largest along any of the 14 other patterns.',
  checks: [
    {
      metric: 'share of the gating vector in o₊ and o₋',
      unit: '',
      expect: [0.98, 1],
      theory: 'near 1; 0.35 for a vector without preference',
    },
    { metric: 'entry along o₊', unit: '', expect: [2.3, Infinity], theory: 'grows: the gate opens' },
    { metric: 'entry along o₋', unit: '', expect: [2.3, Infinity], theory: 'grows: the gate opens' },
    { metric: 'largest other entry', unit: '', expect: [0, 0.2], theory: 'stays near 0' },
  ],
  async measure(run, { seed }) {
    const { metrics } = await trained(run, seed);
    return {
      'share of the gating vector in o₊ and o₋': metrics.aligned as number,
      'entry along o₊': metrics.plus as number,
      'entry along o₋': metrics.minus as number,
      'largest other entry': metrics.other as number,
    };
  },
};

const c2: Claim<Params, GatingFrame> = {
  id: 'c2',
  says: 'the model achieves guaranteed generalization by establishing non-asymptotic sample complexity and convergence rate bounds',
  at: { ...MAJORITY[0], steps: 400, scaling: true },
  method:
    'Steps T until the test loss of majority voting is below 0.5, with a step size of 0.5 and a gap between the shares of 0.4, 0.2 and 0.15: the slope of log T over log gap, how much T·gap² differs between the three, and the test accuracy then.',
  checks: [
    {
      metric: 'slope of log T over log gap',
      unit: '',
      expect: [-2.25, -1.75],
      theory: '−2: T is proportional to 1/gap²',
    },
    {
      metric: 'largest T·gap² over the smallest',
      unit: '',
      expect: [1, 1.25],
      theory: '1: a constant, to a quarter',
    },
    { metric: 'lowest test accuracy', unit: '', expect: [0.99, 1], theory: '1' },
  ],
  async measure(run, { seed }) {
    const outcomes: Outcome[] = [];
    for (const state of MAJORITY) outcomes.push(await learned(run, seed, state));
    return {
      'slope of log T over log gap': logSlope(
        outcomes.map(({ signal }) => signal),
        outcomes.map(({ metrics }) => metrics.crossing as number),
      ),
      'largest T·gap² over the smallest': spreadOf(constants(outcomes)),
      'lowest test accuracy': Math.min(...outcomes.map(({ metrics }) => metrics.accuracy as number)),
    };
  },
};

const c3: Claim<Params, GatingFrame> = {
  id: 'c3',
  says: 'majority-voting and locality-structured data sequences',
  at: { ...LOCALITY[0] },
  method:
    'Locality with every gate frozen at one half: steps T until the test loss is below 0.95, for pairs 1 and 8, 1 and 3, 1 and 2, 2 and 8 tokens apart, times the square of the signal (1/2)^ΔL⁺ − (1/2)^ΔL⁻.',
  checks: [
    {
      metric: 'largest T·signal² over the smallest',
      unit: '',
      expect: [1, 1.2],
      theory: '1: a constant, to a fifth',
    },
    ...LOCALITY.slice(1).map((state) => ({
      metric: overFirst(state),
      unit: '',
      expect: [1 / 1.2, 1.2] as const,
      theory: '1, whatever the distances',
    })),
  ],
  async measure(run, { seed }) {
    const outcomes: Outcome[] = [];
    for (const state of LOCALITY) outcomes.push(await learned(run, seed, state));
    const each = constants(outcomes);
    return {
      'largest T·signal² over the smallest': spreadOf(each),
      ...Object.fromEntries(
        LOCALITY.map((state, i) => [overFirst(state), (each[i] as number) / (each[0] as number)]),
      ),
    };
  },
};

/** From almost none to twice the length of a pattern. */
const NOISE = [0.1, 0.5, 1, 2] as const;
/** A rise must be more than the sampling error of a loss on 1,000 sequences, which is 0.003 to 0.016. */
const VISIBLE = 0.01;

const c4: Claim<Params, GatingFrame> = {
  id: 'c4',
  says: 'which improve as the effective signal increases and the noise decreases',
  at: { tokenNoise: 2 },
  method:
    'Test loss after 150 steps of majority voting under token noise of 0.1, 0.5, 1 and 2: how much it rises from each to the next. And how many more steps learning takes when the gap between the shares is 0.2 instead of 0.4, at a step size of 0.5.',
  checks: [
    ...NOISE.slice(1).map((tau, i) => ({
      metric: `rise of the test loss from τ = ${NOISE[i]} to ${tau}`,
      unit: '',
      expect: [VISIBLE, Infinity] as const,
      theory: 'positive, beyond sampling error',
    })),
    {
      metric: 'T at gap 0.2 over T at gap 0.4',
      unit: '',
      expect: [4 / 1.25, 4 * 1.25],
      theory: '4: half the signal, four times the time',
    },
  ],
  async measure(run, { seed }) {
    const losses: number[] = [];
    for (const tokenNoise of NOISE)
      losses.push((await trained(run, seed, { tokenNoise })).metrics.loss as number);
    const [strong, weak] = [await learned(run, seed, MAJORITY[0]), await learned(run, seed, MAJORITY[1])];
    return {
      ...Object.fromEntries(
        NOISE.slice(1).map((tau, i) => [
          `rise of the test loss from τ = ${NOISE[i]} to ${tau}`,
          (losses[i + 1] as number) - (losses[i] as number),
        ]),
      ),
      'T at gap 0.2 over T at gap 0.4':
        (weak.metrics.crossing as number) / (strong.metrics.crossing as number),
    };
  },
};

const c5: Claim<Params, GatingFrame> = {
  id: 'c5',
  says: 'formalizing a feature-selection role similar to attention but realized through selective recurrence',
  at: { gate: 'frozen' },
  method:
    'The same training of majority voting with the gate trained and with every gate frozen at one half: steps until the test loss is below 0.5, and the test loss after 150 steps.',
  checks: [
    {
      metric: 'steps with the gate trained over steps with it frozen',
      unit: '',
      expect: [0, 0.8],
      theory: 'at least 20% fewer',
    },
    {
      metric: 'test loss with the gate frozen over that with it trained',
      unit: '',
      expect: [10, Infinity],
      theory: 'at least 10 times as large',
    },
  ],
  async measure(run, { seed }) {
    const on = (await trained(run, seed)).metrics;
    const frozen = (await trained(run, seed, { gate: 'frozen' })).metrics;
    return {
      'steps with the gate trained over steps with it frozen':
        (on.crossing ?? Infinity) / (frozen.crossing ?? Infinity),
      'test loss with the gate frozen over that with it trained':
        (frozen.loss as number) / (on.loss as number),
    };
  },
};

const claims: Claim<Params, GatingFrame>[] = [c1, c2, c3, c4, c5];
export default claims;
