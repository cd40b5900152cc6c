/** What the tests share: labs, worlds that have run to their end, and settings drawn at random. */
import fc from 'fast-check';
import { nodeLabs } from '#lib/lab/node.ts';
import { defaults } from '#lib/lab/run.ts';
import { END } from './airport.ts';
import notebook from './notebook.ts';
import { settingOf, type Params } from './simulation.ts';
import { World, type Setting } from './world.ts';

/** Labs of the test file that imports this; it releases them. */
export const labs = nodeLabs('uav-delivery');

export const base: Params = { ...defaults(notebook.controls), sweep: false, watched: 1, speed: 60 };

export async function worldOf(change: Partial<Params> = {}, seed = 0): Promise<World> {
  const lab = labs.lab(seed);
  return new World(lab, await lab.model('orders'), settingOf({ ...base, ...change }));
}

/** A world at the end of its 90 minutes. `mutate` may break it first. */
export async function ended(
  change: Partial<Params> = {},
  seed = 0,
  mutate?: (world: World) => void,
): Promise<World> {
  const world = await worldOf(change, seed);
  mutate?.(world);
  await world.advance(END);
  return world;
}

/** Any state of the controls that decides a run. */
export const anyParams: fc.Arbitrary<Partial<Params>> = fc.record({
  scheme: fc.constantFrom('one' as const, 'two' as const, 'three' as const),
  uavs: fc.integer({ min: 1, max: 30 }),
  staff: fc.constantFrom(1 as const, 2 as const, 3 as const),
  ordersPerHour: fc.constantFrom(60, 150, 400),
  landingTime: fc.integer({ min: 10, max: 60 }),
  variability: fc.constantFrom(0, 0.2, 0.5),
  execution: fc.constantFrom('machines' as const, 'blind' as const),
  padding: fc.constantFrom(0, 0.5, 1),
  orderRule: fc.constantFrom('smart' as const, 'first' as const),
});

export type { Setting };
