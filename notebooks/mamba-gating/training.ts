/**
 * Gradient descent on the gate w and the head W, from a gate that is half open for everyone (w = 0). Every step has a
 * fresh batch of 200 sequences, or always the same training set. Every step is kept, so that training can be replayed.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { flatStep, NEURONS, SIZE } from './block.ts';
import { D, drawSequences, mirror, sourceOf, type Regime, type Sequences } from './sequence.ts';

/** Sequences of a fresh batch. */
export const BATCH = 200;

export interface Settings {
  readonly regime: Regime;
  /** Noise level τ of the tokens. */
  readonly tau: number;
  readonly eta: number;
  /** False: the gate stays at ½. */
  readonly trainsGate: boolean;
  /** Size of the training set; 0 for a fresh batch at every step. */
  readonly n: number;
  readonly steps: number;
}

export interface Weights {
  /** [16] */
  readonly w: Float32Array;
  /** [100, 16] */
  readonly W: Float32Array;
}

export interface Training {
  readonly length: number;
  /** Steps taken. */
  readonly done: number;
  /** The step after which a number left every bound; null while none has. */
  readonly diverged: number | null;
  /** Mean hinge loss on the batch of step t, before the step. */
  readonly loss: readonly number[];
  /** The weights after t steps; the last ones beyond the end. */
  weights(t: number): Weights;
  /** Takes `count` more steps, or as many as are left. */
  advance(count: number): Promise<void>;
}

type Step = (...inputs: JaxArray[]) => JaxArray;
const compiled = new WeakMap<Jax, Step>();

function kernel(jax: Jax): Step {
  let made = compiled.get(jax);
  if (!made) {
    made = jax.jit((X: JaxArray, labels: JaxArray, P: JaxArray, gate: JaxArray, head: JaxArray) =>
      flatStep(jax, X, labels, P, gate, head),
    ) as unknown as Step;
    compiled.set(jax, made);
  }
  return made;
}

export async function openTraining(lab: Lab, settings: Settings): Promise<Training> {
  const { regime, tau, eta, trainsGate, n, steps } = settings;
  const jax = await lab.jax();
  const { numpy: np } = jax;
  const take = kernel(jax);
  const source = sourceOf(lab, 'training');
  const same = n > 0 ? drawSequences(source, regime, tau, n) : null;
  const path = [startWeights(lab)];
  const loss: number[] = [];
  let diverged: number | null = null;
  const descend = async ({ X, labels, count, L }: Sequences, P: Float32Array<ArrayBuffer>) =>
    (await take(
      np.array(X).reshape([count, L, D]),
      np.array(labels),
      np.array(P),
      np.array([trainsGate ? eta : 0]),
      np.array([eta]),
    ).data()) as Float32Array<ArrayBuffer>;
  return {
    length: steps,
    loss,
    get done() {
      return path.length - 1;
    },
    get diverged() {
      return diverged;
    },
    weights: (t) => split(path[Math.min(t, path.length - 1)] as Float32Array<ArrayBuffer>),
    async advance(count) {
      const stop = Math.min(steps, path.length - 1 + count);
      while (diverged === null && path.length - 1 < stop) {
        const batch = same ?? drawSequences(source, regime, tau, BATCH);
        const out = await descend(batch, path.at(-1) as Float32Array<ArrayBuffer>);
        if (!out.every(Number.isFinite)) {
          diverged = path.length - 1;
          return;
        }
        loss.push(out[SIZE] as number);
        path.push(out.slice(0, SIZE));
      }
    },
  };
}

/**
 * w = 0, then W: neurons with v > 0 are 0.05·N(0, I), and each with v < 0 is a copy of one of them with the coordinates
 * o₊ and o₋ exchanged. Then F of a mirrored sequence without noise is −F, and neither class starts with an advantage.
 */
export function startWeights(lab: Lab): Float32Array<ArrayBuffer> {
  const random = lab.random('weights');
  const P = new Float32Array(SIZE);
  const half = NEURONS / 2;
  for (let i = 0; i < half; i++)
    for (let k = 0; k < D; k++) {
      const value = 0.05 * random.normal();
      P[D + i * D + k] = value;
      P[D + (i + half) * D + mirror(k)] = value;
    }
  return P;
}

export const split = (P: Float32Array): Weights => ({ w: P.subarray(0, D), W: P.subarray(D, SIZE) });
