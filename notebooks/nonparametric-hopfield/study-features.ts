/**
 * What random features cost in accuracy: the mean ‖T_PRF(x) − T_dense(x)‖ over noisy copies of 64 random memories in 32
 * dimensions, against D_f, at β = 0.5, at β = 10 and at the present β. Where weights are spread out the error falls like
 * D_f^{−1/2}; where they are peaked the estimate is heavy-tailed, and more features help little.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { slopeOf } from './counts.ts';
import { drawOmega } from './features.ts';
import { unitVectors } from './pairs.ts';
import { distance, everyMemory, retriever, rowOf, type Memories } from './retrieval.ts';

const MEMORIES = 64;
const DIMENSION = 32;
/** Draws of Ω that are averaged. */
const DRAWS = 4;
export const FEATURE_COUNTS = [16, 32, 64, 128, 256, 512, 1024] as const;

export interface FeatureCurve {
  readonly beta: number;
  readonly rows: readonly { readonly features: number; readonly error: number }[];
  readonly slope: number;
}

export interface FeatureStudy {
  readonly done: boolean;
  readonly curves: readonly FeatureCurve[];
}

export function* studyFeatures(
  lab: Lab,
  {
    inverseTemperature,
    noise,
    orthogonal,
  }: { inverseTemperature: number; noise: number; orthogonal: boolean },
): Generator<FeatureStudy, void, void> {
  const memories = unitVectors(lab, 'vectors 32', MEMORIES, DIMENSION);
  const random = lab.random('noise 32');
  const queries = memories.X.map((value) => value + (noise / Math.sqrt(DIMENSION)) * random.normal());
  const betas = [...new Set([0.5, 10, inverseTemperature])].sort((a, b) => a - b);
  const curves: FeatureCurve[] = betas.map((beta) => ({ beta, rows: [], slope: 0 }));
  for (const features of FEATURE_COUNTS) {
    for (const [i, { beta, rows }] of curves.entries()) {
      const error = meanGap(lab, memories, queries, { beta, features, orthogonal });
      const longer = [...rows, { features, error }];
      const points = longer.map((row) => [Math.log(row.features), Math.log(row.error)] as const);
      curves[i] = { beta, rows: longer, slope: points.length > 1 ? slopeOf(points).slope : 0 };
      yield { done: false, curves: [...curves] };
    }
  }
  yield { done: true, curves };
}

function meanGap(
  lab: Lab,
  memories: Memories,
  queries: Float64Array,
  { beta, features, orthogonal }: { beta: number; features: number; orthogonal: boolean },
): number {
  const base = { beta, members: everyMemory(MEMORIES), kept: MEMORIES };
  const dense = retriever(memories, { ...base, model: 'dense', omega: new Float64Array() });
  const random = lab.random(`features 32 ${features}`);
  const [exact, estimate] = [new Float64Array(DIMENSION), new Float64Array(DIMENSION)];
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const omega = drawOmega(random, features, DIMENSION, orthogonal);
    const map = retriever(memories, { ...base, model: 'PRF', omega });
    for (let mu = 0; mu < MEMORIES; mu++) {
      const x = rowOf(queries, mu, DIMENSION);
      dense.retrieve(x, exact);
      map.retrieve(x, estimate);
      sum += distance(exact, estimate);
    }
  }
  return sum / (DRAWS * MEMORIES);
}
