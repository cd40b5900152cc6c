/** Predicted errors of an answer, from the scales of the noise alone. */
import { countScale, LAPLACE_SD, sigma, sumScale, type Terms } from './laplace.ts';
import { siblingsOf } from './tree.ts';

/** Standard deviation of each of the L numbers of one coordinate. */
export function partSds(y: number, terms: Terms, local: boolean): number[] {
  const [counts, sums] = [LAPLACE_SD * countScale(terms), LAPLACE_SD * sumScale(terms, local)];
  return siblingsOf(y, terms.depth, terms.side).map(({ level, index }) => {
    const from = local ? (terms.side * index) / 2 ** level : 0;
    return Math.hypot((y - from) * counts, sums);
  });
}

/** Standard deviation of an answer: coordinates have independent noise. */
export function ownSd(query: ArrayLike<number>, terms: Terms, local: boolean): number {
  let variance = 0;
  for (let j = 0; j < query.length; j++) {
    const y = query[j] as number;
    variance += local ? partSds(y, terms, true).reduce((sum, sd) => sum + sd * sd, 0) : sigma(y, terms) ** 2;
  }
  return Math.sqrt(variance);
}
