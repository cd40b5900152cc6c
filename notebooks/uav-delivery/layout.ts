/** What the pictures share: the drawn part of the airport, the busiest point, and names. */
import type { DeliveryFrame, PlaceKind, Stretch } from './frame.ts';

/** Metres of the airport that are drawn; the rest of its 20 × 30 m is empty. */
export const METRES = { left: -1, width: 24, top: 20.4, height: 19.6 } as const;

/** The kind of point that sets the bound; null when a fleet or the demand does. */
export function busiest({ limits }: Pick<DeliveryFrame, 'limits'>): PlaceKind | null {
  const least = limits[0]?.resource;
  return least === 'loading' || least === 'take-off' || least === 'landing' ? least : null;
}

/** Colours of what an AGV does: driving, at work, waiting for a point. */
export const STATE_COLOR: Readonly<Record<Stretch['state'], string>> = {
  Running: 'var(--rule)',
  Waiting_Go_GW: 'var(--cat-4)',
  Waiting_Work: 'var(--cat-2)',
  Waiting_Go_AW: 'var(--cat-3)',
  Waiting_Pickup: 'var(--cat-1)',
};
