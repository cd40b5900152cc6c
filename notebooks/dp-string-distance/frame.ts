/** What a frame of this notebook holds: plain data, enough to draw every view. */
import type { Frame } from '#lib/notebook/types.ts';

/** One rung of the ladder: a secret string and what is said about it. */
export interface Answer {
  readonly truth: number;
  /** The debiased decoder (Hamming), or the diagonal algorithm on noisy blocks (edit). */
  readonly answer: number;
  /** The paper's decoder; none for edit distance. */
  readonly raw: number | null;
  /** Mean over all times that this question was asked: what an attacker who averages has. */
  readonly average: number;
  /** Predicted standard deviation of `answer`; none for edit distance. */
  readonly sd: number | null;
}

/** What was published and what it cost. Answers are free; releases add up. */
export interface Account {
  readonly releases: number;
  readonly spent: number;
  /** Questions answered since the strings were drawn. */
  readonly answered: number;
}

/** One string's sketch with the noise laid open, and the cells that one secret bit touches. */
export interface SketchPicture {
  readonly rows: number;
  readonly groups: number;
  readonly buckets: number;
  /** Row-major [M₁, M₂, M₃]. */
  readonly exact: Uint8Array;
  readonly released: Uint8Array;
  /** Cells that the bit's item leaves and cells that its opposite enters. */
  readonly leaves: readonly number[];
  readonly enters: readonly number[];
  readonly bits: Uint8Array;
}

export interface Audit {
  readonly changed: number;
  readonly trials: number;
  /** How many fake releases of A and of its neighbour A′ had T = −D, −D + 2, …, D. */
  readonly ofA: readonly number[];
  readonly ofNeighbour: readonly number[];
  readonly q: number;
  readonly claimed: number;
  /** ln(TPR/FPR) at T = D, infinite when the neighbour never got there, and its 95% limits. */
  readonly measured: number;
  readonly low: number;
  readonly high: number;
  readonly mutant: boolean;
}

/** Errors over many practice releases at one ε. */
export interface ErrorPoint {
  readonly epsilon: number;
  /** Root mean square error (Hamming) or mean absolute error (edit), with its standard error. */
  readonly error: number;
  readonly errorSe: number;
  readonly mean: number;
  /** Mean error of the paper's decoder at distance 0, and over the whole ladder. */
  readonly raw: number;
  readonly rawSe: number;
  readonly answers: number;
}

export interface TheoryPoint {
  readonly epsilon: number;
  readonly error: number;
  readonly raw: number;
  readonly bound: number;
}

export interface ErrorCurve {
  readonly points: readonly ErrorPoint[];
  readonly theory: readonly TheoryPoint[];
  /** The ε of the demo: its point is measured with more releases. */
  readonly here: number;
  /** Error of the best constant answer, given without looking (edit only). */
  readonly blind: number | null;
}

export interface CostRow {
  readonly strings: number;
  readonly sketch: number;
  readonly scan: number;
}

/** A test of one dyadic block against the query under one shift. */
export interface BlockTest {
  readonly level: number;
  readonly start: number;
  readonly shift: number;
  readonly equal: boolean;
  /** Whether the block is equal in truth. */
  readonly truly: boolean;
}

export interface EditPicture {
  readonly n: number;
  readonly k: number;
  readonly levels: number;
  readonly tests: readonly BlockTest[];
  /** F(e, δ): how far e edits reach on diagonal δ, row-major [k + 1, 2k + 1]; −1 where there is nothing. */
  readonly reach: readonly number[];
  readonly string: Uint8Array;
  readonly answer: number;
}

export interface DistanceFrame extends Frame {
  readonly distance: 'hamming' | 'edit';
  readonly answers: readonly Answer[];
  readonly asked: number;
  /** Different answers that this question has got so far: 1 when the release is fixed. */
  readonly distinct: number;
  readonly account: Account;
  readonly epsilon: number;
  readonly q: number;
  readonly n: number;
  readonly k: number;
  readonly rows: number;
  readonly groups: number;
  readonly buckets: number;
  /** Sketch bits that one secret bit can change. */
  readonly touched: number;
  /** The first 4096 bits of the query as it is asked. */
  readonly query: Uint8Array;
  /** Expected upward error of the paper's decoder at distance 0; none for edit distance. */
  readonly rawBias: number | null;
  readonly cost: readonly CostRow[];
  readonly sketch: SketchPicture | null;
  readonly audit: Audit | null;
  readonly error: ErrorCurve | null;
  readonly edit: EditPicture | null;
}
