/** What one picture holds. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type { Box, Segment } from './boxes.ts';
import type { Pose } from './camera.ts';
import type { Exam } from './detection.ts';
import type { Plan } from './detectors.ts';
import type notebook from './notebook.ts';
import type { ModelName } from './settings.ts';

export type Params = ParamsOf<typeof notebook.controls>;
export type LabelSource = Params['labels'];

/** A view drawn by the splats, beside the truth. Images are [36, 64, 3] in [0, 1], fields [36, 64]. */
export interface Picture {
  readonly rendered: Float32Array;
  readonly truth: Float32Array;
  /** Blended depth (m) of the splats and true depth; NaN or Infinity where there is sky. */
  readonly depth: Float32Array;
  readonly trueDepth: Float32Array;
  /** Blended state d of the Gaussians; NaN where there is sky; null when it is not asked for. */
  readonly state: Float32Array | null;
}

/** A car's box on the image: around its 3D box, whose edges are there too. */
export interface DrawnBox {
  readonly car: number;
  readonly box: Box;
  readonly edges: readonly Segment[];
}

/** A car in sight and how well each source of labels puts a box on it. */
export interface CarScore {
  readonly car: number;
  readonly moving: boolean;
  readonly iou: Readonly<Record<LabelSource, number>>;
}

/** The Gaussians from above: columns of numbers, one entry per Gaussian. */
export interface Cloud {
  readonly x: Float32Array;
  readonly z: Float32Array;
  /** Where they are without the deformation. */
  readonly restX: Float32Array;
  readonly restZ: Float32Array;
  readonly state: Float32Array;
  readonly opacity: Float32Array;
  /** [n, 3]. */
  readonly colour: Float32Array;
  readonly group: Uint8Array;
}

/** PSNR (dB) of a model, the mean over test frames, whole images and pixels of moving cars. */
export interface Quality {
  readonly model: ModelName;
  readonly image: number;
  readonly cars: number;
}

export interface GaussianFrame extends Frame {
  readonly time: number;
  readonly model: ModelName;
  /** The group in sight, from 0. */
  readonly group: number;
  /** Null while the scene that it needs is being trained. */
  readonly picture: Picture | null;
  readonly labels: readonly DrawnBox[];
  /** What is truly to be seen of cars at the view that was asked for. */
  readonly truth: readonly DrawnBox[];
  readonly scores: readonly CarScore[];
  /** The camera as it was asked for, and where the adaptor has put it. */
  readonly asked: Pose;
  readonly got: Pose;
  readonly offset: { readonly metres: number; readonly degrees: number };
  readonly cloud: Cloud | null;
  /** Cars from above, at this time: x, z of their centres. */
  readonly cars: readonly { readonly x: number; readonly z: number; readonly moving: boolean }[];
  /** Models that are measured so far. */
  readonly qualities: readonly Quality[];
  readonly exams: Readonly<Record<Plan, Exam>> | null;
  readonly examined: number;
  /** Training that goes on: whose, and the loss of every step. */
  readonly training: { readonly name: string; readonly loss: readonly number[]; readonly of: number } | null;
  /** Losses of the steps that were taken here on the scene in sight. */
  readonly further: readonly number[];
  /** Parameters of the set in sight, for export. */
  readonly row: Float32Array | null;
}
