/**
 * Error against ε, measured on practice strings: random ones of the same sizes, never the secret ones, so that the
 * curve costs no budget. At every ε the practice strings are released again and again with fresh noise.
 */
import type { ErrorCurve, ErrorPoint, TheoryPoint } from './frame.ts';
import { Tally } from './tally.ts';

export interface Tallies {
  readonly epsilon: number;
  readonly wanted: number;
  done: number;
  readonly error: Tally;
  readonly raw: Tally;
}

const tallies = (epsilon: number, wanted: number): Tallies => ({
  epsilon,
  wanted,
  done: 0,
  error: new Tally(),
  raw: new Tally(),
});

/** The points of a curve in the order in which they are measured. */
export function plan(
  here: number,
  grid: readonly number[],
  repeats: { here: number; grid: number },
): Tallies[] {
  const rest = grid.filter((epsilon) => epsilon !== here).map((epsilon) => tallies(epsilon, repeats.grid));
  return [tallies(here, repeats.here), ...rest];
}

export interface Practice {
  readonly done: boolean;
  step(): Promise<void>;
  picture(): ErrorCurve;
}

export function practiceOf(
  here: number,
  points: readonly Tallies[],
  step: (point: Tallies) => Promise<void>,
  value: (point: Tallies) => number,
  error: (point: Tallies) => number,
  theory: (epsilon: number) => TheoryPoint | null,
  blind: () => number | null = () => null,
): Practice {
  const lines = curveOf(points).flatMap((epsilon) => theory(epsilon) ?? []);
  return {
    get done() {
      return points.every((point) => point.done >= point.wanted);
    },
    async step() {
      const next = points.find((point) => point.done < point.wanted);
      if (next) await step(next);
    },
    picture() {
      const measured = points.filter(({ error: { count }, raw }) => count > 0 || raw.count > 0);
      const shown = measured.map((point): ErrorPoint => ({
        epsilon: point.epsilon,
        error: value(point),
        errorSe: error(point),
        mean: point.error.mean,
        raw: point.raw.count > 0 ? point.raw.mean : 0,
        rawSe: point.raw.count > 0 ? point.raw.meanSe : 0,
        answers: point.error.count,
      }));
      return { points: shown.sort((a, b) => a.epsilon - b.epsilon), theory: lines, here, blind: blind() };
    },
  };
}

/** ε at which the theory lines are drawn. */
function curveOf(points: readonly Tallies[]): number[] {
  const low = Math.min(...points.map(({ epsilon }) => epsilon), 4);
  const high = Math.max(...points.map(({ epsilon }) => epsilon), 64);
  return Array.from({ length: 49 }, (_, i) => low * (high / low) ** (i / 48));
}
