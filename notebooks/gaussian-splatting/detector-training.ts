/** Training of the detector on labelled images: Adam on the graph det_step. */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Lab, Random } from '#lib/notebook/types.ts';
import type { Box } from './boxes.ts';
import { COLUMNS, detectorInput, ROWS, startDetector, targetsOf, WEIGHTS, type Targets } from './detector.ts';
import { HEIGHT, WIDTH } from './settings.ts';

/** Images per step. */
export const BATCH_IMAGES = 4;
export const DETECTOR_STEPS = 900;
/** Step size, with a cosine down to nothing. */
const RATE = 0.002;
const BETA = [0.9, 0.999] as const;

/** An image and the boxes that are taken for true. */
export interface Example {
  readonly rgb: ArrayLike<number>;
  readonly boxes: readonly Box[];
}

export interface DetectorTraining {
  readonly weights: Float32Array;
  readonly loss: number[];
  /** One step. @throws Error when the loss is not a number. */
  step(): Promise<void>;
}

export async function openDetectorTraining(
  lab: Lab,
  examples: readonly Example[],
  random: Random,
): Promise<DetectorTraining> {
  const graph = await lab.model('det_step');
  const ready = examples.map(({ rgb, boxes }) => ({ image: detectorInput(rgb), targets: targetsOf(boxes) }));
  const weights = startDetector(random);
  const [first, second] = [new Float64Array(WEIGHTS), new Float64Array(WEIGHTS)];
  const loss: number[] = [];
  return {
    weights,
    loss,
    async step() {
      const batch = Array.from(
        { length: BATCH_IMAGES },
        () => ready[random.integer(ready.length)] as (typeof ready)[number],
      );
      const stack = (pick: (one: (typeof ready)[number]) => Float32Array, shape: number[]) =>
        float32(Float32Array.from(batch.flatMap((one) => [...pick(one)])), [BATCH_IMAGES, ...shape]);
      const target = (name: keyof Targets, channels: number) =>
        stack(({ targets }) => targets[name], [channels, ROWS, COLUMNS]);
      const out = await graph.run({
        weights: float32(weights, [WEIGHTS]),
        images: stack(({ image }) => image, [5, HEIGHT, WIDTH]),
        heat: target('heat', 1),
        where: target('where', 4),
        center: target('center', 1),
      });
      const value = floats(out.loss)[0] as number;
      if (!Number.isFinite(value))
        throw new Error(`The detector’s loss of step ${loss.length + 1} is not a number.`);
      loss.push(value);
      const n = loss.length;
      const rate = (RATE * (1 + Math.cos((Math.PI * n) / (DETECTOR_STEPS + 1)))) / 2;
      const scale = rate / (1 - BETA[0] ** n);
      floats(out.gradient).forEach((g, i) => {
        const m = (first[i] = BETA[0] * (first[i] as number) + (1 - BETA[0]) * g);
        const v = (second[i] = BETA[1] * (second[i] as number) + (1 - BETA[1]) * g * g);
        weights[i] = (weights[i] as number) - (scale * m) / (Math.sqrt(v / (1 - BETA[1] ** n)) + 1e-8);
      });
    },
  };
}
