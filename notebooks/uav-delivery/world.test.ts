// The airport in operation: closed forms, bounds, conservation, and mutants that must be caught.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { END, FLIGHT } from './airport.ts';
import { limitsOf } from './bounds.ts';
import type { JournalEntry } from './journal.ts';
import { audit } from './replay.ts';
import { auditOf } from './simulation.ts';
import { orderStatistics, rateOf } from './statistics.ts';
import { anyParams, ended, labs, worldOf } from './testing.ts';
import type { World } from './world.ts';

afterAll(() => labs.release());

const rate = (world: World) => rateOf(world.orders, END).rate;
const CERTAIN = { variability: 0, ordersPerHour: 400 } as const;

describe('closed forms', () => {
  test('the first parcel is released when the times of its way say', async () => {
    const world = await ended({ ...CERTAIN, scheme: 'one', uavs: 1 });
    const first = world.orders.find(
      ({ number }) => number === world.journal.find(({ what }) => what === 'load')!['order' as never],
    )!;
    // AGV 0 has the UAV after 4 + 5 s; it is loaded for 10 s from then or from the first order on.
    const ready = Math.max(9, world.orders[0]!.placed);
    expect(first.taken).toBeCloseTo(ready, 9);
    expect(first.delivered).toBeCloseTo(ready + 10 + 5 + 12 + 8 + FLIGHT[first.station]! + 10, 9);
  });

  test('one landing pad: 3,600 over 4 + landing + 4, whatever the landing takes', async () => {
    for (const [landingTime, expected] of [
      [30, 94.7],
      [45, 67.9],
    ] as const) {
      const world = await ended({ ...CERTAIN, scheme: 'one', staff: 2, landingTime });
      // One parcel more or less in the 45 minutes counted is 1.33 per hour.
      expect(Math.abs(rate(world) - expected)).toBeLessThan(1.4);
    }
  });

  test('few orders: as many are delivered as come', async () => {
    const world = await ended({ scheme: 'three', staff: 3, uavs: 30, ordersPerHour: 60 });
    const placed = world.orders.filter(({ placed: at }) => at < END - 200);
    expect(placed.every(({ delivered }) => delivered !== null)).toBe(true);
    expect(orderStatistics(world.orders, END).score).toBe(100);
  });
});

describe('laws of every run', () => {
  test('the books balance, states are legal, no bound is beaten: any setting', async () => {
    await fc.assert(
      fc.asyncProperty(anyParams, fc.integer({ min: 0, max: 99 }), async (params, seed) => {
        const world = await ended(params, seed);
        expect(auditOf(world)).toEqual([]);
        expect(world.illegal).toBe(0);
        const { scheme, landing, blind, padding, uavs, staff } = world.setting;
        const stretch = blind ? 1 + padding : 1;
        const bound = Math.min(...limitsOf({ scheme, landing, stretch }, uavs, staff));
        // Random stations and durations may be kind for 45 minutes: five standard errors, and the parcel at either end.
        const { rate: measured, count } = rateOf(world.orders, END);
        expect(measured).toBeLessThan(
          bound * (1 + (5 * (0.17 + world.setting.variability)) / Math.sqrt(count + 1)) + 2.7,
        );
      }),
      { numRuns: 25, seed: 20 },
    );
  });

  test('Little’s law holds in every queue: ∫ length dt is the sum of the waits', async () => {
    for (const scheme of ['one', 'two', 'three'] as const) {
      const world = await ended({ scheme, ordersPerHour: 400, staff: 1 }, 3);
      for (const place of [world.loading, ...world.takeoffs, ...world.landings]) {
        const { queueing, waited } = place.account;
        const waiting = place.queue.reduce((sum, { since }) => sum + END - Math.max(since, 2700), 0);
        expect(queueing).toBeCloseTo(waited + waiting, 6);
      }
    }
  });

  test('the same seed gives the same journal, another one does not; stopping on the way changes nothing', async () => {
    const straight = await ended({}, 5);
    const halting = await worldOf({}, 5);
    for (let time = 0; time < END; time += 37.3) await halting.advance(time);
    await halting.advance(END);
    expect(halting.journal).toEqual(straight.journal);
    expect((await ended({}, 6)).journal).not.toEqual(straight.journal);
  });

  test('one control never reshuffles another’s draws: orders and stations stay', async () => {
    const a = await worldOf({ scheme: 'one', uavs: 3 }, 2);
    const b = await worldOf({ scheme: 'three', uavs: 30, variability: 0 }, 2);
    const seen = (world: World) => world.orders.map(({ placed, station }) => [placed, station]);
    expect(seen(a)).toEqual(seen(b));
  });
});

describe('mutants that must be caught', () => {
  test('a landing pad that holds two AGVs beats the bound, and the audit says so', async () => {
    const world = await ended({ ...CERTAIN, scheme: 'one', staff: 2 }, 0, ({ landings }) =>
      landings[0]!.holders.push(null),
    );
    expect(rate(world)).toBeGreaterThan(1.2 * 94.7);
    const servers = { loading: 2, 'take-off 0': 1, 'landing 0': 1 };
    expect(audit(world.journal, { uavs: 18, agvs: 6, servers })).toContainEqual(
      expect.stringContaining('landing 0 holds 2 AGVs'),
    );
  });

  test('UAVs beyond the fleet, and a battery that never runs down, are seen', async () => {
    await expect(ended({ uavs: 2 }, 0, ({ store, uavs }) => store.push(uavs[0]!))).rejects.toThrow();
    const tireless = await ended({}, 0, ({ uavs }) =>
      uavs.forEach((uav) => Object.defineProperty(uav, 'charge', { get: () => 4, set: () => undefined })),
    );
    expect(auditOf(tireless)).toContainEqual(expect.stringContaining('flies with an empty battery'));
  });

  test('faults written into a sound journal are found', async () => {
    const { journal, setting } = await ended({ uavs: 6 });
    const fleet = {
      uavs: setting.uavs,
      agvs: 6,
      servers: {
        loading: 1,
        'take-off 0': 1,
        'take-off 1': 1,
        'take-off 2': 1,
        'landing 0': 1,
        'landing 1': 1,
        'landing 2': 1,
      },
    };
    expect(audit(journal, fleet)).toEqual([]);
    const broken = (what: JournalEntry['what'], edit: (entry: JournalEntry) => readonly JournalEntry[]) => {
      const at = journal.findIndex((entry) => entry.what === what);
      return audit([...journal.slice(0, at), ...edit(journal[at]!), ...journal.slice(at + 1)], fleet).join(
        ' ',
      );
    };
    expect(broken('deliver', (entry) => [entry, entry])).toContain('is delivered twice');
    expect(broken('load', () => [])).toContain('flies without a parcel');
    expect(broken('leave', () => [])).toContain('holds 2 AGVs');
    expect(broken('depart', () => [])).toContain('takes a second UAV');
    expect(broken('state', () => [])).toMatch(/goes from/);
  });
});
