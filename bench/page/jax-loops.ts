/** jax-js without frames and messages: the notebook’s own training, and the step alone on batches that are ready. */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { fullStep, reducedStep } from '#notebooks/one-nearest-neighbor/graphs.ts';
import { array, trainFull, trainReduced, type Training } from '#notebooks/one-nearest-neighbor/training.ts';
import { timeOf, type Loop } from './loop.ts';
import { BATCH, E, ETA, problem, START, TRAINING_PROMPTS, type Kind, type Problem } from './problem.ts';

/** As in a page, onnxruntime has its threads before jax-js hides them from this worker. */
async function ready(): Promise<Problem & { jax: Jax }> {
  const all = await problem();
  await all.lab.model('nn_paint');
  return { ...all, jax: await all.lab.jax() };
}

/** Milliseconds for `steps` steps of the notebook’s training, drawing its batches and reading every layer. */
export async function trainTime(kind: Kind, steps: number): Promise<number> {
  const { lab } = await ready();
  const training: Training = await (kind === 'full' ? trainFull : trainReduced)(lab, START);
  await training.advance(20);
  const start = performance.now();
  await training.advance(steps);
  const time = performance.now() - start;
  training.dispose();
  return time;
}

const loopOf = (kind: Kind): Promise<Loop> => (kind === 'full' ? fullLoop() : reducedLoop());

/** Milliseconds for `steps` steps, the loss being read after each. */
export const jaxTime = async (kind: Kind, steps: number): Promise<number> =>
  timeOf(await loopOf(kind), steps);

/** The losses of the first `count` steps. */
export async function jaxLosses(kind: Kind, count: number): Promise<number[]> {
  const loop = await loopOf(kind);
  const losses: number[] = [];
  for (let i = 0; i < count; i++) losses.push(await loop.step(i));
  loop.dispose();
  return losses;
}

type Step = (...inputs: JaxArray[]) => JaxArray[];
const compiled = new Map<Kind, Step>();

async function fullLoop(): Promise<Loop> {
  const { jax, batches, W: start } = await ready();
  const step =
    compiled.get('full') ??
    (jax.jit((...a: JaxArray[]) =>
      fullStep(jax, ...(a as [JaxArray, JaxArray, JaxArray, JaxArray])),
    ) as unknown as Step);
  compiled.set('full', step);
  let W = array(jax, start, [E, E]);
  return {
    async step(i) {
      const { tokens, target } = batches[i % batches.length] as (typeof batches)[number];
      const H = array(jax, tokens, [BATCH, START.N + 1, E]);
      const [next, loss] = step(H, jax.numpy.array(target), W, jax.numpy.array(ETA)) as [JaxArray, JaxArray];
      W = next;
      return ((await loss.data()) as Float32Array)[0] as number;
    },
    dispose: () => W.dispose(),
  };
}

async function reducedLoop(): Promise<Loop> {
  const { jax, cosines } = await ready();
  const step =
    compiled.get('reduced') ??
    (jax.jit((...a: JaxArray[]) =>
      reducedStep(jax, ...(a as [JaxArray, JaxArray, JaxArray])),
    ) as unknown as Step);
  compiled.set('reduced', step);
  const C = array(jax, cosines, [TRAINING_PROMPTS, START.N]);
  let xi = jax.numpy.array(Float32Array.of(0, START.sigma));
  return {
    async step() {
      const [next, loss, grad] = step(C.ref, xi, jax.numpy.array(ETA)) as [JaxArray, JaxArray, JaxArray];
      grad.dispose();
      xi = next;
      return ((await loss.data()) as Float32Array)[0] as number;
    },
    dispose() {
      C.dispose();
      xi.dispose();
    },
  };
}
