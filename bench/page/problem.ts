/** One training problem for every contender: the start, the batches and the step size of notebook 04 at its defaults. */
import type { Lab } from '#lib/notebook/types.ts';
import { cosines, drawPrompts, largest, TRAINING_PROMPTS } from '#notebooks/one-nearest-neighbor/prompts.ts';
import { batch, BATCH, diagonal, ETA } from '#notebooks/one-nearest-neighbor/training.ts';
import { labOf } from './lab.ts';

/** `reduced`: gradient descent on two numbers over 2,000 prompts. `full`: SGD on all of W, 256 fresh prompts a step. */
export type Kind = 'reduced' | 'full';

export const SLUG = 'one-nearest-neighbor';
export const START = { d: 3, N: 10, sigma: 3 };
export const E = START.d + 2;
export { BATCH, ETA, TRAINING_PROMPTS };

/** Drawn before the clock runs; steps take them in turn. */
const BATCHES = 16;

export interface Problem {
  readonly lab: Lab;
  /** Cosines of the training prompts, 2,000 × N, and 1 at each row’s largest. */
  readonly cosines: Float32Array<ArrayBuffer>;
  readonly nearest: Float32Array<ArrayBuffer>;
  readonly batches: readonly { tokens: Float32Array<ArrayBuffer>; target: Float32Array<ArrayBuffer> }[];
  readonly W: Float32Array<ArrayBuffer>;
}

let drawn: Promise<Problem> | undefined;

export const problem = (): Promise<Problem> => (drawn ??= draw());

async function draw(): Promise<Problem> {
  const { d, N, sigma } = START;
  const lab = await labOf(SLUG, 0);
  const all = cosines(drawPrompts(lab.random('training prompts'), d, N, TRAINING_PROMPTS, 'uniform'));
  const nearest = new Float32Array(all.length);
  for (let row = 0; row < all.length; row += N) nearest[row + largest(all, row, N)] = 1;
  const random = lab.random('batches');
  const batches = Array.from({ length: BATCHES }, () => batch(drawPrompts(random, d, N, BATCH, 'uniform')));
  return { lab, cosines: all, nearest, batches, W: Float32Array.from(diagonal(d, 0, sigma)) };
}
