/** The fixed sizes of the miniature. */

/** d: coordinates of an input. */
export const D = 4;
/** K: hidden neurons. */
export const K = 2;
/** Entries of W, kept as one row: W[i, j] at K·i + j. */
export const SIZE = D * K;
/** Probabilities are kept this far from 0 and 1. */
export const FLOOR = 1e-9;
/** Standard normal draws behind a Fisher information. */
export const DRAWS = 60_000;
/** Fresh points of each group on which labels are compared, and how many of them the excess risk is taken over. */
export const TESTED = 20_000;
export const RISKED = 10_000;
/** Data sets of the replicate panel; their random numbers carry the names 100 … 123. */
export const REPLICATES = 24;
export const FIRST_REPLICATE = 100;
/** Evaluations of the gradient that a fit may take. */
export const ITERATIONS = 60;
/** Steps of gradient descent at most, and how many there are between two frames. */
export const STEPS = 2000;
export const CHUNK = 50;
/** ‖W₀ − W*‖_F. */
export const START = 0.5;
