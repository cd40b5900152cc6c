/**
 * What theory says about the loss, without sampling. With θ the angle between a uniform point and the query on
 * S^{d−1}, p(θ) ∝ sin^{d−2} θ, and S(θ) = P(angle > θ):
 *
 *   E max cos = ∫ cos θ · N p S^{N−1} dθ,      f_Δ(0) = N(N−1) ∫ p² / sin θ · S^{N−2} dθ,
 *
 * f_Δ(0) being the density at 0 of the gap Δ between the two largest cosines. Large ξ₁: only near-ties matter, the
 * closest two share the attention as σ(±ξ₁Δ), and ½E[2(1−σ)²] gives ξ₁L → f_Δ(0)(ln 2 − ½) (derived here, not in the
 * paper). Gradient descent in ξ₁ alone is then ξ̇₁ = ηK/ξ₁², so ξ₁ = (3ηKt)^{1/3} and L = K/ξ₁.
 */
const CELLS = 4000;

interface Angles {
  readonly theta: Float64Array;
  readonly density: Float64Array;
  /** P(angle > θ). */
  readonly beyond: Float64Array;
  readonly width: number;
}

/** Midpoints of equal cells of [0, π]. */
function angles(d: number): Angles {
  const width = Math.PI / CELLS;
  const theta = Float64Array.from({ length: CELLS }, (_, i) => (i + 0.5) * width);
  const raw = theta.map((t) => Math.sin(t) ** (d - 2));
  const total = raw.reduce((sum, value) => sum + value, 0) * width;
  const density = raw.map((value) => value / total);
  let below = 0;
  const beyond = density.map((value) => {
    const middle = below + (value * width) / 2;
    below += value * width;
    return 1 - middle;
  });
  return { theta, density, beyond, width };
}

function integrate(d: number, integrand: (theta: number, density: number, beyond: number) => number): number {
  const { theta, density, beyond, width } = angles(d);
  return theta.reduce(
    (sum, t, i) => sum + width * integrand(t, density[i] as number, beyond[i] as number),
    0,
  );
}

/** The mean of the largest of N cosines. */
export const meanLargestCosine = (d: number, N: number): number =>
  integrate(d, (theta, p, S) => Math.cos(theta) * N * p * S ** (N - 1));

/** f_Δ(0); infinite on the circle, where the cosine is flat at the query and ties are too many. */
export const gapDensity = (d: number, N: number): number =>
  d === 2 ? Infinity : N * (N - 1) * integrate(d, (theta, p, S) => (p * p * S ** (N - 2)) / Math.sin(theta));

/** K, the limit of ξ₁L. */
export const lossConstant = (d: number, N: number): number => gapDensity(d, N) * (Math.LN2 - 0.5);

/** L after t steps of size η, from ξ₁ = (3ηKt)^{1/3}. */
export const lossAfter = (t: number, eta: number, K: number): number => K / (3 * eta * K * t) ** (1 / 3);

/** Linear attention: the best scale α = E[max c] d/N … */
export const linearScale = (meanLargest: number, d: number, N: number): number => (meanLargest * d) / N;

/** … and the least loss ½(1 − (E max c)² d/N). */
export const linearLoss = (meanLargest: number, d: number, N: number): number =>
  (1 - (meanLargest ** 2 * d) / N) / 2;

/** Slope of log y over log t by least squares, for t ≥ from. */
export function logSlope(t: ArrayLike<number>, y: ArrayLike<number>, from: number): number {
  const kept = Array.from(t, (time, i) => [Math.log(time), Math.log(y[i] as number), time] as const).filter(
    ([, , time]) => time >= from,
  );
  const mean = (k: 0 | 1) => kept.reduce((sum, row) => sum + row[k], 0) / kept.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = kept.reduce((sum, [x, v]) => sum + (x - mx) * (v - my), 0);
  return covariance / kept.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
