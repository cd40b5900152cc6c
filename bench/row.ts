/** What a part of the bench returns: a number, what it should reach, and how it was measured. Format of results.json. */

import type { Machine } from './machine.ts';
import type { Part } from './options.ts';

/** `most` and `least` are bounds, included; a row without one is printed and not judged. */
export interface Target {
  readonly most?: number;
  readonly least?: number;
}

export interface Curve {
  readonly x: string;
  readonly lines: readonly {
    readonly label: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

export interface Row {
  readonly name: string;
  readonly unit: string;
  /** null: it could not be measured here; `why` says why. */
  readonly value: number | null;
  readonly target: Target;
  /** null: there is nothing to hold. */
  readonly holds: boolean | null;
  /** Lowest and highest of the repetitions that `value` stands for. */
  readonly spread?: readonly [number, number];
  /** How it was measured, in a sentence or two. */
  readonly method: string;
  /** For a row that misses its target, or could not be measured: why, and what was tried. */
  readonly why?: string;
  readonly details?: readonly { readonly label: string; readonly value: number; readonly unit: string }[];
  readonly curve?: Curve;
}

/** A row before it is judged. `ifMissed` becomes `why` when the target is missed. */
export type Measured = Omit<Row, 'holds' | 'why'> & { readonly ifMissed?: string };

export const holds = (value: number, { most = Infinity, least = -Infinity }: Target): boolean =>
  value <= most && value >= least;

export function judged({ ifMissed, ...row }: Measured): Row {
  const judgeable = row.value !== null && (row.target.most ?? row.target.least) !== undefined;
  const verdict = judgeable ? holds(row.value as number, row.target) : null;
  return { ...row, holds: verdict, ...(ifMissed !== undefined && verdict !== true ? { why: ifMissed } : {}) };
}

/** A row that has no number here. */
export const unmeasured = (row: Pick<Row, 'name' | 'unit' | 'target' | 'method'>, why: string): Row => ({
  ...row,
  value: null,
  holds: null,
  why,
});

/** What bench/results.json holds. */
export interface Results {
  readonly date: string;
  readonly machine: Machine;
  readonly parts: readonly { readonly part: Part; readonly seconds: number; readonly rows: readonly Row[] }[];
}
