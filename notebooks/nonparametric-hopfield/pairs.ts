/** The regression of the panel: its pairs (those of the plane, or random ones in 16 dimensions), the fit and its facts. */
import type { Lab } from '#lib/notebook/types.ts';
import type { Setting } from './plane.ts';
import { factsOf, fit, predict, type Fit, type FitFacts } from './regression.ts';
import { distance, everyMemory, retriever, rowOf, type Memories } from './retrieval.ts';

export interface Regression extends FitFacts {
  readonly dimension: number;
  /** Numbers of the memories, in the order of the rows. */
  readonly members: readonly number[];
  readonly X: Float64Array;
  readonly fit: Fit;
  readonly tube: number;
  /** Largest ‖f(x) − T(x)‖ over 200 places, T the dense update. */
  readonly denseGap: number;
  /** Δ of the closest pair. */
  readonly separation: number;
}

const PLACES = 200;

/** `count` random unit vectors in d dimensions. */
export function unitVectors(lab: Lab, purpose: string, count: number, d: number): Memories {
  const random = lab.random(purpose);
  const X = Float64Array.from({ length: count * d }, () => random.normal());
  for (let mu = 0; mu < count; mu++) {
    const row = rowOf(X, mu, d);
    const length = Math.hypot(...row);
    for (let k = 0; k < d; k++) row[k] = (row[k] as number) / length;
  }
  return { X, M: count, d };
}

function pairsOf(lab: Lab, { memories, members }: Setting, dimension: number): Memories {
  if (dimension !== 2) return unitVectors(lab, 'pairs', memories.M, dimension);
  const X = Float64Array.from(members.flatMap((mu) => [...rowOf(memories.X, mu, 2)]));
  return { X, M: members.length, d: 2 };
}

export function regress(lab: Lab, setting: Setting, dimension: number, tube: number): Regression {
  const { beta } = setting;
  const pairs = pairsOf(lab, setting, dimension);
  const fitted = fit(pairs, pairs, beta, tube);
  return {
    dimension,
    members: dimension === 2 ? setting.members : everyMemory(pairs.M),
    X: pairs.X,
    fit: fitted,
    tube,
    ...factsOf(pairs, pairs, beta, fitted),
    denseGap: gapToDense(lab, pairs, beta, fitted),
    separation: closest(pairs),
  };
}

function gapToDense(lab: Lab, pairs: Memories, beta: number, fitted: Fit): number {
  const members = everyMemory(pairs.M);
  const dense = retriever(pairs, { model: 'dense', beta, members, kept: pairs.M, omega: new Float64Array() });
  const random = lab.random('places');
  const x = new Float64Array(pairs.d);
  const T = new Float64Array(pairs.d);
  let gap = 0;
  for (let i = 0; i < PLACES; i++) {
    for (let k = 0; k < pairs.d; k++) x[k] = random.normal();
    const length = Math.hypot(...x) / Math.sqrt(random.uniform());
    for (let k = 0; k < pairs.d; k++) x[k] = (x[k] as number) / length;
    dense.retrieve(x, T);
    gap = Math.max(gap, distance(T, predict(fitted, pairs, beta, x)));
  }
  return gap;
}

/** ½‖ξ_μ − ξ_ν‖² of the closest pair: for unit vectors 1 − cos. */
function closest({ X, M, d }: Memories): number {
  let least = Infinity;
  for (let mu = 0; mu < M; mu++)
    for (let nu = 0; nu < mu; nu++)
      least = Math.min(least, distance(rowOf(X, mu, d), rowOf(X, nu, d)) ** 2 / 2);
  return M > 1 ? least : 1;
}
