/** What a frame holds, and the parameters. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type { Agreement, Student } from './distil.ts';
import type { LocalScore } from './local.ts';
import type notebook from './notebook.ts';

export type Params = ParamsOf<(typeof notebook)['controls']>;
export type Stage = Params['stage'];

/** A sparse edge, or a step that search took for one. */
export interface EdgePicture {
  readonly from: number;
  readonly to: number;
  /** Is it a sparse edge of the graph? */
  readonly real: boolean;
  /** Its probability in the chain that is shown. */
  readonly p: number;
  /** How often search was rewarded for it, and whether that is enough; 0 before search. */
  readonly times: number;
  readonly accepted: boolean;
}

export interface WalkPicture {
  readonly steps: number;
  readonly since: number;
  readonly insights: number;
  readonly trail: readonly number[];
  /** Steps per insight over all walkers; ∞ when there was none. */
  readonly stay: number;
}

export interface SweepPoint {
  readonly epsilon: number;
  /** H̄ exactly, and θ̄/ε. */
  readonly exact: number;
  readonly meta: number;
}

export interface SharpenPicture {
  /** Probability by outer step of every rewarded step, and whether it is a sparse edge. */
  readonly lines: readonly { readonly real: boolean; readonly p: readonly number[] }[];
  readonly outer: number;
  /** Mean factor per outer step of the real ones. */
  readonly growth: number;
  readonly done: boolean;
}

export interface ReasoningFrame extends Frame {
  readonly stage: Stage;
  /** What is going on: a stage, or walking. */
  readonly doing: 'walking' | 'searching' | 'sharpening';
  readonly clusters: number;
  readonly size: number;
  readonly epsilon: number;
  /** Stationary law inside the clusters, [N]. */
  readonly pi: Float64Array;
  readonly edges: readonly EdgePicture[];
  readonly walk: WalkPicture;
  readonly search: {
    readonly rollouts: number;
    readonly steps: number;
    readonly right: number;
    readonly wrong: number;
  } | null;
  readonly sharpen: SharpenPicture | null;
  readonly student: Student | null;
  readonly agreement: Agreement | null;
  /** Times between clusters, [K, K]: of the pretrained chain, its prediction θ/ε, and after sharpening. */
  readonly base: Float64Array;
  readonly predicted: Float64Array;
  readonly sharp: Float64Array | null;
  /** H̄ of both. */
  readonly baseMean: number;
  readonly sharpMean: number | null;
  /** The route from a statement to a cluster: expected steps in both chains. */
  readonly route: {
    readonly from: number;
    readonly to: number;
    readonly base: number;
    readonly sharp: number | null;
  };
  readonly sweep: readonly SweepPoint[];
  readonly local: readonly LocalScore[];
  readonly note: string;
}
