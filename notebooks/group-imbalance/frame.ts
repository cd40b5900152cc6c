/** What a frame holds, and the parameters. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type { Setting } from './data.ts';
import type { Marks } from './exam.ts';
import type notebook from './notebook.ts';
import type { Replicate } from './panel.ts';
import type { Cloud } from './plane.ts';
import type { Rate } from './rate.ts';
import type { Estimate } from './estimate.ts';
import type { Theory } from './theory.ts';

export type Params = ParamsOf<(typeof notebook)['controls']>;

/** Limits of the excess risks over λ, everything else as it is. */
export interface Curve {
  readonly lambda: readonly number[];
  readonly minority: readonly number[];
  readonly majority: readonly number[];
}

/** Means over the replicates at another λ. */
export interface Rung {
  readonly lambda: number;
  readonly minority: Estimate;
  readonly majority: Estimate;
}

/** Both groups with the spread `sigma`. */
export interface SweepRow {
  readonly sigma: number;
  readonly trace: number;
  readonly perDecade: number;
  /** n‖Ŵ − W*‖², mean over the replicates; null until they are fitted. */
  readonly error: Estimate | null;
}

/** The data set that is drawn, its exact minimiser, and gradient descent on it. */
export interface Student {
  /** W_t, Ŵ: [D, K] as one row. */
  readonly W: Float64Array;
  readonly minimiser: Float64Array;
  readonly settled: boolean;
  /** ‖W_t − Ŵ‖_F for t = 0, 1, … */
  readonly distances: readonly number[];
  readonly rate: Rate | null;
  /** ‖Ŵ − W*‖_F. */
  readonly floor: number;
  readonly finished: boolean;
  /** Minority and majority, judged by W_t and by Ŵ. */
  readonly marks: readonly [Marks, Marks];
  readonly best: readonly [Marks, Marks];
}

export interface GroupFrame extends Frame {
  readonly setting: Setting;
  readonly theory: Theory;
  readonly curve: Curve;
  readonly student: Student;
  readonly cloud: Cloud;
  /** Those that are fitted so far, of 24. */
  readonly replicates: readonly Replicate[];
  readonly complete: boolean;
  readonly ladder: readonly Rung[];
  readonly sweep: readonly SweepRow[];
  /** What the reader should know about this state, or nothing. */
  readonly note: string;
}
