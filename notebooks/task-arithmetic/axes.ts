/** The values at which maps and histograms are computed: plain numbers, shared by mechanism and views. */

/** α in tenths: whole numbers, so that they are keys. */
export const TENTHS: readonly number[] = Array.from({ length: 19 }, (_, i) => i - 9);
export const tenth = (alpha: number): number => Math.round(10 * alpha) + 0;

/** λ from 2 down to −1.5, as rows from the top. */
export const LAMBDAS: readonly number[] = Array.from({ length: 36 }, (_, i) => (20 - i) / 10);
/** Coefficients of the second map, from −1.5 to 2. */
export const COLUMNS: readonly number[] = [...LAMBDAS].reverse();

/** Scores are counted in bins of this width; what is beyond the ends is counted in the last ones. */
export const BIN = 0.1;
export const SCORES = [-2, 3] as const;
export const BINS = Math.round((SCORES[1] - SCORES[0]) / BIN);
