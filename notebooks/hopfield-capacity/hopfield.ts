/**
 * The kernelised Hopfield memory in feature space, in float64 (Hu, Wu and Liu 2024, with U-Hop's normalised linear
 * feature map):
 *
 *   Φ(u) = uW/‖uW‖,   E(y) = ½‖y‖² − (1/β) log Σ_μ exp(β⟨y_μ, y⟩),   T(y) = Σ_μ p_μ(y) y_μ,   p = softmax(βYy).
 *
 * Matrices are row-major Float64Arrays: memories Y are M×D.
 */
export interface Memories {
  /** Row-major M×D, rows of length one. */
  readonly Y: Float64Array;
  readonly M: number;
  readonly D: number;
}

/** Softmax attention over the memories; returns β⁻¹ log Σ exp(β⟨y_μ, y⟩), with the largest exponent taken out. */
export function attend({ Y, M, D }: Memories, y: Float64Array, beta: number, p: Float64Array): number {
  let largest = -Infinity;
  for (let mu = 0; mu < M; mu++) {
    let dot = 0;
    for (let d = 0; d < D; d++) dot += (Y[mu * D + d] as number) * (y[d] as number);
    p[mu] = beta * dot;
    if (beta * dot > largest) largest = beta * dot;
  }
  let sum = 0;
  for (let mu = 0; mu < M; mu++) sum += p[mu] = Math.exp((p[mu] as number) - largest);
  for (let mu = 0; mu < M; mu++) p[mu] = (p[mu] as number) / sum;
  return (largest + Math.log(sum)) / beta;
}

export function energy(memories: Memories, y: Float64Array, beta: number): number {
  let norm = 0;
  for (let d = 0; d < memories.D; d++) norm += (y[d] as number) ** 2;
  return norm / 2 - attend(memories, y, beta, new Float64Array(memories.M));
}

/** One retrieval step y ← T(y), in place; p becomes softmax(βYy) of the y before. Returns how far y moved. */
export function retrieve(memories: Memories, y: Float64Array, beta: number, p: Float64Array): number {
  attend(memories, y, beta, p);
  const { Y, M, D } = memories;
  let moved = 0;
  for (let d = 0; d < D; d++) {
    let next = 0;
    for (let mu = 0; mu < M; mu++) next += (p[mu] as number) * (Y[mu * D + d] as number);
    moved += (next - (y[d] as number)) ** 2;
    y[d] = next;
  }
  return Math.sqrt(moved);
}

export interface Settled {
  readonly y: Float64Array;
  /** softmax(βYy) at the end. */
  readonly p: Float64Array;
  /** Every point on the way, when asked for. */
  readonly path: readonly Float64Array[];
}

/** `steps` retrieval steps from `start`. A fixed point is not iterated further: it would not move. */
export function settle(
  memories: Memories,
  start: Float64Array,
  beta: number,
  steps: number,
  keepPath = false,
): Settled {
  const y = start.slice();
  const p = new Float64Array(memories.M);
  const path = keepPath ? [start.slice()] : [];
  for (let step = 0; step < steps; step++) {
    const moved = retrieve(memories, y, beta, p);
    if (keepPath) path.push(y.slice());
    if (moved < 1e-13) break;
  }
  attend(memories, y, beta, p);
  return { y, p, path };
}

export const rowOf = (matrix: Float64Array, row: number, width: number): Float64Array =>
  matrix.subarray(row * width, (row + 1) * width);

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

export interface Recall {
  /** Iterating T 200 times from y_μ ends with p_μ > ½ and μ on top. */
  readonly stored: readonly boolean[];
  /** p_μ at that end. */
  readonly confidence: readonly number[];
  /** Mean number of memories with p_ν > 0.01 there. */
  readonly metastable: number;
}

export const STORE_STEPS = 200;

/** The stored test, from each memory itself (not from the middle of its basin). */
export function recallAll(memories: Memories, beta: number): Recall {
  const stored: boolean[] = [];
  const confidence: number[] = [];
  let mixed = 0;
  for (let mu = 0; mu < memories.M; mu++) {
    const { p } = settle(memories, rowOf(memories.Y, mu, memories.D), beta, STORE_STEPS);
    confidence.push(p[mu] as number);
    stored.push((p[mu] as number) > 0.5 && argmax(p) === mu);
    mixed += p.filter((q) => q > 0.01).length;
  }
  return { stored, confidence, metastable: mixed / memories.M };
}

export const countStored = (stored: readonly boolean[]): number => stored.filter(Boolean).length;

/** Φ of one vector u (length K) under W (K×D): its direction, or the first axis if uW = 0. */
export function feature(u: Float64Array, W: Float64Array, D: number): Float64Array {
  const y = new Float64Array(D);
  for (let k = 0; k < u.length; k++)
    for (let d = 0; d < D; d++) y[d] = (y[d] as number) + (u[k] as number) * (W[k * D + d] as number);
  return normalized(y);
}

export function normalized(y: Float64Array): Float64Array {
  const length = Math.hypot(...y);
  return length > 0 ? y.map((x) => x / length) : y.map((_, d) => (d === 0 ? 1 : 0));
}

/** Φ of every row of X (M×K). */
export function featureMap(X: Float64Array, M: number, W: Float64Array, D: number): Memories {
  const K = X.length / M;
  const Y = new Float64Array(M * D);
  for (let mu = 0; mu < M; mu++) Y.set(feature(rowOf(X, mu, K), W, D), mu * D);
  return { Y, M, D };
}

/** ⟨y_μ, y_ν⟩ for all pairs. */
export function gram({ Y, M, D }: Memories): Float64Array {
  const G = new Float64Array(M * M);
  for (let mu = 0; mu < M; mu++)
    for (let nu = 0; nu < M; nu++) {
      let dot = 0;
      for (let d = 0; d < D; d++) dot += (Y[mu * D + d] as number) * (Y[nu * D + d] as number);
      G[mu * M + nu] = dot;
    }
  return G;
}

/** Δ_μ = 1 − max_{ν≠μ} ⟨y_μ, y_ν⟩ for every μ. */
export function separations(G: Float64Array, M: number): number[] {
  return Array.from({ length: M }, (_, mu) => {
    let closest = -1;
    for (let nu = 0; nu < M; nu++) if (nu !== mu) closest = Math.max(closest, G[mu * M + nu] as number);
    return 1 - closest;
  });
}
