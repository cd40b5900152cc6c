/** What a run holds on to: the letters, the base feature map W, and how W comes about. */
import type { Lab } from '#lib/notebook/types.ts';
import { exactCode } from './codes.ts';
import { featureMap, gram, separations } from './hopfield.ts';
import type { Basins, Landscape } from './landscape.ts';
import { letterMatrix, PIXELS } from './letters.ts';
import { corrected, gramInverse } from './linear.ts';
import type { Params } from './simulation.ts';
import { train } from './training.ts';

/** The first twenty letters are linearly independent; U is the first that is not. */
export const INDEPENDENT = 20;
export const RESTARTS = 5;
export const STEPS = 600;
const LOOK_EVERY = 12;

export interface Training {
  readonly step: number;
  readonly steps: number;
  readonly tau: number;
  /** Δ_min of each restart at this step. */
  readonly separations: readonly number[];
  /** The restart on show: the first while training, the best at the end. */
  readonly shown: number;
  /** The best Δ_min seen in any restart so far, and the step at which it was seen. */
  readonly best: number;
  readonly bestStep: number;
  readonly done: boolean;
}

export interface World {
  readonly lab: Lab;
  readonly M: number;
  readonly D: number;
  /** Letters, M×35, and (XXᵀ)⁺. */
  readonly X: Float64Array;
  readonly inverse: Float64Array;
  /** The feature map before any dragging, 35×D. */
  W: Float64Array;
  trained: Training | null;
  note: string;
  /** The pictures of the last view. */
  field?: { readonly key: string; readonly value: Landscape };
  basins?: { readonly key: string; readonly value: Basins };
}

/** N(0, 1/35) entries: the random map, and where restart `index` of the training begins (0: at the random map). */
export function randomWeights(lab: Lab, D: number, index = 0): Float64Array {
  const random = lab.random(index === 0 ? 'features' : `features of restart ${index}`);
  return Float64Array.from({ length: PIXELS * D }, () => random.normal() / Math.sqrt(PIXELS));
}

export async function prepare(
  { memories: M, featureDimension: D, featureMap: map, tauEnd }: Params,
  lab: Lab,
): Promise<{ world: World; training: ((world: World) => AsyncGenerator<Training>) | null }> {
  const X = letterMatrix(M);
  const inverse = gramInverse(X, M);
  const world: World = { lab, M, D, X, inverse, W: randomWeights(lab, D), trained: null, note: '' };
  if (map === 'random') return { world, training: null };
  const code = map === 'exact' ? exactCode(D, M) : undefined;
  if (code) {
    world.W = corrected(new Float64Array(PIXELS * D), X, inverse, code.Y, M);
    world.note = `Exact: ${code.name}.`;
    if (M > INDEPENDENT)
      world.note = `The letters depend on each other (A + U = H + O): a ${code.name} is only approached.`;
    return { world, training: null };
  }
  if (map === 'exact')
    world.note = `No exact solution is at hand for ${M} points in dimension ${D}; U-Hop+ is shown instead.`;
  return { world, training: (w) => learn(w, tauEnd) };
}

/**
 * U-Hop+: five restarts side by side. The first is on show; at the end it is replaced by the best W that any of them
 * passed through, because at the lowest temperatures only one pair pulls at a time and Adam keeps circling the optimum.
 */
async function* learn(world: World, tauEnd: number): AsyncGenerator<Training> {
  const { lab, X, M, D } = world;
  const starts = Array.from({ length: RESTARTS }, (_, r) => randomWeights(lab, D, r));
  const run = train(lab, { X, M, K: PIXELS, D, starts, steps: STEPS, tauEnd, every: LOOK_EVERY });
  const kept = { W: world.W, best: -Infinity, bestStep: 0, restart: 0 };
  for await (const { step, tau, weights } of run) {
    const reached = weights.map((W) => Math.min(...separations(gram(featureMap(X, M, W, D)), M)));
    reached.forEach((best, restart) => {
      if (best > kept.best) Object.assign(kept, { W: weights[restart], best, bestStep: step, restart });
    });
    world.W = weights[0] as Float64Array;
    const { best, bestStep } = kept;
    const now = { step, steps: STEPS, tau, separations: reached, shown: 0, best, bestStep, done: false };
    yield now;
    world.trained = { ...now, shown: kept.restart, done: true };
  }
  world.W = kept.W;
}
