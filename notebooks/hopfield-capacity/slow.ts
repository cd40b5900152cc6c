/**
 * The slower parts of a frame: the shares of the basins and the study of the chart. Each is a generator that goes on where
 * it was, until what it depends on changes; each step takes some tens of milliseconds.
 */
import { Part, type Steps } from '#lib/lab/part.ts';
import { computeShares } from './landscape.ts';
import { NAMES, PIXELS } from './letters.ts';
import type { Memories } from './hopfield.ts';
import type { HopfieldFrame, Params } from './simulation.ts';
import { studyCodes, type CodesStudy } from './study-codes.ts';
import { studyDimension, type DimensionStudy } from './study-dimension.ts';
import { studyMerging, type MergingStudy } from './study-merging.ts';
import { studyRate, type RateStudy } from './study-rate.ts';
import { studyRecall, type RecallStudy } from './study-recall.ts';
import { randomWeights, type World } from './world.ts';

export type Study = CodesStudy | DimensionStudy | MergingStudy | RateStudy | RecallStudy;

interface Scene {
  readonly W: Float64Array;
  readonly memories: Memories;
}

export class SlowParts {
  #world: World;
  #shares = new Part<readonly number[] | null>();
  #study = new Part<Study>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A step of the first part that is not finished. */
  async advance(scene: Scene, params: Params): Promise<void> {
    this.#want(scene, params);
    await this.#all()
      .find((part) => !part.done)
      ?.advance();
  }

  /** What there is so far. */
  parts(
    scene: Scene,
    params: Params,
  ): {
    done: boolean;
    shown: Pick<HopfieldFrame, 'shares' | 'study'>;
    metrics: Record<string, number>;
  } {
    this.#want(scene, params);
    const shares = this.#shares.latest ?? null;
    return {
      done: this.#all().every((part) => part.done),
      shown: { shares, study: this.#study.latest ?? null },
      metrics: shares ? { smallestBasin: Math.min(...shares), largestBasin: Math.max(...shares) } : {},
    };
  }

  async close(): Promise<void> {
    for (const part of this.#all()) await part.drop();
  }

  #all(): Part<unknown>[] {
    return [this.#shares, this.#study];
  }

  #want(scene: Scene, params: Params): void {
    const { lab, D } = this.#world;
    const { inverseTemperature: beta, layer } = params;
    const features = [...scene.memories.Y].map((x) => x.toFixed(9)).join();
    if (layer === 'basins' && D <= 3)
      this.#shares.want(`${features} ${beta}`, () => computeShares(lab, scene.memories, beta));
    else void this.#shares.drop();
    const { key, start } = this.#studyOf(scene, params, features);
    this.#study.want(`${params.study} ${key}`, start);
  }

  #studyOf(scene: Scene, params: Params, features: string): { key: string; start: () => Steps<Study> } {
    const { lab, X, M, D, inverse } = this.#world;
    const { inverseTemperature: beta, pixelNoise: noise } = params;
    const letter = Math.min(NAMES.indexOf(params.query), M - 1);
    switch (params.study) {
      case 'codes':
        return { key: `${beta}`, start: () => studyCodes(beta, lab.random('random codes')) };
      case 'dimension':
        return { key: `${beta}`, start: () => studyDimension(lab, beta) };
      case 'rate':
        return {
          key: '',
          start: () => studyRate(lab, { X, M, K: PIXELS, D, start: randomWeights(lab, D) }),
        };
      case 'merging':
        return {
          key: `${features} ${beta} ${letter}`,
          start: () => studyMerging({ ...scene, X, inverse }, letter, beta),
        };
      case 'recall':
        return {
          key: `${features} ${beta} ${noise}`,
          start: () => studyRecall({ ...scene, X }, beta, noise, lab.random('noisy copies')),
        };
    }
  }
}
