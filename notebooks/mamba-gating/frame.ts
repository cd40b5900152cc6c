/** What the page is told of a run. */
import type { Frame, Params as Values } from '#lib/notebook/types.ts';
import type notebook from './notebook.ts';
import type { Regime } from './sequence.ts';

export type Params = Values<typeof notebook.controls>;

export interface ShownToken {
  /** 0: o₊, 1: o₋, 2 … 15: irrelevant. */
  readonly pattern: number;
  /** The pattern that it was drawn with: another one where it was edited. */
  readonly drawn: number;
  /** g_l = σ(wᵀx_l). */
  readonly gate: number;
}

export interface ShownSequence {
  /** The label that it was drawn for, ±1. */
  readonly label: number;
  readonly F: number;
  readonly tokens: readonly ShownToken[];
  /** Memory weights, row-major [L, L]: row l reads, column s was written. */
  readonly K: readonly number[];
}

/** An evaluation on the test set, every 10 steps. */
export interface CurvePoint {
  readonly t: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Mean loss on the training batches of the last 10 steps, around step t − 5; at step 0, that of the test set. */
  readonly batch: number;
}

export interface ScalingPoint {
  /** What the sequences are, in a few signs. */
  readonly name: string;
  readonly signal: number;
  readonly gate: Params['gate'];
  /** T_θ; null where the loss stayed above θ. */
  readonly T: number | null;
}

export interface Scaling {
  readonly points: readonly ScalingPoint[];
  readonly total: number;
  /** The run in progress, and its steps so far. */
  readonly running: { readonly name: string; readonly step: number } | null;
}

export interface GatingFrame extends Frame {
  readonly regime: Regime;
  readonly L: number;
  /** Effective signal of the regime. */
  readonly signal: number;
  readonly theta: number;
  readonly trainsGate: boolean;
  /** The step that is shown, the steps taken, and the steps to take. */
  readonly shown: number;
  readonly trained: number;
  readonly length: number;
  readonly diverged: number | null;
  /** The step of the evaluation behind `loss` and `accuracy`: up to 9 before `shown` while training runs. */
  readonly evaluated: number;
  readonly sequences: readonly ShownSequence[];
  /** The gating vector as it is shown, [16], and the head, [100, 16]. */
  readonly w: readonly number[];
  readonly W: readonly number[];
  /** The gating vector along training: steps, and for each of them 16 numbers. */
  readonly path: readonly { readonly t: number; readonly w: readonly number[] }[];
  readonly curve: readonly CurvePoint[];
  readonly scaling: Scaling | null;
}
