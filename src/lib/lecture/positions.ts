/**
 * Where a lecture is, and where it goes next. One notebook is a title (step 0), then its steps; a step with a question
 * has a screen that asks it first. Across a list, the last position of an entry is followed by the first of the next.
 */
import type { Entry } from './list.ts';

export interface Position {
  readonly step: number;
  /** The question of this step is asked; its picture is not shown yet. */
  readonly ask: boolean;
}

/** A position of one entry of a list. */
export interface Place extends Position {
  readonly at: number;
}

export type AsksOf = (slug: string) => readonly boolean[];

/** All positions of an entry, in order. */
export function positionsOf({ from, to }: Pick<Entry, 'from' | 'to'>, asks: readonly boolean[]): Position[] {
  const positions: Position[] = [];
  for (let step = from; step <= to; step++) {
    if (asks[step - 1]) positions.push({ step, ask: true });
    positions.push({ step, ask: false });
  }
  return positions;
}

const order = ({ step, ask }: Position) => 2 * step + (ask ? 0 : 1);

/** The place that follows; undefined at the end. From outside of the entry’s stretch the way leads into it. */
export function nextPlace(place: Place, entries: readonly Entry[], asksOf: AsksOf): Place | undefined {
  const here = entries[place.at];
  const on = here && positionsOf(here, asksOf(here.slug)).find((one) => order(one) > order(place));
  if (on) return { at: place.at, ...on };
  return firstPlace(place.at + 1, entries, asksOf);
}

/** The place before; undefined at the beginning. */
export function previousPlace(place: Place, entries: readonly Entry[], asksOf: AsksOf): Place | undefined {
  const here = entries[place.at];
  const back = here && positionsOf(here, asksOf(here.slug)).findLast((one) => order(one) < order(place));
  if (back) return { at: place.at, ...back };
  return lastPlace(place.at - 1, entries, asksOf);
}

export function firstPlace(at: number, entries: readonly Entry[], asksOf: AsksOf): Place | undefined {
  const entry = entries[at];
  const first = entry && positionsOf(entry, asksOf(entry.slug))[0];
  return first && { at, ...first };
}

export function lastPlace(at: number, entries: readonly Entry[], asksOf: AsksOf): Place | undefined {
  const entry = entries[at];
  const last = entry && positionsOf(entry, asksOf(entry.slug)).at(-1);
  return last && { at, ...last };
}
