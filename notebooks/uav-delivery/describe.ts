/** The picture in words and as a table. */
import { grouped, percent, short } from '#lib/notebook/numbers.ts';
import type { Table } from '#lib/notebook/types.ts';
import type { Scheme } from './airport.ts';
import type { DeliveryFrame, Limit, Params } from './frame.ts';

export const SCHEME_NAMES: Readonly<Record<Scheme, string>> = {
  one: 'one-cycle',
  two: 'two-cycle',
  three: 'three-cycle',
};

/** mm:ss of simulated time. */
export const clockText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** How a limit is called in a sentence. */
export const limitName = ({ resource }: Pick<Limit, 'resource'>): string =>
  ({
    UAVs: 'the number of UAVs',
    AGVs: 'the number of AGVs',
    loading: 'loading',
    'take-off': 'take-off',
    landing: 'landing',
    orders: 'the demand',
  })[resource];

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

export function describe(frame: DeliveryFrame, params: Params): string {
  const { scheme, uavCount, staff, time, rate, rateError, limits, uavs, orders, commands } = frame;
  const [least] = limits as [Limit];
  const flying = uavs.filter(({ phase }) => phase !== null).length;
  const hovering = uavs.filter(({ phase }) => phase === 'hover').length;
  const rest = [
    `A ${SCHEME_NAMES[scheme]} airport with ${plural(uavCount, 'UAV')}, six AGVs and staff of ${staff}, at minute ${clockText(time)}`,
    `${short(rate)} ± ${short(2 * rateError, 2)} parcels per hour, at most ${short(least.rate)}, set by ${limitName(least)}`,
    `${plural(flying, 'UAV')} in the air, ${hovering} of them waiting to land; ${frame.store} in the store; ${plural(orders.pending, 'order')} waiting`,
    `Score ${percent(orders.score / 100)} of ${grouped(orders.known)} orders, ${orders.late} late and ${orders.lost} lost`,
  ];
  const blind =
    params.execution === 'blind'
      ? ` A blind timetable issued ${percent(commands.early / commands.count)} of its commands too early, predicted ${percent(commands.predicted)}.`
      : '';
  return `${rest.join('. ')}.${blind}`;
}

/** What the reader should know about this state. */
export function noteOf(
  frame: Pick<DeliveryFrame, 'violations' | 'illegal' | 'uavCount' | 'scheme' | 'places'>,
): string {
  const notes = [
    frame.illegal > 0 ? `${frame.illegal} state changes were not allowed: this must not happen.` : '',
    frame.violations.length > 0 ? `The books do not balance: ${frame.violations[0]}` : '',
    frame.uavCount < 6
      ? 'There are fewer UAVs than AGVs, so AGVs stand on landing points and wait for a UAV.'
      : '',
  ];
  return notes.filter(Boolean).join(' ');
}

/** The points of the airport, and what each resource would allow. */
export function table(frame: DeliveryFrame): Table {
  return {
    columns: ['point', 'servers', 'at work', 'held while waiting', 'mean wait in queue / s'],
    rows: [
      ...frame.places.map(({ name, servers, working, held, wait }) => [name, servers, working, held, wait]),
      ...frame.limits.map(({ resource, rate }) => [`limit by ${resource} / h`, '', '', '', rate]),
      ['deliveries / h', '', '', '', frame.rate],
    ],
  };
}
