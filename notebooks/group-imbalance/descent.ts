/**
 * Full-batch gradient descent in jax-js. Points are padded with zeros to a few sizes, so that few kernels are compiled: a
 * point at 0 has no gradient, and the mean over more points is made up for by a longer step.
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import type { Data } from './data.ts';
import { descent } from './graphs.ts';
import { D, K, SIZE, START } from './settings.ts';
import { TEACHER } from './teacher.ts';

/** W₀ = W* + 0.5 G/‖G‖_F with G Gaussian: it stands in for the tensor initialisation of the paper. */
export function startOf(lab: Lab): Float64Array {
  const random = lab.random('start');
  const G = Float64Array.from({ length: SIZE }, () => random.normal());
  const length = Math.hypot(...G);
  return TEACHER.map((w, i) => w + (START * (G[i] as number)) / length);
}

/** `steps` steps of length `eta` from `start`. @returns every W on the way, the last one included */
export async function descend(
  lab: Lab,
  { X, y, n }: Data,
  start: ArrayLike<number>,
  eta: number,
  steps: number,
): Promise<Float32Array[]> {
  const jax = await lab.jax();
  const { numpy: np } = jax;
  const step = kernel(jax);
  const size = padded(n);
  const points = new Float32Array(size * D);
  points.set(X);
  const labels = new Float32Array(size);
  labels.set(y);
  const inputs = { X: np.array(points).reshape([size, D]), y: np.array(labels) };
  const path: Float32Array[] = [];
  let W = np.array(Float32Array.from(start)).reshape([D, K]);
  for (let t = 0; t < steps; t++) {
    W = step(W, inputs.X.ref, inputs.y.ref, np.array((eta * size) / n));
    // Read at every step: jax-js would otherwise queue up the whole history.
    path.push((await W.ref.data()) as Float32Array);
  }
  W.dispose();
  inputs.X.dispose();
  inputs.y.dispose();
  return path;
}

/** 500, 1,000, 2,000, 4,000 or 8,000: the next above n. */
const padded = (n: number): number => 500 * 2 ** Math.max(0, Math.ceil(Math.log2(n / 500)));

type Step = (W: JaxArray, X: JaxArray, y: JaxArray, eta: JaxArray) => JaxArray;
const compiled = new WeakMap<Jax, Step>();

function kernel(jax: Jax): Step {
  let made = compiled.get(jax);
  if (!made) {
    const step = (W: JaxArray, X: JaxArray, y: JaxArray, eta: JaxArray) => descent(jax, W, X, y, eta);
    made = jax.jit(step) as unknown as Step;
    compiled.set(jax, made);
  }
  return made;
}
