/**
 * Risks per coordinate in closed form (derived here). An oracle that knows μ_z answers ε* = (s/v)(w − √ᾱμ_z) and has
 * the risk ᾱσ²/v. Whoever must estimate √ᾱμ_z from the tokens, by their average and the best shrinkage, pays on top
 *
 *   excess(N) = (s²/v)(1/d) Σ_k (1/N) τ_k²/(τ_k² + v/N),
 *
 * with τ_k² the variances of √ᾱμ_z along its principal directions. With r equal ones it is (s²/v)(r/d)(1/N)τ²/(τ² + v/N).
 */
import { D, SIGMA, type World } from './world.ts';

type Noise = Pick<World, 'abar' | 's' | 'v'>;

/** Risk of the oracle: ᾱσ²/v. */
export const oracleRisk = ({ abar, v }: Noise): number => (abar * SIGMA ** 2) / v;

/** Excess of averaging with the best linear shrinkage, over the oracle. */
export function averagingExcess({ s, v, spectrum }: World, N: number): number {
  const terms = spectrum.map((tau2) => (tau2 === 0 ? 0 : tau2 / (tau2 + v / N) / N));
  return ((s * s) / v / D) * terms.reduce((sum, term) => sum + term, 0);
}

/** Excess of the plain mean denoiser (s/v)(w_i − w̄), without shrinkage: s²/(vN). */
export const meanExcess = ({ s, v }: Noise, N: number): number => (s * s) / (v * N);

/** Risk of the plain mean denoiser: 1 − (s²/v)(1 − 1/N). */
export const meanRisk = ({ s, v }: Noise, N: number): number => 1 - ((s * s) / v) * (1 - 1 / N);

/** What W_V becomes, in the principal directions of the means: −(s/v)τ²/(τ² + v/N) on the diagonal, else 0. */
export const valueDiagonal = ({ s, v, spectrum }: World, N: number): number[] =>
  spectrum.map((tau2) => (tau2 === 0 ? 0 : (-s / v) * (tau2 / (tau2 + v / N))));

/** Slope of the least-squares line through (log x, log y). */
export function logSlope(x: readonly number[], y: readonly number[]): number {
  const [u, w] = [x.map(Math.log), y.map(Math.log)];
  const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [mu, mw] = [mean(u), mean(w)];
  const across = u.reduce((sum, one, i) => sum + (one - mu) * ((w[i] as number) - mw), 0);
  return across / u.reduce((sum, one) => sum + (one - mu) ** 2, 0);
}
