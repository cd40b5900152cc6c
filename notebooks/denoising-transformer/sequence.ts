/** One sequence in the picture: its tokens, what the shown denoiser and the oracle make of them, and the attention. */
import type { Lab } from '#lib/notebook/types.ts';
import { answer, averages, predict, skipOnly, type Answers } from './exam.ts';
import type { DenoisingFrame, Params, Place, Samples } from './frame.ts';
import { distanceToCentre, LENGTH, samplerWorld, withinSpread } from './sampler.ts';
import type { Layer } from './training.ts';
import { D, drawBatch, NORM, SIGMA, type Batch, type World } from './world.ts';

/** How far from the origin a token can be dragged. */
export const REACH = 6;
/** Sequences of the sampler that are drawn: one per colour. */
const DRAWN = 6;

/** A sequence and the answers of the baselines to it, which no training changes. */
export interface Shown {
  readonly key: string;
  readonly batch: Batch;
  readonly answers: Answers;
}

/** The sequence that is asked for: `last` again, where it is the same one. */
export async function showSequence(
  lab: Lab,
  world: World,
  N: number,
  now: Params,
  last: Shown | null,
): Promise<Shown> {
  const key = JSON.stringify([now.sequence, now.moved]);
  if (last?.key === key) return last;
  const drawn = drawBatch(lab.random(`sequence ${now.sequence}`), world, 1, N);
  const batch = moved(drawn, world, now.moved);
  return { key, batch, answers: await answer(lab, world, batch) };
}

export async function drawSequence(
  lab: Lab,
  world: World,
  { batch, answers }: Shown,
  layer: Layer,
  denoiser: Params['denoiser'],
): Promise<Pick<DenoisingFrame, 'tokens' | 'centres' | 'z' | 'attention'>> {
  const { N } = batch;
  const { eps, attention } = await predict(lab, layer, batch);
  const guess = {
    ...{ attention: eps, mean: answers.mean, oracle: answers.oracle, bayes: answers.bayes },
    none: skipOnly(layer.lone, batch.w),
  }[denoiser];
  const weights =
    denoiser === 'attention' ? [...attention] : denoiser === 'mean' ? Array<number>(N * N).fill(1 / N) : [];
  const attended = weights.length > 0 ? averages(weights, batch.w, N).attended : null;
  const denoised = (noise: Float32Array) => batch.w.map((w, at) => w - world.s * (noise[at] as number));
  const [ours, best] = [denoised(guess), denoised(answers.oracle)];
  return {
    tokens: Array.from({ length: N }, (_, i) => ({
      at: place(batch.w, i, world),
      guess: place(ours, i, world),
      oracle: place(best, i, world),
      average: attended && place(attended, i, world),
    })),
    centres: Array.from({ length: world.K }, (_, k) =>
      place(
        world.means.map((x) => Math.sqrt(world.abar) * x),
        k,
        world,
      ),
    ),
    z: batch.z[0] as number,
    attention: weights,
  };
}

/** The first sequences of the sampler at one level, and what the finished samples are like. */
export function drawSamples(states: readonly Float32Array[], level: number): Samples {
  const world = samplerWorld(0);
  const [now, end] = [states[level], states[0]] as [Float32Array, Float32Array];
  return {
    level,
    places: Array.from({ length: DRAWN * LENGTH }, (_, i) => place(now, i, world)).flat(),
    centres: Array.from({ length: world.K }, (_, k) => place(world.means, k, world)),
    spread: withinSpread(end, LENGTH),
    apart: distanceToCentre(end, LENGTH, world),
    expected: SIGMA * Math.sqrt(D / LENGTH),
    radius: NORM,
  };
}

/** Coordinates of row `i` in the plane of the picture. */
function place(rows: ArrayLike<number>, i: number, { axes }: World): Place {
  const along = (axis: readonly number[]) =>
    axis.reduce((sum, a, k) => sum + a * (rows[i * D + k] as number), 0);
  return [along(axes[0] as number[]), along(axes[1] as number[])];
}

/** The sequence with dragged tokens: their two coordinates in the plane are replaced, the other six kept. */
function moved(batch: Batch, world: World, points: Params['moved']): Batch {
  const w = batch.w.slice();
  for (const { index, at } of points) {
    if (index >= batch.N) continue;
    const here = place(batch.w, index, world);
    for (const c of [0, 1] as const) {
      const to = Math.max(-REACH, Math.min(REACH, at[c] as number));
      const axis = world.axes[c] as number[];
      for (let k = 0; k < D; k++)
        w[index * D + k] = (w[index * D + k] as number) + (to - here[c]) * (axis[k] as number);
    }
  }
  return { ...batch, w };
}
