/**
 * Images: the lower half of a texture is covered, and one step of every model restores it (the ONNX graphs). Also the
 * mean error over all 64 textures, that of top-K for K = 1 … 64, and, on 64 random vectors in 32 dimensions, the share
 * that a random mask of size K still recalls.
 */
import { sample } from '#lib/lab/random.ts';
import { floats } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { COUNTS } from './counts.ts';
import { drawOmega } from './features.ts';
import type { Params } from './frame.ts';
import { runGraph } from './landscape.ts';
import { unitVectors } from './pairs.ts';
import {
  everyMemory,
  isStored,
  MODELS,
  retriever,
  rowOf,
  type Memories,
  type ModelName,
} from './retrieval.ts';
import { coveredQueries, PIXELS, TEXTURES, textures } from './textures.ts';

export interface Restored {
  readonly model: ModelName;
  /** T(x) of the shown query. */
  readonly image: Float32Array;
  readonly error: number;
  /** Mean error over the 64 textures. */
  readonly mean: number;
  /** Multiplications for one query. */
  readonly products: number;
}

export interface ImagesStudy {
  readonly done: boolean;
  readonly memory: Float32Array;
  readonly query: Float32Array;
  readonly restored: readonly Restored[];
  /** Mean error of top-K over K. */
  readonly byKept: readonly { readonly kept: number; readonly error: number }[];
  /** Share of 64 random vectors in 32 dimensions that a random mask of size K recalls from noisy copies. */
  readonly byMask: readonly { readonly kept: number; readonly share: number }[];
  /** Largest difference between dense retrieval and scaled dot-product attention with keys = values = Ξ. */
  readonly attentionGap: number;
}

export const SWEEP = [1, 2, 4, 8, 16, 32, 64] as const;
export const MASKS = [16, 32, 48, 64] as const;

export type ImageParams = Pick<
  Params,
  'image' | 'kept' | 'inverseTemperature' | 'features' | 'orthogonal' | 'noise'
>;

export async function* studyImages(lab: Lab, params: ImageParams): AsyncGenerator<ImagesStudy, void, void> {
  const memories = textures(lab);
  const queries = coveredQueries(lab, memories, params.noise);
  const shown = params.image - 1;
  let study: ImagesStudy = {
    done: false,
    memory: Float32Array.from(rowOf(memories.X, shown, PIXELS)),
    query: Float32Array.from(rowOf(queries, shown, PIXELS)),
    restored: [],
    byKept: [],
    byMask: [],
    attentionGap: 0,
  };
  for (const model of MODELS) {
    const T = await step(lab, model, memories, queries, params);
    study = { ...study, restored: [...study.restored, restoredBy(model, T, memories, params)] };
    if (model === 'dense') {
      const attention = scaledDotProduct(queries, memories, params.inverseTemperature);
      const attentionGap = attention.reduce(
        (gap, value, i) => Math.max(gap, Math.abs(value - (T[i] as number))),
        0,
      );
      study = { ...study, attentionGap };
    }
    yield study;
  }
  for (const kept of SWEEP) {
    const T = await step(lab, 'top-K', memories, queries, { ...params, kept });
    study = { ...study, byKept: [...study.byKept, { kept, error: meanError(T, memories) }] };
  }
  yield study;
  yield { ...study, byMask: maskShares(lab, params), done: true };
}

/** One step of all 64 queries: L = 64, d = 256. */
async function step(
  lab: Lab,
  model: ModelName,
  memories: Memories,
  queries: Float64Array,
  { kept, inverseTemperature: beta, features, orthogonal }: ImageParams,
): Promise<Float32Array> {
  const all = everyMemory(TEXTURES);
  const mask = sample(lab.random('mask 64'), TEXTURES, TEXTURES).slice(0, kept);
  const omega =
    model === 'PRF'
      ? drawOmega(lab.random('features 256'), features, PIXELS, orthogonal)
      : new Float64Array();
  const members = model === 'mask' ? mask : all;
  const setting = { memories, members, kept, beta, omega };
  return floats((await runGraph(lab, model, setting, Float32Array.from(queries)))['T']);
}

function restoredBy(model: ModelName, T: Float32Array, memories: Memories, params: ImageParams): Restored {
  const shown = params.image - 1;
  return {
    model,
    image: T.slice(shown * PIXELS, (shown + 1) * PIXELS),
    error: errorOf(T, memories, shown),
    mean: meanError(T, memories),
    products: COUNTS[model]({ L: 1, M: TEXTURES, d: PIXELS, K: params.kept, F: params.features }),
  };
}

function errorOf(T: Float32Array, { X }: Memories, mu: number): number {
  let sum = 0;
  for (let i = mu * PIXELS; i < (mu + 1) * PIXELS; i++) sum += ((T[i] as number) - (X[i] as number)) ** 2;
  return Math.sqrt(sum);
}

const meanError = (T: Float32Array, memories: Memories): number =>
  everyMemory(TEXTURES).reduce((sum, mu) => sum + errorOf(T, memories, mu) / TEXTURES, 0);

/** softmax(QKᵀ/√d)V with queries x, keys β√d ξ and values ξ, written down on its own. */
export function scaledDotProduct(queries: Float64Array, { X, M, d }: Memories, beta: number): Float64Array {
  const out = new Float64Array(queries.length);
  const scale = (beta * Math.sqrt(d)) / Math.sqrt(d);
  for (let l = 0; l < queries.length / d; l++) {
    const logits = everyMemory(M).map((mu) => {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += (queries[l * d + i] as number) * (X[mu * d + i] as number);
      return sum * scale;
    });
    const top = Math.max(...logits);
    const weights = logits.map((z) => Math.exp(z - top));
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((w, mu) => {
      for (let i = 0; i < d; i++)
        out[l * d + i] = (out[l * d + i] as number) + (w / total) * (X[mu * d + i] as number);
    });
  }
  return out;
}

const DIMENSION = 32;

function maskShares(lab: Lab, { inverseTemperature: beta, noise }: ImageParams): ImagesStudy['byMask'] {
  const memories = unitVectors(lab, 'vectors 32', TEXTURES, DIMENSION);
  const random = lab.random('noise 32');
  const queries = memories.X.map((value) => value + (noise / Math.sqrt(DIMENSION)) * random.normal());
  const order = sample(lab.random('mask 64'), TEXTURES, TEXTURES);
  return MASKS.map((kept) => {
    const members = order.slice(0, kept);
    const map = retriever(memories, { model: 'mask', beta, members, kept, omega: new Float64Array() });
    const recalled = everyMemory(TEXTURES).filter((mu) =>
      isStored(map, rowOf(queries, mu, DIMENSION), mu, 15),
    );
    return { kept, share: recalled.length / TEXTURES };
  });
}
