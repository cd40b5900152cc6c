/** What the page is told of a run. */
import type { Frame, Params as Values } from '#lib/notebook/types.ts';
import type notebook from './notebook.ts';

export type Params = Values<typeof notebook.controls>;
/** A place in the plane of the picture: the first two principal directions of the means. */
export type Place = readonly [x: number, y: number];

export interface Token {
  /** The diffused token w_i, and whether it was dragged there. */
  readonly at: Place;
  /** w_i − sε̂_i: where the shown denoiser takes the token's noise to have started; and where the oracle does. */
  readonly guess: Place;
  readonly oracle: Place;
  /** Σ_j a_ij w_j; null where the shown denoiser has no attention. */
  readonly average: Place | null;
}

export interface CurvePoint {
  readonly t: number;
  readonly loss: number;
  readonly lone: number;
}

export interface LengthPoint {
  readonly N: number;
  readonly excess: number;
}

export interface Samples {
  readonly level: number;
  /** x and y of the tokens of the first sequences, one after the other. */
  readonly places: readonly number[];
  readonly centres: readonly Place[];
  /** Of the finished samples: spread of tokens around the mean of their sequence, its distance from the nearest centre. */
  readonly spread: number;
  readonly apart: number;
  /** That distance for averages of data; and the norm of the centres. */
  readonly expected: number;
  readonly radius: number;
}

export interface DenoisingFrame extends Frame {
  readonly N: number;
  readonly K: number;
  readonly abar: number;
  readonly s: number;
  readonly v: number;
  readonly denoiser: Params['denoiser'];
  /** The step that is shown, the steps taken, and the steps to take. */
  readonly shown: number;
  readonly trained: number;
  readonly length: number;
  readonly diverged: number | null;
  readonly tokens: readonly Token[];
  /** √ᾱμ_k of all clusters; z is the one that the sequence has. */
  readonly centres: readonly Place[];
  readonly z: number;
  /** Row-major N × N; empty where the shown denoiser has no attention. */
  readonly attention: readonly number[];
  /** Mean squared error per coordinate, each the mean of the batches since the last point. */
  readonly curve: readonly CurvePoint[];
  /** Risks per coordinate. */
  readonly lines: {
    readonly oracle: number;
    readonly bayes: number;
    readonly averaging: number;
    readonly single: number;
    readonly lone: number;
  };
  /** A and W_V of the shown layer in the principal directions of the means, row-major d × d. */
  readonly A: readonly number[];
  readonly Wv: readonly number[];
  /** The same as they are, for the download. */
  readonly raw: {
    readonly A: readonly number[];
    readonly Wv: readonly number[];
    readonly Wkq: readonly number[];
  };
  /** −(s/v)τ²/(τ² + v/N) for each principal direction. */
  readonly valueTheory: readonly number[];
  /** Excess by formula at N = 2 … 64, and as trained for other lengths by the sweep. */
  readonly floor: readonly LengthPoint[];
  readonly sweep: readonly LengthPoint[];
  readonly sweeping: number | null;
  /** Sequences on their way from noise to samples; null until training is over. */
  readonly samples: Samples | null;
  /** Sequences behind the metrics. */
  readonly tested: number;
}
