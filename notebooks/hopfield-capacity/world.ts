/** What a run holds on to: the letters, the base feature map W, and how W comes about. */
import type { Lab } from '#lib/notebook/types.ts';
import { exactCode } from './codes.ts';
import { featureMap, gram, separations } from './hopfield.ts';
import type { Basins, Landscape } from './landscape.ts';
import { letterMatrix, PIXELS } from './letters.ts';
import { corrected, gramInverse } from './linear.ts';
import type { Params } from './simulation.ts';
import { train } from './training.ts';

export const RESTARTS = 5;
export const STEPS = 600;
const LOOK_EVERY = 12;

export interface Training {
  readonly step: number;
  readonly steps: number;
  readonly tau: number;
  /** Δ_min of each restart. */
  readonly separations: readonly number[];
  /** The restart on show: the first while training, the best at the end. */
  readonly shown: number;
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
  { memories: M, dimension: D, featureMap: map, tauEnd }: Params,
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
    return { world, training: null };
  }
  if (map === 'exact')
    world.note = `No exact solution is at hand for ${M} points in dimension ${D}; U-Hop+ is shown instead.`;
  return { world, training: (w) => learn(w, tauEnd) };
}

/** U-Hop+: five restarts side by side; the first is on show, and the best is kept. */
async function* learn(world: World, tauEnd: number): AsyncGenerator<Training> {
  const { lab, X, M, D } = world;
  const starts = Array.from({ length: RESTARTS }, (_, r) => randomWeights(lab, D, r));
  const run = train(lab, { X, M, K: PIXELS, D, starts, steps: STEPS, tauEnd, every: LOOK_EVERY });
  for await (const { step, tau, weights } of run) {
    const reached = weights.map((W) => Math.min(...separations(gram(featureMap(X, M, W, D)), M)));
    const done = step === STEPS;
    const shown = done ? reached.indexOf(Math.max(...reached)) : 0;
    world.W = weights[shown] as Float64Array;
    const now: Training = { step, steps: STEPS, tau, separations: reached, shown: 0, done: false };
    // One restart often stops short of the best code: it is seen for a frame before the best takes its place.
    if (done) {
      world.W = weights[0] as Float64Array;
      yield now;
      world.W = weights[shown] as Float64Array;
      world.trained = { ...now, shown, done: true };
    } else yield now;
  }
}
