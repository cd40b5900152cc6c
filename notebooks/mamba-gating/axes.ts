/** Numbers that the mechanism and its pictures share. */

/** Steps between two evaluations on the test set. */
export const EVERY = 10;
