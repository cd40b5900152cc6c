/** Fine-tuning by plain SGD in jax-js: every task starts at the same Ψ₀ and sees a fresh batch at every step. */
import type { Array as JaxArray } from '@jax-js/jax';
import { normals } from '#lib/lab/random.ts';
import type { Jax, Lab, Random } from '#lib/notebook/types.ts';
import { NEURONS, step } from './graphs.ts';
import { D, drawSequences, embed, TOKENS } from './world.ts';

export const STEPS = 300;
export const BATCH = 128;
export const ETA = 1;
const START_SCALE = 0.01;

/** W: D × D and V: NEURONS × D, row-major. */
export interface Weights {
  readonly W: Float64Array;
  readonly V: Float64Array;
}

/** Ψ₀: entries 0.01 N(0, 1). */
export function startWeights(lab: Lab): Weights {
  const draw = (purpose: string, size: number) =>
    Float64Array.from(normals(lab.random(purpose), size), (value) => Math.fround(START_SCALE * value));
  return { W: draw('W at the start', D * D), V: draw('V at the start', NEURONS * D) };
}

/** The batches of task 2 are the same sequences for every α: only the pattern that they are written in turns. */
export const batchesOf = (lab: Lab, task: 1 | 2): Random => lab.random(`batches of task ${task}`);

type Step = (W: JaxArray, V: JaxArray, X: JaxArray, y: JaxArray, eta: JaxArray) => JaxArray[];
const compiled = new WeakMap<Jax, Step>();

function kernel(jax: Jax): Step {
  let made = compiled.get(jax);
  if (!made) {
    made = jax.jit((W: JaxArray, V: JaxArray, X: JaxArray, y: JaxArray, eta: JaxArray) =>
      step(jax, W, V, X, y, eta),
    ) as unknown as Step;
    compiled.set(jax, made);
  }
  return made;
}

/** One fine-tuning, a few steps at a time. */
export interface FineTuning {
  readonly loss: readonly number[];
  readonly done: boolean;
  advance(steps: number): Promise<void>;
  weights(): Promise<Weights>;
  dispose(): void;
}

export async function fineTune(
  lab: Lab,
  start: Weights,
  patterns: readonly Float64Array[],
  random: Random,
): Promise<FineTuning> {
  const jax = await lab.jax();
  const { numpy: np } = jax;
  const run = kernel(jax);
  const array = (data: ArrayLike<number>, shape: number[]) =>
    np.array(Float32Array.from(data)).reshape(shape);
  let W = array(start.W, [D, D]);
  let V = array(start.V, [NEURONS, D]);
  const loss: number[] = [];
  return {
    loss,
    get done() {
      return loss.length >= STEPS;
    },
    async advance(steps) {
      for (let t = 0; t < steps && loss.length < STEPS; t++) {
        const batch = drawSequences(random, BATCH);
        const X = np.array(embed(batch, patterns)).reshape([BATCH, TOKENS, D]);
        const [w, v, value] = run(W, V, X, np.array(batch.labels), np.array(ETA)) as [
          JaxArray,
          JaxArray,
          JaxArray,
        ];
        [W, V] = [w, v];
        // Read at every step: jax-js would otherwise queue up the whole history.
        loss.push(((await value.data()) as Float32Array)[0] as number);
      }
    },
    weights: async () => ({
      W: Float64Array.from((await W.ref.data()) as Float32Array),
      V: Float64Array.from((await V.ref.data()) as Float32Array),
    }),
    dispose() {
      W.dispose();
      V.dispose();
    },
  };
}
