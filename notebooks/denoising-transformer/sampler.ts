/**
 * Ancestral sampling (DDPM, Ho et al. 2020) of whole sequences, with one trained layer for each of 20 noise levels:
 *
 *   w_{t−1} = (w_t − (1 − α_t)/s_t · ε̂_t) / √α_t + √(β̃_t) ξ,   α_t = ᾱ_t/ᾱ_{t−1},   β̃_t = (1 − α_t) s²_{t−1}/s²_t.
 *
 * The layers were trained for the means of seed 0 and K = 4, whatever the page shows beside them.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import { seededRandom } from '#lib/lab/random.ts';
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { forward } from './layer.ts';
import { D, type World, worldOf } from './world.ts';

export const LEVELS = 20;
export const SEQUENCES = 40;
export const LENGTH = 16;
export const CLUSTERS = 4;

/** Cosine schedule: ᾱ_0 = 1, ᾱ_20 = 0.0015. */
export const signalAt = (t: number): number => Math.cos((Math.PI / 2) * (t / (LEVELS + 0.5))) ** 2;

/** The world that the sampler's layers were trained in, at one level. */
export const samplerWorld = (t: number): World => worldOf(seededRandom(0, 'means'), CLUSTERS, signalAt(t));

/** sampler: predicted noise at one level, chosen by a row of the identity. W: [20, 3d²], one layer per row. */
export function sampled(jax: Jax, w: JaxArray, level: JaxArray, W: JaxArray): JaxArray {
  const { numpy: np } = jax;
  const all = np.matmul(level.reshape([1, LEVELS]), W).reshape([3, D, D]);
  const part = (i: number) => all.ref.slice([i, i + 1]).reshape([D, D]);
  const [eps, att] = forward(jax, w, part(0), part(1), part(2)) as [JaxArray, JaxArray];
  all.dispose();
  att.dispose();
  return eps;
}

/** All states on the way, from level 20 (pure noise) down to 0: SEQUENCES × LENGTH × d each, by level. */
export async function sampleSequences(lab: Lab): Promise<Float32Array[]> {
  const model = await lab.model('sampler');
  const random = lab.random('sampling');
  const states: Float32Array[] = [];
  let w = Float32Array.from({ length: SEQUENCES * LENGTH * D }, () => random.normal());
  states[LEVELS] = w;
  for (let t = LEVELS; t >= 1; t--) {
    const level = Float32Array.from({ length: LEVELS }, (_, i) => (i === t - 1 ? 1 : 0));
    const out = await model.run({
      w: float32(w, [SEQUENCES, LENGTH, D]),
      level: float32(level, [LEVELS]),
    });
    const eps = floats(out.eps);
    const [now, next] = [signalAt(t), signalAt(t - 1)];
    const alpha = now / next;
    const pull = (1 - alpha) / Math.sqrt(1 - now);
    const spread = Math.sqrt(((1 - alpha) * (1 - next)) / (1 - now));
    w = w.map((x, at) => (x - pull * (eps[at] as number)) / Math.sqrt(alpha) + spread * random.normal());
    states[t - 1] = w;
  }
  return states;
}

/** Root mean square distance of tokens from their sequence's mean, per coordinate (σ for the data). */
export function withinSpread(w: Float32Array, N: number): number {
  let sum = 0;
  for (let b = 0; b < w.length; b += N * D)
    for (let k = 0; k < D; k++) {
      const column = Array.from({ length: N }, (_, i) => w[b + i * D + k] as number);
      const mean = column.reduce((total, x) => total + x, 0) / N;
      sum += column.reduce((total, x) => total + (x - mean) ** 2, 0);
    }
  // N − 1 of N degrees of freedom are left around a mean.
  return Math.sqrt(sum / ((w.length * (N - 1)) / N));
}

/** Root mean square distance of a sequence's mean from the nearest centre. */
export function distanceToCentre(w: Float32Array, N: number, { means, K }: World): number {
  const count = w.length / (N * D);
  let sum = 0;
  for (let b = 0; b < count; b++) {
    const mean = Array.from({ length: D }, (_, k) => {
      let total = 0;
      for (let i = 0; i < N; i++) total += (w[(b * N + i) * D + k] as number) / N;
      return total;
    });
    const apart = Array.from({ length: K }, (_, c) =>
      mean.reduce((total, x, k) => total + (x - (means[c * D + k] as number)) ** 2, 0),
    );
    sum += Math.min(...apart);
  }
  return Math.sqrt(sum / count);
}
