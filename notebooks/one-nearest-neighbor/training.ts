/**
 * Training in jax-js, a few steps at a time, every step kept: gradient descent on (ξ₁, ξ₂) over fixed prompts, or SGD
 * on all of W over fresh prompts with sampled labels. Both start from W₀ = −σ e eᵀ on the query's mask entry.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { fullStep, reducedStep } from './graphs.ts';
import { cosines, drawPrompts, largest, TRAINING_PROMPTS, trainingCosines } from './prompts.ts';

export const ETA = 20;
export const REDUCED_STEPS = 2000;
export const FULL_STEPS = 600;
export const BATCH = 256;

export interface Training {
  /** Steps to take in all. */
  readonly length: number;
  /** Number of layers kept: t = 0 … kept − 1. */
  readonly kept: number;
  /** The loss of layer t on its prompts. */
  readonly loss: readonly number[];
  /** W of layer t, row-major (d+2)². */
  weights(t: number): Float64Array;
  /** Takes `count` more steps, or as many as are left. */
  advance(count: number): Promise<void>;
  dispose(): void;
}

/** W = diag(ξ₁ I, 0, −ξ₂). */
export function diagonal(d: number, xi1: number, xi2: number): Float64Array {
  const E = d + 2;
  const W = new Float64Array(E * E);
  for (let k = 0; k < d; k++) W[k * E + k] = xi1;
  W[E * E - 1] = -xi2;
  return W;
}

/** Mean of W's x-block diagonal, and minus its last entry: (ξ₁, ξ₂) where symmetry holds. */
export function coordinates(W: ArrayLike<number>): [number, number] {
  const E = Math.sqrt(W.length);
  let trace = 0;
  for (let k = 0; k < E - 2; k++) trace += W[k * E + k] as number;
  return [trace / (E - 2), 0 - (W[W.length - 1] as number)];
}

/** Largest off-diagonal entry of the x-block over its mean diagonal; 0 where both are 0. */
export function offDiagonal(W: ArrayLike<number>): number {
  const E = Math.sqrt(W.length);
  const [mean] = coordinates(W);
  let most = 0;
  for (let k = 0; k < E - 2; k++)
    for (let l = 0; l < E - 2; l++) if (k !== l) most = Math.max(most, Math.abs(W[k * E + l] as number));
  return most === 0 ? 0 : most / Math.abs(mean);
}

interface Kernels {
  readonly reduced: (C: JaxArray, xi: JaxArray, eta: JaxArray) => JaxArray[];
  readonly full: (H: JaxArray, target: JaxArray, W: JaxArray, eta: JaxArray) => JaxArray[];
}
const compiled = new WeakMap<Jax, Kernels>();

function kernels(jax: Jax): Kernels {
  let made = compiled.get(jax);
  if (!made) {
    made = {
      reduced: jax.jit((C: JaxArray, xi: JaxArray, eta: JaxArray) => reducedStep(jax, C, xi, eta)),
      full: jax.jit((H: JaxArray, target: JaxArray, W: JaxArray, eta: JaxArray) =>
        fullStep(jax, H, target, W, eta),
      ),
    } as unknown as Kernels;
    compiled.set(jax, made);
  }
  return made;
}

export const array = ({ numpy: np }: Jax, data: Float32Array<ArrayBuffer>, shape: number[]): JaxArray =>
  np.array(data).reshape(shape);

interface Start {
  readonly d: number;
  readonly N: number;
  readonly sigma: number;
}

/** Gradient descent on (ξ₁, ξ₂). */
export async function trainReduced(lab: Lab, { d, N, sigma }: Start): Promise<Training> {
  const jax = await lab.jax();
  const { reduced } = kernels(jax);
  const C = array(jax, trainingCosines(lab, d, N), [TRAINING_PROMPTS, N]);
  let xi = jax.numpy.array(Float32Array.of(0, sigma));
  const path: [number, number][] = [];
  const loss: number[] = [];
  return {
    length: REDUCED_STEPS,
    loss,
    get kept() {
      return path.length;
    },
    weights: (t) => diagonal(d, ...(path[t] as [number, number])),
    async advance(count) {
      const stop = Math.min(REDUCED_STEPS + 1, path.length + count);
      while (path.length < stop) {
        const [next, value, grad] = reduced(C.ref, xi.ref, jax.numpy.array(ETA)) as [
          JaxArray,
          JaxArray,
          JaxArray,
        ];
        grad.dispose();
        // Read at every step: jax-js would otherwise queue up the whole history of each unread array.
        const [xi1, xi2] = (await xi.data()) as unknown as [number, number];
        path.push([xi1, xi2]);
        loss.push(((await value.data()) as Float32Array)[0] as number);
        xi = next;
      }
    },
    dispose() {
      C.dispose();
      xi.dispose();
    },
  };
}

/** SGD on all of W. */
export async function trainFull(lab: Lab, { d, N, sigma }: Start): Promise<Training> {
  const jax = await lab.jax();
  const { full } = kernels(jax);
  const E = d + 2;
  const random = lab.random('batches');
  let W = array(jax, Float32Array.from(diagonal(d, 0, sigma)), [E, E]);
  const path: Float64Array[] = [];
  const loss: number[] = [];
  return {
    length: FULL_STEPS,
    loss,
    get kept() {
      return path.length;
    },
    weights: (t) => path[t] as Float64Array,
    async advance(count) {
      const stop = Math.min(FULL_STEPS + 1, path.length + count);
      while (path.length < stop) {
        const { tokens, target } = batch(drawPrompts(random, d, N, BATCH, 'uniform'));
        path.push(Float64Array.from((await W.ref.data()) as Float32Array));
        const H = array(jax, tokens, [BATCH, N + 1, E]);
        const [next, value] = full(H, jax.numpy.array(target), W, jax.numpy.array(ETA)) as [
          JaxArray,
          JaxArray,
        ];
        W = next;
        loss.push(((await value.data()) as Float32Array)[0] as number);
      }
    },
    dispose: () => W.dispose(),
  };
}

/** Tokens (x_i; y_i; 0) with the query's (x_q; 0; 1) last, and the label of the nearest neighbour. */
export function batch(prompts: ReturnType<typeof drawPrompts>): {
  tokens: Float32Array<ArrayBuffer>;
  target: Float32Array<ArrayBuffer>;
} {
  const { count, dimension: d, points: N, x, y, query } = prompts;
  const E = d + 2;
  const tokens = new Float32Array(count * (N + 1) * E);
  const c = cosines(prompts);
  const target = new Float32Array(count);
  for (let p = 0; p < count; p++) {
    for (let i = 0; i < N; i++) {
      const at = (p * (N + 1) + i) * E;
      for (let k = 0; k < d; k++) tokens[at + k] = x[(p * N + i) * d + k] as number;
      tokens[at + d] = y[p * N + i] as number;
    }
    const at = (p * (N + 1) + N) * E;
    for (let k = 0; k < d; k++) tokens[at + k] = query[p * d + k] as number;
    tokens[at + d + 1] = 1;
    target[p] = y[p * N + largest(c, p * N, N)] as number;
  }
  return { tokens, target };
}
