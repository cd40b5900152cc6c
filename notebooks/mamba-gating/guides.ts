/** Lines of slope −2 through measured times, T = C/signal², and the slope that the points have themselves. */
import type { ScalingPoint } from './frame.ts';
import { logSlope } from './theory.ts';

export type Timed = Omit<ScalingPoint, 'T'> & { readonly T: number };

export interface Guide {
  readonly gate: ScalingPoint['gate'];
  /** C, the geometric mean of T·signal². */
  readonly constant: number;
  /** Least squares on logarithms; null with fewer than three points. */
  readonly slope: number | null;
}

export function guides(points: readonly Timed[]): Guide[] {
  return (['on', 'frozen'] as const).flatMap((gate) => {
    const own = points.filter((point) => point.gate === gate);
    if (own.length === 0) return [];
    const logs = own.map(({ T, signal }) => Math.log(T * signal ** 2));
    const constant = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
    const slope =
      own.length < 3
        ? null
        : logSlope(
            own.map(({ signal }) => signal),
            own.map(({ T }) => T),
          );
    return [{ gate, constant, slope }];
  });
}
