/**
 * Plain SGD on the population objective: every step has a fresh batch. The layer with attention and its twin without
 * (f = wA) see the same batches. Every step is kept, so that training can be replayed.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { twinStep } from './layer.ts';
import { D, drawBatch, type World } from './world.ts';

const SIZE = D * D;

export interface Layer {
  readonly A: Float32Array<ArrayBuffer>;
  readonly Wv: Float32Array<ArrayBuffer>;
  readonly Wkq: Float32Array<ArrayBuffer>;
  /** A of the twin without attention. */
  readonly lone: Float32Array<ArrayBuffer>;
}

export interface Training {
  readonly N: number;
  readonly length: number;
  /** Steps taken. */
  readonly done: number;
  /** The step after which the loss left every bound; null while it has not. */
  readonly diverged: number | null;
  /** Mean squared error per coordinate on the batch of step t, of the layer and of its twin. */
  readonly loss: readonly number[];
  readonly loneLoss: readonly number[];
  /** The weights after t steps. */
  layer(t: number): Layer;
  /** Takes `count` more steps, or as many as are left. */
  advance(count: number): Promise<void>;
}

export interface Settings {
  readonly N: number;
  readonly steps: number;
  readonly initialScale: number;
  readonly stepSize: number;
}

/** Sequences per step: about 512 tokens, at least 16 sequences; 24 sequences for the long runs. */
export const batchSize = (N: number, steps: number): number =>
  steps > 700 ? 24 : Math.max(16, Math.round(512 / N));

/** A loss per coordinate beyond this will not come back. */
const LOST = 1e4;

type Step = (w: JaxArray, eps: JaxArray, P: JaxArray, lr: JaxArray) => JaxArray;
const compiled = new WeakMap<Jax, Step>();

function kernel(jax: Jax): Step {
  let made = compiled.get(jax);
  if (!made) {
    made = jax.jit((w: JaxArray, eps: JaxArray, P: JaxArray, lr: JaxArray) =>
      twinStep(jax, w, eps, P, lr),
    ) as unknown as Step;
    compiled.set(jax, made);
  }
  return made;
}

/** Purposes carry N, so that the runs of a sweep are independent. */
export async function openTraining(lab: Lab, world: World, settings: Settings): Promise<Training> {
  const { N, steps, initialScale, stepSize } = settings;
  const jax = await lab.jax();
  const { numpy: np } = jax;
  const step = kernel(jax);
  const random = lab.random(`batches ${N}`);
  const B = batchSize(N, steps);
  const path = [initialWeights(lab, initialScale)];
  const loss: number[] = [];
  const loneLoss: number[] = [];
  let diverged: number | null = null;
  return {
    N,
    length: steps,
    loss,
    loneLoss,
    get done() {
      return path.length - 1;
    },
    get diverged() {
      return diverged;
    },
    layer: (t) => split(path[Math.min(t, path.length - 1)] as Float32Array<ArrayBuffer>),
    async advance(count) {
      const stop = Math.min(steps, path.length - 1 + count);
      while (diverged === null && path.length - 1 < stop) {
        const { w, eps } = drawBatch(random, world, B, N);
        const P = path.at(-1) as Float32Array<ArrayBuffer>;
        const out = (await step(
          np.array(w).reshape([B, N, D]),
          np.array(eps).reshape([B, N, D]),
          np.array(P).reshape([4, D, D]),
          np.array(stepSize),
        ).data()) as Float32Array<ArrayBuffer>;
        const [now, lone] = [(out[4 * SIZE] as number) / D, (out[4 * SIZE + 1] as number) / D];
        if (!(now < LOST) || !(lone < LOST) || !out.every(Number.isFinite)) {
          diverged = path.length - 1;
          return;
        }
        loss.push(now);
        loneLoss.push(lone);
        path.push(out.slice(0, 4 * SIZE));
      }
    },
  };
}

/** Entries N(0, init²); the twin starts from the same A. */
export function initialWeights(lab: Lab, scale: number): Float32Array<ArrayBuffer> {
  const draw = normals(lab.random('weights'), 3 * SIZE).map((x) => scale * x);
  const P = new Float32Array(4 * SIZE);
  P.set(draw);
  P.set(draw.subarray(0, SIZE), 3 * SIZE);
  return P;
}

function split(P: Float32Array<ArrayBuffer>): Layer {
  const part = (i: number) => P.slice(i * SIZE, (i + 1) * SIZE);
  return { A: part(0), Wv: part(1), Wkq: part(2), lone: part(3) };
}
