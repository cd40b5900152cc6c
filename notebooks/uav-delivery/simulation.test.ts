// Frames: what moves while watching changes no number, and every extreme gives a picture.
import { afterAll, expect, test } from 'vitest';
import { lastFrame, runToEnd } from '#lib/lab/run.ts';
import { LAYOUTS } from './airport.ts';
import { describe as inWords, simulate, table, type DeliveryFrame, type Params } from './simulation.ts';
import { base, labs } from './testing.ts';

afterAll(() => labs.release());

const last = (change: Partial<Params> = {}, seed = 0): Promise<DeliveryFrame> =>
  lastFrame(runToEnd(simulate, { ...base, ...change }, labs.lab(seed)));

test('how much is watched, and how fast, changes no number', async () => {
  const quick = await last();
  const slow = await last({ watched: 12, speed: 7.5 });
  expect(slow.metrics).toEqual(quick.metrics);
  expect(slow.gantt).toEqual(quick.gantt);
});

test('the first frame stands before the end, vehicles move, and the run settles at the end', async () => {
  const frames: DeliveryFrame[] = [];
  for await (const frame of runToEnd(simulate, { ...base, watched: 5, speed: 2 }, labs.lab(0)))
    frames.push(frame);
  expect(frames).toHaveLength(151);
  expect(frames[0]!.time).toBe(5100);
  expect(frames.at(-1)!.time).toBe(5400);
  const jumps = frames
    .slice(1)
    .flatMap((frame, i) =>
      frame.agvs.map(({ at }, j) =>
        Math.hypot(at[0] - frames[i]!.agvs[j]!.at[0], at[1] - frames[i]!.agvs[j]!.at[1]),
      ),
    );
  expect(Math.max(...jumps)).toBeGreaterThan(1);
  // In two seconds, even in a hurry, and up a place in a queue.
  expect(Math.max(...jumps)).toBeLessThan(12);
  const rows = frames.at(-1)!.gantt;
  for (const row of rows) {
    expect(row[0]!.from).toBe(5100);
    expect(row.at(-1)!.until).toBe(5400);
    row.slice(1).forEach(({ from }, i) => expect(from).toBe(row[i]!.until));
  }
});

test('other fleets: the curve rises with the fleet until the bound stops it, and is kept', async () => {
  const frame = await last({ scheme: 'one', ordersPerHour: 400, sweep: true });
  expect(frame.sweep.map(({ uavs }) => uavs)).toContain(30);
  const rate = (uavs: number) => frame.sweep.find((point) => point.uavs === uavs)!.rate;
  expect(rate(1)).toBeLessThan(25);
  expect(rate(30) / rate(10)).toBeLessThan(1.03);
  expect(frame.sweep.find(({ uavs }) => uavs === 18)!.rate).toBe(frame.rate);
  const again = simulate({ ...base, scheme: 'one', ordersPerHour: 400, sweep: true }, labs.lab(0));
  expect((await again.next({ ...base, sweep: true })).value!.sweep).toEqual(frame.sweep);
});

test('every combination of extremes gives a picture without a number that is none', async () => {
  for (const scheme of ['one', 'two', 'three'] as const) {
    for (const uavs of [1, 30]) {
      for (const [staff, ordersPerHour, landingTime] of [
        [1, 60, 10],
        [3, 400, 60],
      ] as const) {
        for (const execution of ['machines', 'blind'] as const) {
          const params = {
            ...base,
            scheme,
            uavs,
            staff,
            ordersPerHour,
            landingTime,
            execution,
            variability: 0.5,
            padding: 1,
          };
          const frame = await last(params);
          expect(JSON.stringify(frame)).not.toContain('null,null');
          const numbers = [
            ...Object.values(frame.metrics),
            ...frame.places.flatMap(({ working, held, wait }) => [working, held, wait]),
          ];
          expect(numbers.every(Number.isFinite)).toBe(true);
          expect(inWords(frame, params)).not.toMatch(/NaN|undefined/);
          expect(table(frame).rows.length).toBe(frame.places.length + 7);
          expect(frame.agvs.every(({ line }) => line < LAYOUTS[scheme].length)).toBe(true);
        }
      }
    }
  }
});
