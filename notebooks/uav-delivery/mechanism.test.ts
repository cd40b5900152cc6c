// The parts: places and distances, the calendar, points with queues, state machines, the clock of commands.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#lib/lab/random.ts';
import { AGVS, LAYOUTS, along, lengthOf, takeoffsOf } from './airport.ts';
import { Calendar } from './calendar.ts';
import { CommandClock } from './clock.ts';
import { AGV_NEXT, Machine, UAV_NEXT, isLegal, type AgvState } from './machines.ts';
import { Place } from './place.ts';
import { normalCdf, predictedEarly } from './statistics.ts';

describe('the airport', () => {
  test('legs have the lengths of the specification and meet at the points', () => {
    const lengths = (scheme: keyof typeof LAYOUTS) =>
      LAYOUTS[scheme].map((line) => [line.toTakeoff, line.toLanding, line.toLoading].map(lengthOf));
    expect(lengths('one')).toEqual([[7, 20, 14]]);
    expect(lengths('two')).toEqual([
      [7, 10, 14],
      [7, 10, 14],
    ]);
    expect(lengths('three')).toEqual([
      [10, 8, 12],
      [12, 8, 14],
      [16, 8, 18],
    ]);
    for (const { toTakeoff, toLanding, toLoading } of Object.values(LAYOUTS).flat()) {
      expect(toTakeoff.at(-1)).toEqual(toLanding[0]);
      expect(toLanding.at(-1)).toEqual(toLoading[0]);
      expect(toLoading.at(-1)).toEqual(toTakeoff[0]);
    }
    expect([takeoffsOf('one'), takeoffsOf('two'), takeoffsOf('three')]).toEqual([1, 1, 3]);
    expect(AGVS % 3).toBe(0);
  });

  test('along a leg, metres are metres', () => {
    const leg = LAYOUTS.one[0]!.toLanding;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20, noNaN: true }), (metres) => {
        const before = lengthOf([...leg.slice(0, 1), along(leg, 0)]);
        expect(before).toBe(0);
        const [x, y] = along(leg, metres);
        const done = metres <= 6.5 ? y - 12 : metres <= 13.5 ? 6.5 + x - 7 : 13.5 + 18.5 - y;
        expect(done).toBeCloseTo(metres, 9);
      }),
    );
    expect(along(leg, 99)).toEqual([14, 12]);
  });
});

describe('the calendar', () => {
  test('keeps the order of times, and of writing where times are equal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), async (times) => {
        const calendar = new Calendar();
        const seen: [number, number][] = [];
        times.forEach((time, i) => calendar.after(time, () => void seen.push([time, i])));
        await calendar.advance(5);
        expect(seen).toEqual(
          times.map((time, i) => [time, i]).sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!),
        );
      }),
    );
  });

  test('waits for what takes its time, and stands at the time asked for', async () => {
    const calendar = new Calendar();
    const seen: string[] = [];
    calendar.after(1, async () => {
      await Promise.resolve();
      seen.push('slow');
    });
    calendar.after(1, () => void seen.push('quick'));
    calendar.after(7, () => void seen.push('later'));
    await calendar.advance(3);
    expect(seen).toEqual(['slow', 'quick']);
    expect(calendar.now).toBe(3);
  });

  test('refuses the past and what is no time', () => {
    expect(() => new Calendar().after(-1, () => undefined)).toThrow('Nothing can happen -1 s from now');
    expect(() => new Calendar().after(NaN, () => undefined)).toThrow(RangeError);
  });
});

describe('a point', () => {
  test('serves first come, first served, and never more than it has servers', () => {
    let now = 0;
    const place = new Place('pad', 2, () => now, 0);
    const entered: number[] = [];
    for (const who of [4, 2, 7, 1]) place.get(who, () => entered.push(who));
    expect(entered).toEqual([4, 2]);
    now = 10;
    place.release(2);
    expect(entered).toEqual([4, 2, 7]);
    expect(place.taken).toBe(2);
    expect(place.queue.map(({ who }) => who)).toEqual([1]);
    now = 15;
    place.release(4);
    expect(place.account).toEqual({ working: 30, held: 0, queueing: 25, served: 4, waited: 25 });
    expect(() => place.release(4)).toThrow('AGV 4 leaves pad, where it is not.');
  });

  test('keeps work and waiting apart, and counts from a moment on', () => {
    let now = 0;
    const place = new Place('pad', 1, () => now, 100);
    place.get(0, () => undefined);
    now = 130;
    place.idle(1);
    now = 150;
    place.idle(-1);
    now = 160;
    expect(place.account).toMatchObject({ working: 40, held: 20 });
  });
});

describe('state machines', () => {
  test('every state can be reached and left, and nothing else is allowed', () => {
    for (const table of [UAV_NEXT, AGV_NEXT]) {
      const states = Object.keys(table);
      const next = Object.values(table).flat() as string[];
      expect(new Set(next)).toEqual(new Set(states));
    }
    expect(isLegal('uav', 'Flying_Go', 'Flying_Back')).toBe(false);
    expect(isLegal('uav', 'Ready', 'Flying_Go')).toBe(false);
    expect(isLegal('agv', 'Waiting_Work', 'Waiting_Go_AW')).toBe(false);
    expect(isLegal('agv', 'nonsense', 'Running')).toBe(false);
  });

  test('a machine reports every change', () => {
    const seen: unknown[] = [];
    const machine = new Machine<AgvState>('agv', 3, 'Running', (change) => seen.push(change));
    machine.to('Waiting_Pickup');
    expect(machine.state).toBe('Waiting_Pickup');
    expect(seen).toEqual([{ kind: 'agv', id: 3, from: 'Running', to: 'Waiting_Pickup' }]);
  });
});

describe('the clock of commands', () => {
  test('durations keep their mean, and both kinds of execution use the same draws', () => {
    const work = (blind: boolean, padding: number) => {
      const clock = new CommandClock({ variability: 0.5, blind, padding });
      const random = seededRandom(0, 'work');
      return { clock, times: Array.from({ length: 20_000 }, () => clock.work(10, random)) };
    };
    const { times, clock } = work(false, 0);
    const mean = times.reduce((a, b) => a + b) / times.length;
    // Standard deviation of exp(cz − c²/2) is √(e^{c²} − 1) = 0.533.
    expect(Math.abs(mean / 10 - 1)).toBeLessThan((4 * 0.533) / Math.sqrt(20_000));
    expect(clock.early).toBe(0);
    const blind = work(true, 0.25);
    expect(new Set(blind.times)).toEqual(new Set([12.5]));
    expect(blind.clock.early).toBe(times.filter((time) => time > 12.5).length);
  });

  test('commands too early are as many as the formula says; one without c²/2 would be seen', () => {
    for (const [variability, padding] of [
      [0.2, 0],
      [0.2, 0.5],
      [0.5, 0.25],
    ] as const) {
      const clock = new CommandClock({ variability, blind: true, padding });
      const random = seededRandom(1, 'work');
      for (let i = 0; i < 20_000; i++) clock.work(1, random);
      const share = predictedEarly({ variability, blind: true, padding });
      const error = Math.sqrt((share * (1 - share)) / 20_000);
      const mutant = 1 - normalCdf(Math.log1p(padding) / variability);
      expect(Math.abs(clock.early / 20_000 - share)).toBeLessThan(4 * error);
      expect(Math.abs(clock.early / 20_000 - mutant)).toBeGreaterThan(4 * error);
    }
  });

  test('Φ has its known values', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(normalCdf(-3)).toBeCloseTo(0.0013498980316300933, 14);
    expect(normalCdf(40)).toBe(1);
  });
});
