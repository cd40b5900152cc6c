/**
 * Sines and cosines from sums and products alone. WebGPU promises its own to 2⁻¹¹ only, and what they move on the image
 * has to be the same on every engine; sums, products and floor are rounded alike on all of them.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Keeping, Operand } from './keep.ts';

/**
 * Taylor's coefficients of sin 2πq. |q| is at most a quarter, so that the first term left out, (π/2)¹³/13! = 5.7·10⁻⁸,
 * is below half a unit in the last place of a 32-bit 1.
 */
const COEFFICIENTS = Array.from({ length: 6 }, (_, i) => {
  let term = 2 * Math.PI;
  for (let j = 1; j <= i; j++) term *= -((2 * Math.PI) ** 2) / (2 * j * (2 * j + 1));
  return term;
});

/** [n, m] → [n, 2m]: sin 2πu, then cos 2πu, of u in turns. */
export function waves(k: Keeping, u: JaxArray): JaxArray {
  // Whole turns go first, without rounding; they have no slope, so the derivative is that of the waves.
  const r = k.sub(u, k.floor(k.add(u, 0.5)));
  const less = (from: number, a: JaxArray) => k.add(k.mul(a, -1), from);
  // A sine is the same at r and at half a turn less r; a cosine is the sine of a quarter less |r|.
  const sine = k.max(k.min(r, less(0.5, r)), less(-0.5, r));
  const q = k.join(1, sine, less(0.25, k.abs(r)));
  const square = k.square(q);
  const series = COEFFICIENTS.slice(0, -1).reduceRight(
    (sum, coefficient) => k.add(k.mul(square, sum), coefficient),
    COEFFICIENTS.at(-1) as Operand,
  );
  return k.mul(q, series);
}
