/**
 * Parameters → frames. The first frame has everything up to `watched` minutes before the end; then the picture moves, and
 * counting goes on; then the other fleets follow, one per frame.
 */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Model, Simulation } from '#lib/notebook/types.ts';
import { AGVS, END } from './airport.ts';
import { RESOURCES, limitsOf, timesOf } from './bounds.ts';
import { describe, noteOf, table } from './describe.ts';
import type { DeliveryFrame, Limit, Params, SweepPoint } from './frame.ts';
import { agvPictures, gantt, placePictures, uavPictures } from './picture.ts';
import { audit } from './replay.ts';
import { orderStatistics, predictedEarly, rateOf } from './statistics.ts';
import { Sweep } from './sweep.ts';
import { World, type Setting } from './world.ts';

export { describe, table };
export type { DeliveryFrame, Params };

const FLEETS_DRAWN = Array.from({ length: 30 }, (_, i) => i + 1);

export function settingOf(params: Params): Setting {
  const { scheme, uavs, staff, ordersPerHour, landingTime, variability, execution, padding, orderRule } =
    params;
  return {
    scheme,
    uavs,
    staff,
    ordersPerHour,
    landing: landingTime,
    variability,
    blind: execution === 'blind',
    padding,
    rule: orderRule,
  };
}

export const simulate: Simulation<Params, DeliveryFrame> = async function* (params, lab) {
  const [orders, bound] = await Promise.all([lab.model('orders'), lab.model('bound')]);
  const setting = settingOf(params);
  const world = new World(lab, orders, setting);
  const curve = await boundCurve(bound, setting);
  const sweep = new Sweep(lab, orders, setting);
  await world.advance(END - 60 * params.watched);
  let live = params;
  for (;;) {
    live = yield picture(world, sweep, curve, live);
    if (world.now < END) await world.advance(Math.min(END, world.now + live.speed));
    else if (live.sweep && !sweep.done) await sweep.advance();
  }
};

/** The bound for every fleet, from the graph. */
async function boundCurve(graph: Model, setting: Setting): Promise<SweepPoint[]> {
  const { scheme, landing, staff } = setting;
  const stretch = setting.blind ? 1 + setting.padding : 1;
  const { X_max } = await graph.run({
    times: float32(timesOf({ scheme, landing, stretch }), [8]),
    U: float32(FLEETS_DRAWN, [FLEETS_DRAWN.length]),
    S: float32(new Array<number>(FLEETS_DRAWN.length).fill(staff), [FLEETS_DRAWN.length]),
  });
  const rates = floats(X_max);
  return FLEETS_DRAWN.map((uavs, i) => ({ uavs, rate: rates[i] as number }));
}

/** What each resource alone would allow, and the demand, least first. */
function limits({ scheme, landing, uavs, staff, blind, padding, ordersPerHour }: Setting): Limit[] {
  const rates = limitsOf({ scheme, landing, stretch: blind ? 1 + padding : 1 }, uavs, staff);
  const all: Limit[] = RESOURCES.map((resource, i) => ({ resource, rate: rates[i] as number }));
  return [...all, { resource: 'orders' as const, rate: ordersPerHour }].sort((a, b) => a.rate - b.rate);
}

function picture(world: World, sweep: Sweep, curve: SweepPoint[], live: Params): DeliveryFrame {
  const { setting, clock, now } = world;
  const { rate, error, count } = rateOf(world.orders, now);
  const sweeping = live.sweep && !sweep.done;
  const ended = now >= END;
  const frame = {
    settled: ended && !sweeping,
    scheme: setting.scheme,
    uavCount: setting.uavs,
    staff: setting.staff,
    time: now,
    agvs: agvPictures(world),
    uavs: uavPictures(world),
    store: world.store.length,
    places: placePictures(world),
    rate,
    rateError: error,
    deliveries: count,
    limits: limits(setting),
    curve,
    sweep: live.sweep ? [...sweep.points] : [],
    sweeping,
    gantt: gantt(world),
    orders: orderStatistics(world.orders, now),
    commands: { count: clock.commands, early: clock.early, predicted: predictedEarly(setting) },
    illegal: world.illegal,
    // The books are audited when the run is complete.
    violations: ended ? auditOf(world) : [],
  };
  return { ...frame, metrics: metricsOf(frame), note: noteOf(frame) };
}

export function auditOf(world: World): string[] {
  const places = [world.loading, ...world.takeoffs, ...world.landings];
  const servers = Object.fromEntries(places.map(({ name, servers: n }) => [name, n]));
  return audit(world.journal, { uavs: world.setting.uavs, agvs: AGVS, servers });
}

function metricsOf(
  frame: Pick<
    DeliveryFrame,
    'rate' | 'rateError' | 'limits' | 'orders' | 'commands' | 'illegal' | 'violations'
  >,
): Record<string, number> {
  const { rate, limits: all, orders, commands, illegal, violations } = frame;
  const bound = all[0]?.rate ?? 0;
  return {
    rate,
    bound,
    share: (100 * rate) / bound,
    score: orders.score,
    early: (100 * commands.early) / commands.count,
    illegal,
    violations: violations.length,
  };
}
