/** What the paper predicts, as formulas: the signal of a regime, the rate, and when a loss has fallen far enough. */
import type { Regime } from './sequence.ts';

/**
 * The effective signal: α_r − α_c for majority voting, (1/2)^ΔL⁺ − (1/2)^ΔL⁻ for locality, where an untrained gate
 * halves the memory at every token. In [−1, 1]; 0 where nothing tells the classes apart.
 */
export const signalOf = (regime: Regime): number =>
  regime.kind === 'majority' ? regime.relevant - regime.confusing : 0.5 ** regime.near - 0.5 ** regime.far;

/** Test loss that counts as learned: a locality margin is small, so its loss is watched while it starts to fall. */
export const thresholdOf = ({ kind }: Regime): number => (kind === 'majority' ? 0.5 : 0.95);

/** A signal below this is rounding: 0.3 − 0.3 in steps of 0.05. */
export const NOTHING = 1e-9;

/** T_θ: where the loss first falls below θ, on a line between evaluations; undefined while it has not. */
export function crossing(
  points: readonly { readonly t: number; readonly loss: number }[],
  theta: number,
): number | undefined {
  const after = points.findIndex(({ loss }) => loss < theta);
  const [b, a] = [points[after], points[after - 1]];
  if (!b) return undefined;
  return a ? a.t + ((a.loss - theta) / (a.loss - b.loss)) * (b.t - a.t) : b.t;
}

/** Slope of the least-squares line through (ln x, ln y); all positive. */
export function logSlope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const [mu, mv] = [u, v].map((one) => one.reduce((sum, value) => sum + value, 0) / one.length) as [
    number,
    number,
  ];
  const products = u.map((value, i) => (value - mu) * ((v[i] as number) - mv));
  const squares = u.map((value) => (value - mu) ** 2);
  const total = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0);
  return total(products) / total(squares);
}
