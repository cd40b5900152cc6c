/** The numbers of a frame: what is ready, and nothing that is not. */
import type { HopfieldFrame } from './frame.ts';
import type { ModelName } from './retrieval.ts';

type Parts = Omit<HopfieldFrame, 'metrics' | 'settled' | 'rolled'>;

const count = (flags: readonly boolean[]): number => flags.filter(Boolean).length;

export const errorName = (model: ModelName): string =>
  ({ dense: 'errorDense', mask: 'errorMask', 'top-K': 'errorTopK', linear: 'errorLinear', PRF: 'errorPrf' })[
    model
  ];

export function metricsOf({
  plane,
  survey,
  regression,
  images,
  cost,
  capacity,
}: Parts): Record<string, number> {
  const metrics: Record<string, number> = {
    stored: count(plane.stored),
    recalled: count(plane.recalled),
    expectedWells: plane.expectedWells,
    residual: regression.residual,
    coefficientError: regression.coefficientError,
    mixing: regression.mixing,
    denseGap: regression.denseGap,
    zeros: regression.zeros,
  };
  if (survey?.done) {
    metrics['fixedPoints'] = survey.fixed.length;
    metrics['lastStep'] = survey.lastStep;
    if (survey.energyRise !== null) metrics['energyRise'] = survey.energyRise;
  }
  if (images?.done) {
    for (const { model, mean } of images.restored) metrics[errorName(model)] = mean;
    metrics['attentionGap'] = images.attentionGap;
  }
  if (cost?.done)
    for (const model of ['dense', 'mask'] as const) metrics[`${model}Slope`] = cost.slopes[model].counted;
  if (capacity?.done) {
    metrics['capacitySlopeDense'] = capacity.dense.slope;
    metrics['capacitySlopeTopK'] = capacity.topK.slope;
  }
  return metrics;
}
