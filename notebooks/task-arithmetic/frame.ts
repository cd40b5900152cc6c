/** What one picture holds. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type notebook from './notebook.ts';
import type { Weights } from './training.ts';

export type Params = ParamsOf<typeof notebook.controls>;

/** Losses and accuracies over a plane, row-major, highest λ (λ₂) first; not a number where not computed yet. */
export interface Plane {
  readonly columns: number;
  readonly rows: number;
  readonly loss1: Float32Array;
  readonly loss2: Float32Array;
  readonly accuracy1: Float32Array;
  readonly accuracy2: Float32Array;
}

/** Scores y f(X) of one task, counted in bins. */
export interface Histogram {
  readonly name: string;
  readonly bins: readonly number[];
  readonly loss: number;
  readonly accuracy: number;
}

export interface TaskFrame extends Frame {
  readonly tab: Params['tab'];
  /** The correlation of the tasks in use: 0 for unseen tasks. */
  readonly alpha: number;
  /** Coefficients of the two task vectors. */
  readonly lambda: readonly [number, number];
  readonly gamma: readonly [number, number];
  readonly rank: number;
  /** The fine-tuning that goes on; null where there is none. */
  readonly tuning: { readonly name: string; readonly loss: readonly number[] } | null;
  /** Losses of the fine-tunings in use, step by step, where they were trained here: task 1, task 2 at this α. */
  readonly trained: readonly { readonly name: string; readonly loss: readonly number[] }[];
  /** Fine-tunings at hand, of 20. */
  readonly tuned: number;
  /** True once the edited model of this state is made and judged. */
  readonly ready: boolean;
  /** Sequences per task that the scores come from. */
  readonly tested: number;
  readonly scores: readonly Histogram[];
  /** Losses over (α, λ). */
  readonly plane: Plane;
  /** Losses of the unseen task (`loss1`) over (λ₁, λ₂); empty in the other tab. */
  readonly unseen: Plane | null;
  /** Singular values of ΔW and ΔV of both tasks. */
  readonly singular: readonly { readonly W: readonly number[]; readonly V: readonly number[] }[];
  readonly weights: Weights;
}
