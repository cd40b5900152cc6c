// The two graphs against plain float64, and the rule of the master.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { float32, floats } from '#lib/lab/tensor.ts';
import { BETTER, END, TIMEOUT } from './airport.ts';
import { limitsOf, timesOf } from './bounds.ts';
import { OrderBook, scoreOf, type Order } from './orders.ts';
import { orderStatistics, rateOf } from './statistics.ts';
import { ended, labs } from './testing.ts';

afterAll(() => labs.release());

const order = (number: number, placed: number, station: number): Order => ({
  number,
  placed,
  station,
  taken: null,
  delivered: null,
  givenUp: null,
});

const book = async (orders: readonly Order[], rule: 'smart' | 'first', last?: [number, number]) => {
  const made = new OrderBook(await labs.lab(0).model('orders'), rule);
  made.pending.push(...orders);
  if (last) [made.last[0], made.last[1]] = last;
  return made;
};

/** The rule written once more: is `a` flown before `b`? */
function goesFirst(
  a: Order,
  b: Order,
  now: number,
  flight: readonly number[],
  last: readonly number[],
): boolean {
  const facts = ({ placed, station }: Order) => {
    const age = now + flight[station]! - placed;
    return { recent: last.includes(station) ? 1 : 0, score: scoreOf(age), slack: BETTER - age };
  };
  const [x, y] = [facts(a), facts(b)];
  if (x.recent !== y.recent) return x.recent < y.recent;
  if (Math.abs(x.score - y.score) > 1e-3) return x.score > y.score;
  return x.slack < y.slack;
}

describe('orders.onnx', () => {
  const flight = [60, 70, 80, 65, 75, 68];

  test('arrival and score are the formulas’, and the key sorts as the rule says', async () => {
    const anyOrders = fc.array(fc.tuple(fc.integer({ min: 0, max: 1700 }), fc.integer({ min: 0, max: 5 })), {
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(anyOrders, async (list) => {
        const orders = list.map(([placed, station], i) => order(i, placed, station));
        const last: [number, number] = [1, 4];
        const { eta, score, key } = await (await book(orders, 'smart', last)).rank({ now: 1800, flight });
        orders.forEach(({ placed, station }, i) => {
          expect(eta[i]).toBeCloseTo(1800 + flight[station]!, 3);
          // 32-bit times near 2,000 s are exact to 1e-4 s, a third of that in points.
          expect(Math.abs(score[i]! - scoreOf(1800 + flight[station]! - placed))).toBeLessThan(1e-3);
        });
        for (let i = 1; i < orders.length; i++) {
          const [a, b] = [orders[i - 1]!, orders[i]!];
          if (Math.abs(key[i - 1]! - key[i]!) < 1e-2) continue;
          expect(key[i - 1]! > key[i]!).toBe(goesFirst(a, b, 1800, flight, last));
        }
      }),
      { numRuns: 60, seed: 20 },
    );
  });

  test('the master takes the least slack among full scores, avoids the last stations, gives up the hopeless', async () => {
    const fresh = order(0, 1500, 0);
    const pressing = order(1, 700, 2);
    const late = order(2, 500, 3);
    const hopeless = order(3, 300, 5);
    const now = 1800;
    const all = await book([hopeless, late, pressing, fresh], 'smart');
    expect(await all.choose({ now, flight })).toBe(pressing);
    expect(hopeless.givenUp).toBe(now);
    expect(all.pending).toEqual([late, fresh]);
    expect(all.last).toEqual([2, -1]);
    const avoiding = await book([{ ...pressing }, { ...fresh }], 'smart', [2, 3]);
    expect((await avoiding.choose({ now, flight }))?.number).toBe(0);
    const patient = await book([{ ...late }, { ...pressing }], 'first');
    expect((await patient.choose({ now, flight }))?.number).toBe(2);
    expect(await (await book([], 'smart')).choose({ now, flight })).toBeUndefined();
  });

  test('a mutant that takes the lowest score first loses points at the same throughput', async () => {
    const params = { scheme: 'one', ordersPerHour: 180 } as const;
    const smart = await ended(params);
    const reversed = await ended(params, 0, ({ book: master }) => {
      const rank = master.rank.bind(master);
      master.rank = async (pick) => {
        const ranking = await rank(pick);
        return {
          ...ranking,
          key: Array.from(ranking.score, (score) => -score),
        };
      };
    });
    expect(rateOf(reversed.orders, END).rate).toBeCloseTo(rateOf(smart.orders, END).rate, -1);
    const score = (world: typeof smart) => orderStatistics(world.orders, END).score;
    expect(score(smart) - score(reversed)).toBeGreaterThan(15);
  });
});

test('bound.onnx gives the least of the five limits and which it is, as float64 does', async () => {
  const graph = await labs.lab(0).model('bound');
  for (const scheme of ['one', 'two', 'three'] as const) {
    for (const landing of [10, 30, 60]) {
      const U = [1, 3, 6, 12, 30];
      const S = [1, 2, 3, 1, 3];
      const plan = { scheme, landing, stretch: 1.25 };
      const { X_max, bottleneck } = await graph.run({
        times: float32(timesOf(plan), [8]),
        U: float32(U, [5]),
        S: float32(S, [5]),
      });
      U.forEach((uavs, i) => {
        const limits = limitsOf(plan, uavs, S[i]!);
        const least = Math.min(...limits);
        expect(floats(X_max)[i]! / least).toBeCloseTo(1, 5);
        expect(limits[floats(bottleneck)[i]!]! / least).toBeCloseTo(1, 5);
      });
    }
  }
});

test('limits are those of the specification', () => {
  const limits = (scheme: 'one' | 'two' | 'three', uavs: number, staff: number) =>
    limitsOf({ scheme, landing: 30, stretch: 1 }, uavs, staff);
  expect(limits('one', 4, 2)[0]).toBeCloseTo(80.7, 1);
  expect(limits('one', 18, 1)[3]).toBeCloseTo(94.7, 1);
  expect(limits('two', 18, 1)[3]).toBeCloseTo(189.5, 1);
  expect(limits('three', 18, 1)[1]).toBeCloseTo(189.5, 1);
  expect(limits('three', 18, 2)[4]).toBeCloseTo(220, 0);
  expect([scoreOf(0), scoreOf(BETTER), scoreOf((BETTER + TIMEOUT) / 2), scoreOf(TIMEOUT)]).toEqual([
    100, 100, 50, 0,
  ]);
});
