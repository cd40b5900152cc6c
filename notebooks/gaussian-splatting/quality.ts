/** How well every model draws the frames that no training has seen: one frame of one model at a time. */
import type { Lab } from '#lib/notebook/types.ts';
import type { Quality } from './frame.ts';
import { partsOf } from './gaussians.ts';
import { place, psnr, render, squaredError } from './render.ts';
import { MODELS, modulesOf, TEST_FRAMES, type ModelName } from './settings.ts';
import { setAt, type Scenes } from './scenes.ts';

/** The first six cars are parked. */
export const isMoving = (car: number): boolean => car >= 6;

/** PSNR of single test frames by model; they follow from the seed alone. */
const known = new Map<number, Map<ModelName, { image: number[]; cars: number[] }>>();

/** Steps between two frames. */
const STRIDE = 2;

export interface Qualities {
  readonly all: readonly Quality[];
  /** Trains or measures a little more, this model first. False when all is measured. */
  more(first: ModelName): Promise<boolean>;
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

export function openQualities(lab: Lab, scenes: Scenes): Qualities {
  const mine = known.get(lab.seed) ?? new Map(MODELS.map((model) => [model, { image: [], cars: [] }]));
  known.set(lab.seed, mine);
  const of = (model: ModelName) => mine.get(model) as { image: number[]; cars: number[] };
  const done = (model: ModelName) => of(model).image.length >= TEST_FRAMES.length;
  return {
    get all() {
      return MODELS.filter(done).map((model) => ({
        model,
        image: mean(of(model).image),
        // Only frames that show a moving car have such pixels.
        cars: mean(of(model).cars.filter(Number.isFinite)),
      }));
    },
    async more(first) {
      const model = [first, ...MODELS].find((one) => !done(one));
      if (!model) return false;
      const t = TEST_FRAMES[of(model).image.length] as number;
      const key = setAt(model, t);
      if (await scenes.more(key, STRIDE)) return true;
      const g = partsOf(scenes.row(key) as Float32Array);
      const { rgb, pose, car } = scenes.clip.frame(t);
      const view = await render(lab, g, await place(lab, g, t, modulesOf(model)), pose);
      of(model).image.push(psnr(squaredError(view.rgb, rgb, () => true)));
      of(model).cars.push(psnr(squaredError(view.rgb, rgb, (pixel) => isMoving(car[pixel] as number))));
      return true;
    },
  };
}
