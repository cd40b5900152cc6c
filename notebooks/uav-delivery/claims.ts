/** Phrases of the abstract, each measured on the demo's own frames. */
import { lastFrame, mean } from '#lib/lab/run.ts';
import type { Claim, Run } from '#lib/notebook/types.ts';
import type { Scheme } from './airport.ts';
import type { DeliveryFrame, Params } from './frame.ts';
import { predictedEarly } from './statistics.ts';

type DeliveryClaim = Claim<Params, DeliveryFrame>;
type Runs = Run<Params, DeliveryFrame>;

const SCHEMES: readonly Scheme[] = ['one', 'two', 'three'];
/** A claim needs the numbers of the end only: no other fleets, and one frame for the last minute. */
const QUICK: Partial<Params> = { sweep: false, watched: 1, speed: 60 };

const end = (run: Runs, change: Partial<Params>, seed?: number): Promise<DeliveryFrame> =>
  lastFrame(run({ ...QUICK, ...change }, seed));

const schemes: DeliveryClaim = {
  id: 'c1',
  says: 'three collaborative scheduling schemes involving autonomous ground vehicles (AGVs), unmanned aerial vehicles (UAVs), and ground staff',
  at: { scheme: 'three', uavs: 18, ordersPerHour: 400, variability: 0.2, staff: 1 },
  method: 'Deliveries per hour of the three schemes, with one and with two loaders, in the same run of luck.',
  checks: [
    {
      metric: 'three-cycle − two-cycle, one loader',
      unit: 'per hour',
      expect: [0, Infinity],
      theory: 'Own take-off points: fewer AGVs wait for each other',
    },
    {
      metric: 'two-cycle − one-cycle, one loader',
      unit: 'per hour',
      expect: [0, Infinity],
      theory: 'Two landing points instead of one: the bound rises from 94.7 to 189.5',
    },
    {
      metric: 'three-cycle − two-cycle, two loaders',
      unit: 'per hour',
      expect: [0, Infinity],
      theory: 'The bound rises from 189.5 (landing) to 220 (AGVs)',
    },
    {
      metric: 'two-cycle − one-cycle, two loaders',
      unit: 'per hour',
      expect: [0, Infinity],
      theory: 'The bound rises from 94.7 to 189.5',
    },
  ],
  async measure(run) {
    const rates = async (staff: 1 | 2) => {
      const of = async (scheme: Scheme) => (await end(run, { scheme, staff })).rate;
      return [await of('one'), await of('two'), await of('three')] as const;
    };
    const [one1, two1, three1] = await rates(1);
    const [one2, two2, three2] = await rates(2);
    return {
      'three-cycle − two-cycle, one loader': three1 - two1,
      'two-cycle − one-cycle, one loader': two1 - one1,
      'three-cycle − two-cycle, two loaders': three2 - two2,
      'two-cycle − one-cycle, two loaders': two2 - one2,
    };
  },
};

const efficiency: DeliveryClaim = {
  id: 'c2',
  says: 'further optimize overall delivery efficiency',
  at: { scheme: 'three', ordersPerHour: 150, staff: 1 },
  method: 'Mean score of the orders decided in the second half, those given up counted as 0, per scheme.',
  checks: [
    {
      metric: 'two-cycle − one-cycle',
      unit: '% score',
      expect: [20, 100],
      theory: 'One loop lands 94.7 of 150 orders per hour, 63% of them; two pads land all',
    },
    {
      metric: 'three-cycle − two-cycle',
      unit: '% score',
      expect: [-5, 5],
      theory: 'Both fly more than 150 per hour: nothing is left to gain',
    },
  ],
  async measure(run) {
    const score = async (scheme: Scheme) => (await end(run, { scheme })).orders.score;
    const [one, two, three] = [await score('one'), await score('two'), await score('three')];
    return { 'two-cycle − one-cycle': two - one, 'three-cycle − two-cycle': three - two };
  },
};

const scheduling: DeliveryClaim = {
  id: 'c3',
  says: 'efficient swarm scheduling and management are crucial',
  at: { scheme: 'one', ordersPerHour: 180, orderRule: 'smart' },
  method: 'The same airport with two rules for the next order: highest expected score, and first come.',
  checks: [
    {
      metric: 'smart − first come',
      unit: '% score',
      expect: [15, 100],
      theory: 'Half of the orders can be flown: first come serves each when it has lost points already',
    },
    {
      metric: 'throughput, smart over first come',
      unit: '',
      expect: [0.95, 1.05],
      theory: 'The pad decides how many fly, the rule only which',
    },
  ],
  async measure(run) {
    const smart = await end(run, { orderRule: 'smart' });
    const first = await end(run, { orderRule: 'first' });
    return {
      'smart − first come': smart.orders.score - first.orders.score,
      'throughput, smart over first come': smart.rate / first.rate,
    };
  },
};

/** Runs per mean: one run of 45 counted minutes has a spread of about 2%, a mean of 16 one of half a percent. */
const REPEATS = 16;

const execution: DeliveryClaim = {
  id: 'c4',
  says: 'accurately translates the requirements from the scheduling layer into specific execution instructions',
  at: { scheme: 'three', ordersPerHour: 400, staff: 1, variability: 0.5 },
  method: `All schemes at c = 0, 0.3 and 0.5, means of ${REPEATS} runs each; every journal is audited.`,
  checks: [
    { metric: 'illegal state changes', unit: '', expect: [0, 0], theory: 'Machines obey their tables only' },
    {
      metric: 'faults in the books',
      unit: '',
      expect: [0, 0],
      theory: 'Parcels, UAVs, batteries and points are conserved',
    },
    {
      metric: 'least throughput kept',
      unit: '',
      expect: [0.95, 1.05],
      theory: 'Machines wait for reports, so that noise costs only what queues lose by it',
    },
  ],
  async measure(run, lab) {
    let [illegal, faults, least] = [0, 0, Infinity];
    for (const scheme of SCHEMES) {
      const rates: number[] = [];
      for (const variability of [0, 0.3, 0.5]) {
        const some: number[] = [];
        for (let i = 0; i < REPEATS; i++) {
          const frame = await end(run, { scheme, variability }, lab.seed + 1000 * i);
          illegal += frame.illegal;
          faults += frame.violations.length;
          some.push(frame.rate);
        }
        rates.push(mean(some));
      }
      least = Math.min(least, ...rates.slice(1).map((rate) => rate / (rates[0] as number)));
    }
    return {
      'illegal state changes': illegal,
      'faults in the books': faults,
      'least throughput kept': least,
    };
  },
};

const PADDINGS = [0, 0.25, 0.5] as const;
const early = (p: number) => `commands too early at p = ${p}`;
const scaled = (p: number) => `throughput × (1 + p) at p = ${p}`;

const middleware: DeliveryClaim = {
  id: 'c5',
  says: 'bridge the gap between high-level scheduling algorithms and low-level execution systems',
  at: { scheme: 'one', ordersPerHour: 400, variability: 0.2, execution: 'blind', padding: 0.25 },
  method:
    'Share of commands that a blind timetable issues before the work is done, with the same noise draws.',
  checks: [
    ...([0.25, 0, 0.5] as const).map((p) => {
      const share = predictedEarly({ blind: true, variability: 0.2, padding: p });
      // Four standard errors of a share among 2,000 commands, the fewest of these runs.
      const margin = 4 * Math.sqrt((share * (1 - share)) / 2000);
      return {
        metric: early(p),
        unit: '',
        expect: [share - margin, share + margin] as const,
        theory: `1 − Φ((ln(1 + p) + c²/2)/c) = ${share.toFixed(3)}, ± 4 standard errors`,
      };
    }),
    { metric: 'machines', unit: '', expect: [0, 0], theory: 'A command waits for the report' },
    ...([0.25, 0.5] as const).map((p) => ({
      metric: scaled(p),
      unit: 'per hour',
      expect: [90, 99.4] as const,
      theory: 'The bound 94.7 of the landing pad, divided by 1 + p; within 5%',
    })),
  ],
  async measure(run) {
    const measured: Record<string, number> = {};
    for (const padding of PADDINGS) {
      const { commands, rate } = await end(run, { padding });
      measured[early(padding)] = commands.early / commands.count;
      if (padding > 0) measured[scaled(padding)] = rate * (1 + padding);
    }
    const { commands } = await end(run, { execution: 'machines' });
    return { ...measured, machines: commands.early / commands.count };
  },
};

const feasibility: DeliveryClaim = {
  id: 'c6',
  says: 'rationality and feasibility of the proposed management system',
  at: { scheme: 'one', staff: 2, variability: 0, ordersPerHour: 400 },
  method: 'Deliveries per hour without execution noise against the bound, for 1 to 4 and for 18 UAVs.',
  checks: [
    {
      metric: 'one-cycle, 18 UAVs',
      unit: 'per hour',
      expect: [93.3, 96.1],
      theory: '3,600/38 = 94.7, a landing every 38 s; ± 1 parcel of the 45 minutes counted',
    },
    {
      metric: 'two-cycle, 18 UAVs',
      unit: 'per hour',
      expect: [186.6, 192.2],
      theory: 'Twice 94.7; ± 1 parcel on each pad',
    },
    {
      metric: 'largest distance to the bound, 1 to 4 UAVs',
      unit: '',
      expect: [0, 0.08],
      theory: 'U / R₀ with nobody in the way; stations are drawn, so that flights are not of mean length',
    },
  ],
  async measure(run) {
    let farthest = 0;
    for (const uavs of [1, 2, 3, 4]) {
      const { rate, limits } = await end(run, { uavs });
      farthest = Math.max(farthest, Math.abs(rate / (limits[0]?.rate ?? NaN) - 1));
    }
    return {
      'one-cycle, 18 UAVs': (await end(run, {})).rate,
      'two-cycle, 18 UAVs': (await end(run, { scheme: 'two' })).rate,
      'largest distance to the bound, 1 to 4 UAVs': farthest,
    };
  },
};

export default [
  schemes,
  efficiency,
  scheduling,
  execution,
  middleware,
  feasibility,
] satisfies readonly DeliveryClaim[];
