/** The slower parts of a frame: the survey of the plane, and the studies behind the other views. */
import { Part } from '#lib/lab/part.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { HopfieldFrame, Params } from './frame.ts';
import type { Setting } from './plane.ts';
import { studyCapacity, type CapacityStudy } from './study-capacity.ts';
import { studyCost, type CostStudy } from './study-cost.ts';
import { studyFeatures, type FeatureStudy } from './study-features.ts';
import { studyImages, type ImagesStudy } from './study-images.ts';
import { survey, type Survey } from './survey.ts';

type Shown = Pick<HopfieldFrame, 'survey' | 'images' | 'cost' | 'features' | 'capacity'>;

export class SlowParts {
  #lab: Lab;
  #survey = new Part<Survey>();
  #images = new Part<ImagesStudy>();
  #cost = new Part<CostStudy>();
  #features = new Part<FeatureStudy>();
  #capacity = new Part<CapacityStudy>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** A step of the first part that is not finished. */
  async advance(setting: Setting, params: Params): Promise<void> {
    this.#want(setting, params);
    await this.#all()
      .find((part) => !part.done)
      ?.advance();
  }

  /** What there is so far. */
  parts(setting: Setting, params: Params): { done: boolean; shown: Shown } {
    this.#want(setting, params);
    return {
      done: this.#all().every((part) => part.done),
      shown: {
        survey: this.#survey.latest ?? null,
        images: this.#images.latest ?? null,
        cost: this.#cost.latest ?? null,
        features: this.#features.latest ?? null,
        capacity: this.#capacity.latest ?? null,
      },
    };
  }

  async close(): Promise<void> {
    for (const part of this.#all()) await part.drop();
  }

  #all(): Part<unknown>[] {
    // The quick ones first: where two are wanted, the chart of the slow one can wait.
    return [this.#survey, this.#images, this.#features, this.#cost, this.#capacity];
  }

  /** Each view wants its own parts; the others are dropped. */
  #want(setting: Setting, params: Params): void {
    const { view, model, inverseTemperature, kept, noise, features, orthogonal, image } = params;
    const lab = this.#lab;
    const key = (...parts: readonly unknown[]) => JSON.stringify(parts);
    const wanted = new Set<Part<unknown>>();
    const want = <T>(part: Part<T>, ...[name, start]: Parameters<Part<T>['want']>) => {
      part.want(name, start);
      wanted.add(part);
    };
    if (view === 'plane') {
      const { memories, members, beta, omega } = setting;
      const random = model === 'PRF' ? [...omega.slice(0, 4), omega.length] : [];
      const name = key(model, beta, kept, members, [...memories.X], random);
      want(this.#survey, name, () => survey(setting.map(model)));
    }
    if (view === 'images')
      want(this.#images, key(inverseTemperature, kept, noise, features, orthogonal, image), () =>
        studyImages(lab, params),
      );
    if (view === 'cost') {
      want(this.#features, key(inverseTemperature, noise, orthogonal), () => studyFeatures(lab, params));
      want(this.#cost, 'cost', () => studyCost(lab));
    }
    if (view === 'capacity')
      want(this.#capacity, key(inverseTemperature, kept, noise), () => studyCapacity(lab, params));
    for (const part of this.#all()) if (!wanted.has(part)) void part.drop();
  }
}
