/** What a frame holds, and the parameters. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type { EnsembleError, Measured } from './meter.ts';
import type notebook from './notebook.ts';
import type { Bounds } from './theory.ts';

export type Params = ParamsOf<(typeof notebook)['controls']>;

/** The density of μ*, its largest value 1, on the square |w|, |b| ≤ half; the first row has the largest b. */
export interface Density {
  readonly half: number;
  readonly size: number;
  readonly values: Float32Array;
}

/** Curves over z. */
export interface Curves {
  readonly z: Float64Array;
  readonly infinite: Float64Array;
  /** Predicted standard deviation of one network's output at rest. */
  readonly deviation: Float64Array;
  /** The networks of the ensemble: [networks, z.length]; the first is the one whose neurons are drawn. */
  readonly networks: Float32Array;
  readonly mean: Float64Array;
}

/** N times the mean squared error against time, averaged over all networks. */
export interface History {
  readonly time: readonly number[];
  readonly error: readonly number[];
}

export interface SweepRow extends Measured {
  readonly neurons: number;
}

export interface Rung extends Bounds {
  readonly lambda: number;
}

export interface LangevinFrame extends Frame {
  /** N */
  readonly neurons: number;
  /** M */
  readonly ensemble: number;
  /** Networks that run side by side: the larger of B and M. */
  readonly running: number;
  readonly lambda: number;
  readonly eta: number;
  /** t = ηk since the start, or since the data were last changed. */
  readonly time: number;
  /** From when to when the error is measured. */
  readonly window: readonly [number, number];
  /** Neurons (w, b) of the first network. */
  readonly cloud: Float32Array;
  readonly density: Density;
  readonly data: { readonly z: Float64Array; readonly y: Float64Array };
  readonly curves: Curves;
  readonly history: History;
  readonly bounds: Bounds;
  /** N times the mean squared error at rest, when records have been taken. */
  readonly measured: Measured | null;
  /** Mean squared errors (not times N) of means of m networks. */
  readonly ensembles: readonly EnsembleError[];
  /** N times the mean squared error for other N. */
  readonly sweep: readonly SweepRow[];
  readonly sweeping: boolean;
  /** Theory at other λ. */
  readonly ladder: readonly Rung[];
  /** What the reader should know about this state, or nothing. */
  readonly note: string;
}
