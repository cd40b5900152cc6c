/**
 * What theory says about N neurons at rest. With C = Cov_{μ*}(h(x, z_i), h(x, z_j))/n and its eigenvalues c_k (derived
 * here; the neurons fluctuate like a Gaussian field that the loss holds back):
 *
 *   N E (1/n)‖f − f*‖² → v(λ) = Σ c_k / (1 + c_k/λ),   against tr C for neurons drawn independently from μ*.
 *
 * The same for a curve: with K(z, z′) = Cov_{μ*}(h(x, z), h(x, z′)) the variance of √N f(z) is that of a Gaussian
 * process after n observations with noise nλ, K(z, z) − K(z, Z)(K(Z, Z) + nλI)⁻¹K(Z, z).
 */
import { eigenvalues, shifted, solve } from './linear.ts';
import { neuron, RADIUS } from './settings.ts';
import type { Stationary } from './stationary.ts';

export interface Bounds {
  /** v(λ): N times the mean squared error at rest. */
  readonly variance: number;
  /** tr C: the same for independent neurons. */
  readonly independent: number;
  /** ½ tr C, a bound on N (L⁽ᴺ⁾/N − L) without an exponential in it. */
  readonly free: number;
  /** The limit of N (L⁽ᴺ⁾/N − L): (λ/2) Σ ln(1 + c_k/λ). */
  readonly excess: number;
  /** log₁₀ of the Holley–Stroock factor exp(osc/λ) with osc = 2R max_j |f*(z_j) − y_j|. */
  readonly oldPowers: number;
}

export function boundsOf({ C, f, data, lambda }: Pick<Stationary, 'C' | 'f' | 'data' | 'lambda'>): Bounds {
  // Rounding can make the smallest eigenvalues of a covariance negative.
  const c = eigenvalues(C).map((value) => Math.max(0, value));
  const sum = (term: (ck: number) => number) => c.reduce((total, ck) => total + term(ck), 0);
  const misfit = Math.max(...f.map((value, j) => Math.abs(value - (data.y[j] as number))));
  return {
    variance: sum((ck) => ck / (1 + ck / lambda)),
    independent: sum((ck) => ck),
    free: sum((ck) => ck) / 2,
    excess: (lambda / 2) * sum((ck) => Math.log1p(ck / lambda)),
    oldPowers: (2 * RADIUS * misfit) / lambda / Math.LN10,
  };
}

export interface Band {
  readonly z: Float64Array;
  /** Output of the infinite network. */
  readonly mean: Float64Array;
  /** Standard deviation of √N f_N(z) at rest. */
  readonly deviation: Float64Array;
}

/** The curve of the infinite network and how much N neurons fluctuate round it. */
export function bandOf(stationary: Stationary, z: Float64Array): Band {
  const { data, C, lambda, grid, p } = stationary;
  const n = data.z.length;
  const m = z.length;
  const mean = new Float64Array(m);
  const square = new Float64Array(m);
  const cross = new Float64Array(m * n);
  const h = new Float64Array(n);
  for (let k = 0; k < p.length; k++) {
    const pk = p[k] as number;
    // Together these points have less than 2·10⁻⁶ of the weight.
    if (pk < 1e-10) continue;
    const [w, b] = [grid.w[k] as number, grid.b[k] as number];
    for (let j = 0; j < n; j++) h[j] = neuron(w, b, data.z[j] as number);
    for (let i = 0; i < m; i++) {
      const g = neuron(w, b, z[i] as number);
      mean[i]! += pk * g;
      square[i]! += pk * g * g;
      for (let j = 0; j < n; j++) cross[i * n + j]! += pk * g * (h[j] as number);
    }
  }
  const system = shifted(C, n, n * lambda);
  const deviation = z.map((_, i) => {
    const row = Float64Array.from(
      { length: n },
      (_unused, j) => (cross[i * n + j] as number) - (mean[i] as number) * (stationary.T[j] as number),
    );
    const held = solve(system, row).reduce((sum, x, j) => sum + x * (row[j] as number), 0);
    return Math.sqrt(Math.max(0, (square[i] as number) - (mean[i] as number) ** 2 - held));
  });
  return { z, mean, deviation };
}
