/**
 * The five retrieval maps T(x) = Σ_μ p_μ(x) ξ_μ of nonparametric Hopfield models (Hu, Chen, Wu, Ruan and Liu 2025), in
 * float64, with β the inverse temperature and z_μ = β⟨ξ_μ, x⟩:
 *
 *   dense   p = softmax(z) over all memories            mask   p = softmax(z) over a fixed set of them
 *   top-K   p = softmax(z) over the K largest z         linear, PRF   p_μ ∝ ⟨φ(x), φ(ξ_μ)⟩, see features.ts
 *
 * Sparse maps touch only what they keep: a `Tally` counts the products that are really formed.
 * Matrices are row-major Float64Arrays.
 */
import { featureMap, type FeatureKind } from './features.ts';

export type ModelName = 'dense' | 'mask' | 'top-K' | 'linear' | 'PRF';
export const MODELS: readonly ModelName[] = ['dense', 'mask', 'top-K', 'linear', 'PRF'];

export interface Memories {
  /** Row-major M×d: ξ_μ. */
  readonly X: Float64Array;
  readonly M: number;
  readonly d: number;
}

/** Multiplications inside dot products and weighted sums, counted where they happen. */
export interface Tally {
  products: number;
}

export interface Retriever {
  readonly model: ModelName;
  /** T(x), written to `out`, which may be x itself. */
  retrieve(x: Float64Array, out: Float64Array): void;
  /** p(x) over all M memories; 0 where a memory takes no part. */
  weights(x: Float64Array): Float64Array;
  /** E(x) = ½‖x‖² − β⁻¹ log Σ exp z over the memories that take part; null where the model has no energy. */
  energy(x: Float64Array): number | null;
}

export interface RetrieverOptions {
  readonly model: ModelName;
  readonly beta: number;
  /** The memories that were pairs of the regression, ascending; the rest take no part. */
  readonly members: readonly number[];
  /** K of top-K. */
  readonly kept: number;
  /** Ω of PRF, row-major D_f×d. */
  readonly omega: Float64Array;
  readonly tally?: Tally;
}

export const rowOf = (matrix: Float64Array, row: number, width: number): Float64Array =>
  matrix.subarray(row * width, (row + 1) * width);

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
}

export const everyMemory = (M: number): number[] => Array.from({ length: M }, (_, mu) => mu);

export function retriever(memories: Memories, options: RetrieverOptions): Retriever {
  const { model } = options;
  return model === 'linear' || model === 'PRF'
    ? featureRetriever(memories, options, model)
    : softmaxRetriever(memories, options);
}

/** Room for the scores, the choice and the weights of one query. */
interface Attended {
  readonly scores: Float64Array;
  /** Positions in `members` that take part, `count` of them, and their weights. */
  readonly chosen: Int32Array;
  readonly p: Float64Array;
  count: number;
  /** β⁻¹ log Σ exp z over them. */
  logSum: number;
}

function softmaxRetriever(memories: Memories, options: RetrieverOptions): Retriever {
  const { model, beta, members, kept, tally } = options;
  const { X, M, d } = memories;
  const n = members.length;
  const chosen = Int32Array.from({ length: n }, (_, i) => i);
  const now: Attended = {
    scores: new Float64Array(n),
    chosen,
    p: new Float64Array(n),
    count: model === 'top-K' ? Math.min(kept, n) : n,
    logSum: 0,
  };
  const attend = (x: Float64Array): Attended => {
    for (let i = 0; i < n; i++) now.scores[i] = beta * product(X, (members[i] as number) * d, x);
    if (tally) tally.products += n * d;
    if (model === 'top-K') largest(now.scores, now.count, chosen);
    softmax(now, beta);
    return now;
  };
  return {
    model,
    retrieve(x, out) {
      const { count, p } = attend(x);
      out.fill(0);
      for (let i = 0; i < count; i++)
        addScaled(out, p[i] as number, X, (members[chosen[i] as number] as number) * d);
      if (tally) tally.products += count * d;
    },
    weights(x) {
      const { count, p } = attend(x);
      const all = new Float64Array(M);
      for (let i = 0; i < count; i++) all[members[chosen[i] as number] as number] = p[i] as number;
      return all;
    },
    energy: (x) => dot(x, x) / 2 - attend(x).logSum,
  };
}

/** Log-sum-exp with the largest exponent taken out. */
function softmax(now: Attended, beta: number): void {
  const { scores, chosen, p, count } = now;
  let top = -Infinity;
  for (let i = 0; i < count; i++) top = Math.max(top, scores[chosen[i] as number] as number);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += p[i] = Math.exp((scores[chosen[i] as number] as number) - top);
  for (let i = 0; i < count; i++) p[i] = (p[i] as number) / sum;
  now.logSum = (top + Math.log(sum)) / beta;
}

/** ⟨row of X that starts at `at`, x⟩. */
function product(X: Float64Array, at: number, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (X[at + i] as number) * (x[i] as number);
  return sum;
}

function addScaled(out: Float64Array, weight: number, X: Float64Array, at: number): void {
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + weight * (X[at + i] as number);
}

/** Writes the positions of the `count` largest values to `top`, largest first; of equal ones the earlier. */
export function largest(values: Float64Array, count: number, top: Int32Array): void {
  let filled = 0;
  const valueAt = (i: number) => values[top[i] as number] as number;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (filled === count && value <= valueAt(count - 1)) continue;
    let at = filled < count ? filled++ : count - 1;
    for (; at > 0 && valueAt(at - 1) < value; at--) top[at] = top[at - 1] as number;
    top[at] = i;
  }
}

function featureRetriever(memories: Memories, options: RetrieverOptions, kind: FeatureKind): Retriever {
  const { X, M, d } = memories;
  const { members, beta, omega, tally } = options;
  const rows = new Float64Array(members.length * d);
  members.forEach((mu, i) => rows.set(rowOf(X, mu, d), i * d));
  const map = featureMap({ X: rows, M: members.length, d }, kind, beta, omega, tally);
  return {
    model: kind,
    retrieve: (x, out) => map.retrieve(x, out),
    weights(x) {
      const all = new Float64Array(M);
      map.weights(x).forEach((p, i) => (all[members[i] as number] = p));
      return all;
    },
    energy: () => null,
  };
}

export interface Settled {
  readonly x: Float64Array;
  /** Length of the last step. */
  readonly step: number;
  /** Every point on the way, the start first. */
  readonly path: readonly Float64Array[];
}

/** At most `steps` retrieval steps from `start`, until one is shorter than `still`: by default than rounding errors. */
export function settle(map: Retriever, start: Float64Array, steps: number, still = 1e-15): Settled {
  const x = start.slice();
  const next = x.slice();
  const path = [x.slice()];
  let step = 0;
  for (let n = 0; n < steps; n++) {
    map.retrieve(x, next);
    step = distance(x, next);
    x.set(next);
    path.push(next.slice());
    if (step < still) break;
  }
  return { x, step, path };
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/** Memories that keep more than half of the weight, and the most of it, where retrieval from them ends. */
export function storedMemories(map: Retriever, { X, M, d }: Memories, steps = 200): boolean[] {
  return everyMemory(M).map((mu) => isStored(map, rowOf(X, mu, d), mu, steps));
}

export function isStored(map: Retriever, start: Float64Array, mu: number, steps: number): boolean {
  const p = map.weights(settle(map, start, steps, 1e-12).x);
  return (p[mu] as number) > 0.5 && argmax(p) === mu;
}
