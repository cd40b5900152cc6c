/** What a frame of this notebook holds. */
import type { Frame } from '#lib/notebook/types.ts';
import type { Params } from './notebook.ts';
import type { Progress } from './pieces.ts';

/** One structure's answer to the query. */
export interface Answer {
  readonly value: number;
  /** Predicted standard deviation of its noise: exact, from the scales. */
  readonly sd: number;
  /** What it would answer without noise. */
  readonly clean: number;
  /** Stored numbers' nodes that the query reads, all coordinates together. */
  readonly reads: number;
}

/** One of the L numbers of the shown coordinate. */
export interface Part {
  readonly level: number;
  readonly left: boolean;
  readonly index: number;
  readonly value: number;
  readonly sd: number;
  readonly clean: number;
  /** The released count of the sibling, and the secret one. */
  readonly count: number;
  readonly trueCount: number;
}

export interface Field {
  /** Cells per side; row-major, first row at the top (large y₂). */
  readonly size: number;
  readonly values: Float32Array;
  readonly truth: Float32Array;
  readonly domain: readonly [number, number];
}

export interface Tree {
  readonly coordinate: number;
  /** y in this coordinate. */
  readonly y: number;
  readonly leaf: number;
  readonly parts: readonly Part[];
  /** Level and index of the nodes that the baseline reads. */
  readonly baseline: readonly { readonly level: number; readonly index: number }[];
}

export interface ErrorPoint {
  readonly alpha: number;
  readonly rmse: number;
  readonly se: number;
  /** Root mean square over the queries, of the error without noise and of the predicted noise. */
  readonly bias: number;
  readonly noise: number;
  /** Mean relative error without noise. */
  readonly ratio: number;
  readonly reads: number;
}

export interface ErrorCurve {
  readonly releases: number;
  readonly wanted: number;
  readonly queries: number;
  readonly truth: number;
  readonly own: {
    readonly rmse: number;
    readonly se: number;
    /** Root mean square of the noise as measured, and σ(y) over the same queries. */
    readonly noise: number;
    readonly sigma: number;
    readonly ratio: number;
    readonly reads: number;
  };
  readonly points: readonly ErrorPoint[];
  readonly here: number;
}

export interface Audit {
  readonly depth: number;
  readonly trials: number;
  readonly wanted: number;
  /** Log-likelihood ratios at which both sides were counted, and how many releases reached each. */
  readonly thresholds: readonly number[];
  readonly withPoint: readonly number[];
  readonly without: readonly number[];
  readonly chosen: number;
  readonly claimed: number;
  /** The largest loss that a release can have, from the scales; and the largest that was seen. */
  readonly worst: number;
  readonly seen: number;
  readonly measured: number;
  readonly low: number;
  readonly high: number;
  readonly mutant: boolean;
}

export interface KdeFrame extends Frame {
  /** Nothing is drawn or released yet: all that follows is empty. */
  readonly blank: boolean;
  /** What has to be finished before the picture is one of the present parameters; until then it is the last one. */
  readonly preparing: Progress | null;
  readonly structure: Params['structure'];
  readonly epsilon: number;
  readonly depth: number;
  readonly n: number;
  readonly dimension: number;
  readonly side: number;
  readonly alpha: number;
  /** All d coordinates. */
  readonly query: readonly number[];
  readonly truth: number;
  readonly own: Answer | null;
  readonly baseline: Answer | null;
  readonly field: Field;
  /** First coordinates of some of the secret points, x then y. */
  readonly dots: Float32Array;
  readonly tree: Tree;
  readonly asked: number;
  /** Root mean square error over the random further questions; NaN-free: 0 before there are any. */
  readonly askedError: number;
  readonly account: { readonly releases: number; readonly spent: number };
  readonly error: ErrorCurve | null;
  readonly audit: Audit | null;
}
