/**
 * The two graphs, written once in jax-js: the master's ranking of orders, and the bounds for a grid of settings. There is
 * no neural network in this demo.
 *
 * jax-js counts references: an argument is used up by the operation that takes it, `.ref` keeps it.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';

export interface RankInputs {
  readonly now: JaxArray;
  readonly order: JaxArray;
  readonly flight: JaxArray;
  readonly last: JaxArray;
  readonly better: JaxArray;
  readonly timeout: JaxArray;
}

/**
 * Order [K, 3] (placed, station, number) → expected arrival [K] in s, expected score [K] and key [K]; the largest key goes first.
 *
 * The key puts orders that will lose points by their score, in [0, 100); those that arrive in time above them, least
 * slack first, in (100, 200]; and 200 below their place the orders for one of the last two stations.
 */
export function rank(
  { numpy: np }: Jax,
  { now, order, flight, last, better, timeout }: RankInputs,
): JaxArray[] {
  const placed = np.sum(order.ref.mul(np.array([1, 0, 0])), 1);
  const station = np.sum(order.mul(np.array([0, 1, 0])), 1, { keepdims: true });
  const stations = flight.shape[0] as number;
  const isThere = np.equal(station.ref, np.arange(stations).astype(np.float32));
  const eta = np.sum(np.where(isThere, flight, 0), 1).add(now);
  const age = eta.ref.sub(placed);
  const full = timeout.ref.sub(better.ref);
  const share = np.clip(timeout.ref.sub(age.ref).div(full), 0, 1);
  const score = share.mul(100);
  const slack = better.ref.sub(age);
  const urgency = np.subtract(1, slack.ref.div(better)).mul(100);
  const inTime = np.greaterEqual(slack, 0);
  timeout.dispose();
  const bonus = np.where(inTime, urgency, 0);
  const recent = np.sum(np.equal(station, last).astype(np.float32), 1);
  const key = score.ref.add(bonus).sub(np.minimum(recent, 1).mul(200));
  return [eta, score, key];
}

/** times [8] (bounds.ts), U [G], S [G] → parcels per hour [G] and the index of the least of the five limits [G]. */
export function bound({ numpy: np }: Jax, times: JaxArray, U: JaxArray, S: JaxArray): JaxArray[] {
  const at = (i: number) => np.sum(times.ref.mul(np.array(Array.from({ length: 8 }, (_, j) => +(i === j)))));
  const ones = np.onesLike(U.ref);
  const limits = np
    .stack([
      U.div(at(0)),
      S.div(at(1)),
      ones.ref.mul(at(3).div(at(2))),
      ones.ref.mul(at(5).div(at(4))),
      ones.mul(at(7).div(at(6))),
    ])
    .mul(3600);
  times.dispose();
  const least = np.min(limits.ref, 0);
  return [least, np.argmin(limits, 0).astype(np.float32)];
}
