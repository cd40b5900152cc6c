/**
 * Capacity: how many memories are stored in dimension D? Root systems have Δ = ½ in every dimension; random points of
 * the same number do not. ln M is linear in D between the two bounds on codes of 60°.
 */
import type { Random } from '#lib/notebook/types.ts';
import { rootCodes } from './codes.ts';
import { argmax, rowOf, settle, STORE_STEPS, type Memories } from './hopfield.ts';
import { codeBounds, randomPoints } from './sphere.ts';

export const ANGLE = Math.PI / 3;

export interface CodeRow {
  readonly name: string;
  readonly D: number;
  readonly M: number;
  /** Stored fraction of the code and of as many random points. */
  readonly exact: number;
  readonly random: number;
}

export interface CodesStudy {
  readonly kind: 'codes';
  readonly done: boolean;
  readonly rows: readonly CodeRow[];
  /** Bounds on the size of the best 60° code, D = 2…8. */
  readonly bounds: readonly { readonly D: number; readonly lower: number; readonly upper: number }[];
  /** Least-squares slopes of ln M over D. */
  readonly slope: number;
  readonly lowerSlope: number;
  readonly upperSlope: number;
}

/** Least-squares slope of y over x. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const n = points.length;
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

const CHUNK = 20;

/** Stored fraction, with a pause after every twenty memories. */
export function* storedFraction(memories: Memories, beta: number): Generator<void, number, void> {
  let stored = 0;
  for (let mu = 0; mu < memories.M; mu++) {
    const { p } = settle(memories, rowOf(memories.Y, mu, memories.D), beta, STORE_STEPS);
    if ((p[mu] as number) > 0.5 && argmax(p) === mu) stored++;
    if (mu % CHUNK === CHUNK - 1) yield;
  }
  return stored / memories.M;
}

export function* studyCodes(beta: number, random: Random): Generator<CodesStudy, void, void> {
  const codes = rootCodes();
  const bounds = codes.map(({ D }) => ({ D, ...codeBounds(D, ANGLE) }));
  const rows: CodeRow[] = [];
  const fit = (value: (row: { D: number; M: number; lower: number; upper: number }) => number) =>
    slope(codes.map(({ D, M }, i) => [D, Math.log(value({ M, ...(bounds[i] as (typeof bounds)[0]), D }))]));
  const slopes = {
    slope: fit(({ M }) => M),
    lowerSlope: fit(({ lower }) => lower),
    upperSlope: fit(({ upper }) => upper),
  };
  const now = (done: boolean): CodesStudy => ({ kind: 'codes', done, rows: [...rows], bounds, ...slopes });
  for (const code of codes) {
    const { name, D, M } = code;
    const Y = randomPoints(() => random.normal(), D, M);
    const fractions: number[] = [];
    for (const memories of [code, { Y, M, D }]) {
      const test = storedFraction(memories, beta);
      let step = test.next();
      while (!step.done) {
        yield now(false);
        step = test.next();
      }
      fractions.push(step.value);
    }
    rows.push({ name, D, M, exact: fractions[0] as number, random: fractions[1] as number });
    yield now(rows.length === codes.length);
  }
}
