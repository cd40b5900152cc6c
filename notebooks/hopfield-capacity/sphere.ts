/**
 * Spherical codes: what separation M points on S^{D−1} can have at best.
 *
 * A cap of angular radius φ covers the fraction C_D(φ) = ½ I_{sin²φ}((D−1)/2, ½) of the sphere (φ ≤ 90°). Caps of
 * radius θ round the points of a code that can't be extended cover the sphere, and caps of radius θ/2 do not overlap,
 * so the best code at angle θ has 1/C_D(θ) ≤ M* ≤ 1/C_D(θ/2).
 */

const DEGREE = Math.PI / 180;

/** Fraction of S^{D−1} within the angle φ of a point, 0 ≤ φ ≤ π, by the recursion over D of ∫ sin^{D−2}. */
export function capFraction(D: number, phi: number): number {
  return sinePower(D - 2, phi) / sinePower(D - 2, Math.PI);
}

/** ∫₀^φ sinⁿ t dt = −sin^{n−1}φ cos φ/n + (n−1)/n ∫ sin^{n−2}. Small φ: the power series, which doesn't cancel. */
function sinePower(n: number, phi: number): number {
  if (n === 0) return phi;
  if (n === 1) return 2 * Math.sin(phi / 2) ** 2;
  if (phi < 0.2) return (phi ** (n + 1) / (n + 1)) * (1 - ((n + 1) * n * phi ** 2) / (6 * (n + 3)));
  const s = Math.sin(phi);
  return (-(s ** (n - 1)) * Math.cos(phi)) / n + ((n - 1) / n) * sinePower(n - 2, phi);
}

/** Lower and upper bound on the size of the best code of angle θ in dimension D. */
export const codeBounds = (D: number, theta: number): { lower: number; upper: number } => ({
  lower: 1 / capFraction(D, theta),
  upper: 1 / capFraction(D, theta / 2),
});

/** The largest angle that the packing bound allows M points: C_D(θ/2) = 1/M. */
export function packingAngle(D: number, M: number): number {
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (capFraction(D, middle) * M <= 1) low = middle;
    else high = middle;
  }
  return 2 * low;
}

// Largest known smallest angle of M points on the sphere in R³, in degrees (Tammes; N. J. A. Sloane's tables).
const TAMMES: Readonly<Record<number, number>> = {
  2: 180,
  3: 120,
  4: 109.4712206,
  5: 90,
  6: 90,
  7: 77.8695421,
  8: 74.8584922,
  9: 70.5287794,
  10: 66.1468221,
  11: 63.4349488,
  12: 63.4349488,
  13: 57.1367031,
  14: 55.67057,
  15: 53.6578501,
  16: 52.2443957,
  17: 51.0903286,
  18: 49.5566548,
  19: 47.6919141,
  20: 47.4310362,
  21: 45.6132231,
  22: 44.7401612,
  23: 43.7099642,
  24: 43.6907671,
};

/** The best (known) smallest angle of M points in R^D in radians; undefined where no table or theorem tells. */
export function optimalAngle(D: number, M: number): number | undefined {
  if (D === 2) return (2 * Math.PI) / M;
  // Rankin 1955: the simplex up to D + 1 points, right angles up to 2D.
  if (M <= D + 1) return Math.acos(-1 / (M - 1));
  if (M <= 2 * D) return Math.PI / 2;
  const degrees = D === 3 ? TAMMES[M] : undefined;
  return degrees === undefined ? undefined : degrees * DEGREE;
}

/** Δ that suffices: min over R of 2R + (1/β) ln(2(M−1)/R), attained at R = 1/(2β). Derived here. */
export const sufficientSeparation = (beta: number, M: number): number =>
  (1 + Math.log(4 * beta * (M - 1))) / beta;

/** Δ below which the wells of a pair on its own are one: βΔ = 2, where the midpoint becomes stable. Derived here. */
export const mergingSeparation = (beta: number): number => 2 / beta;

/** `count` points spread evenly over the sphere in R³ (a Fibonacci lattice) or the circle, row-major. */
export function evenPoints(D: 2 | 3, count: number): Float64Array {
  const points = new Float64Array(count * D);
  const golden = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < count; i++) {
    if (D === 2) {
      const angle = (2 * Math.PI * (i + 0.5)) / count;
      points.set([Math.cos(angle), Math.sin(angle)], i * 2);
    } else {
      const z = 1 - (2 * i + 1) / count;
      const r = Math.sqrt(1 - z * z);
      points.set([r * Math.cos(golden * i), r * Math.sin(golden * i), z], i * 3);
    }
  }
  return points;
}

/** Points of `normal` draws, scaled to length one: uniform on S^{D−1}. */
export function randomPoints(normal: () => number, D: number, count: number): Float64Array {
  const points = new Float64Array(count * D);
  for (let i = 0; i < count; i++) {
    const row = Array.from({ length: D }, normal);
    const length = Math.hypot(...row);
    row.forEach((x, d) => (points[i * D + d] = x / length));
  }
  return points;
}
