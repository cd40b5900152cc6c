/** What one picture holds. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type notebook from './notebook.ts';
import type { Camera, Vector } from '#lib/charts/orthographic.ts';

export type Params = ParamsOf<typeof notebook.controls>;
export type Mode = 'reduced' | 'full' | 'linear';

/** One token of the shown prompt. The last one of a frame is the query. */
export interface Token {
  /** Index among dragged points. */
  readonly index: number;
  /** Position in the three-dimensional (for d = 2: flat) world of the picture; inside the ball when d > 3. */
  readonly at: Vector;
  /** ±1; 0 for the query. */
  readonly label: number;
  /** ⟨x_i, x_q⟩. */
  readonly cosine: number;
  /** a_i; in linear attention the weight α⟨x_i, x_q⟩, and 0 for the query. */
  readonly attention: number;
}

export interface Landscape {
  readonly columns: number;
  readonly rows: number;
  /** Row-major, highest ξ₂ first; not a number where it is not computed yet. */
  readonly loss: Float32Array;
  /** Lowest eigenvalue of the Hessian. */
  readonly lowest: Float32Array;
  readonly complete: boolean;
}

/** Trained layers at logarithmically spaced times. */
export interface Path {
  readonly t: readonly number[];
  readonly xi1: readonly number[];
  readonly xi2: readonly number[];
  readonly loss: readonly number[];
}

export interface NearestFrame extends Frame {
  readonly mode: Mode;
  readonly dimension: number;
  readonly points: number;
  /** The step that is shown, and how many are trained. */
  readonly shown: number;
  readonly trained: number;
  readonly length: number;
  /** True when the layer was chosen on the landscape. */
  readonly chosen: boolean;
  /** W, row-major (d+2)². */
  readonly weights: readonly number[];
  readonly xi: readonly [number, number];
  /** Scale of linear attention. */
  readonly alpha: number;
  readonly camera: Camera;
  readonly tokens: readonly Token[];
  /** Position of the nearest neighbour in `tokens`. */
  readonly nearest: number;
  readonly output: number;
  /** ŷ over the visible disc: size × size, first row on top. Empty on the circle. */
  readonly disc: { readonly size: number; readonly values: Float32Array };
  /** On the circle: ŷ and the attention of each token, M × (N+1), at equally spaced angles from 0. Else empty. */
  readonly ring: { readonly size: number; readonly values: Float32Array; readonly attention: Float32Array };
  /** Edges of the nearest-neighbour cells: polylines on the sphere, or angles on the circle. */
  readonly edges: readonly (readonly Vector[])[];
  readonly corners: readonly number[];
  readonly landscape: Landscape | null;
  readonly path: Path;
  /** The limit K of ξ₁L; infinite on the circle. */
  readonly constant: number;
  /** How many steps so far raised the loss. */
  readonly rises: number;
  /** Number of test prompts. */
  readonly tested: number;
}
