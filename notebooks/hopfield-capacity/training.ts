/** Runs U-Hop+ from several starts at once (one vectorised jax-js step), with the temperature going down. */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { adamStep, descentStep, type AdamState } from './uhop.ts';

export const TAU_START = 0.5;
export const LEARNING_RATE = 0.05;

export interface Problem {
  /** Letters, row-major M×K. */
  readonly X: Float64Array;
  readonly M: number;
  readonly K: number;
  readonly D: number;
  /** One W (K×D) per restart. */
  readonly starts: readonly Float64Array[];
  readonly steps: number;
  readonly tauEnd: number;
  /** Steps between two looks. */
  readonly every: number;
}

export interface Progress {
  readonly step: number;
  readonly tau: number;
  /** W of every restart. */
  readonly weights: readonly Float64Array[];
}

/** Geometric from ½ to `end`. */
export const temperature = (step: number, steps: number, end: number): number =>
  TAU_START * (end / TAU_START) ** (step / (steps - 1));

type Step = (...state: AdamState) => JaxArray[];
const compiled = new WeakMap<Jax, { restarts: Step; descent: (...state: JaxArray[]) => JaxArray[] }>();

function kernels(jax: Jax) {
  let made = compiled.get(jax);
  if (!made) {
    const one = (...state: AdamState) => adamStep(jax, ...state);
    made = {
      restarts: jax.jit(jax.vmap(one, [0, 0, 0, null, null, null, null])) as Step,
      descent: jax.jit((W: JaxArray, X: JaxArray, tau: JaxArray, lr: JaxArray) =>
        descentStep(jax, W, X, tau, lr),
      ) as (...state: JaxArray[]) => JaxArray[],
    };
    compiled.set(jax, made);
  }
  return made;
}

const array = ({ numpy: np }: Jax, data: ArrayLike<number>, shape: number[]) =>
  np.array(Float32Array.from(data)).reshape(shape);

/** Adam on all restarts; yields every `every` steps and after the last. */
export async function* train(lab: Lab, problem: Problem): AsyncGenerator<Progress, void, void> {
  const jax = await lab.jax();
  const { numpy: np } = jax;
  const { M, K, D, starts, steps, tauEnd, every } = problem;
  const step = kernels(jax).restarts;
  const X = array(jax, problem.X, [M, K]);
  const all = Float32Array.from(starts.flatMap((start) => [...start]));
  const shape = [starts.length, K, D];
  let [W, m, v] = [array(jax, all, shape), np.zeros(shape), np.zeros(shape)] as [
    JaxArray,
    JaxArray,
    JaxArray,
  ];
  try {
    for (let t = 1; t <= steps; t++) {
      const tau = temperature(t - 1, steps, tauEnd);
      const next = step(W, m, v, X.ref, np.array(tau), np.array(LEARNING_RATE), np.array(t));
      [W, m, v] = next as [JaxArray, JaxArray, JaxArray];
      next[3]?.dispose();
      next[4]?.dispose();
      if (t % every !== 0 && t !== steps) continue;
      const flat = (await W.ref.data()) as Float32Array;
      const weights = starts.map((_, r) => Float64Array.from(flat.subarray(r * K * D, (r + 1) * K * D)));
      yield { step: t, tau, weights };
    }
  } finally {
    for (const held of [W, m, v, X]) held.dispose();
  }
}

/** Plain gradient descent at a fixed temperature; yields the losses of `every` steps at a time. */
export async function* descend(
  lab: Lab,
  { X: letters, M, K, D, start }: { X: Float64Array; M: number; K: number; D: number; start: Float64Array },
  { tau, lr, steps, every }: { tau: number; lr: number; steps: number; every: number },
): AsyncGenerator<number[], void, void> {
  const jax = await lab.jax();
  const { numpy: np } = jax;
  const step = kernels(jax).descent;
  const X = array(jax, letters, [M, K]);
  let W = array(jax, start, [K, D]);
  let losses: JaxArray[] = [];
  try {
    for (let n = 1; n <= steps; n++) {
      const [next, loss] = step(W, X.ref, np.array(tau), np.array(lr)) as [JaxArray, JaxArray];
      W = next;
      losses.push(loss);
      if (losses.length < every && n !== steps) continue;
      const values = losses.map((loss) => loss.js() as number);
      losses = [];
      yield values;
    }
  } finally {
    for (const held of [W, X, ...losses]) held.dispose();
  }
}
