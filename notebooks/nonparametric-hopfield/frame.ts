/** What one picture holds. */
import type { Frame, Params as ParamsOf } from '#lib/notebook/types.ts';
import type notebook from './notebook.ts';
import type { Landscape } from './landscape.ts';
import type { Regression } from './pairs.ts';
import type { Plane } from './plane.ts';
import type { ModelName } from './retrieval.ts';
import type { CapacityStudy } from './study-capacity.ts';
import type { CostStudy } from './study-cost.ts';
import type { FeatureStudy } from './study-features.ts';
import type { ImagesStudy } from './study-images.ts';
import type { Survey } from './survey.ts';

export type Params = ParamsOf<(typeof notebook)['controls']>;

export interface HopfieldFrame extends Frame {
  readonly view: Params['view'];
  readonly model: ModelName;
  readonly beta: number;
  readonly plane: Plane;
  /** Steps of the marble's path so far. */
  readonly rolled: number;
  /** Only while the plane is in view. */
  readonly landscape: Landscape | null;
  readonly survey: Survey | null;
  readonly regression: Regression;
  readonly images: ImagesStudy | null;
  readonly cost: CostStudy | null;
  readonly features: FeatureStudy | null;
  readonly capacity: CapacityStudy | null;
  /** What the reader should know about this state, or nothing. */
  readonly note: string;
}
