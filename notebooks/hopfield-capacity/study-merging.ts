/**
 * Merging: drag one memory along the great circle to its nearest neighbour and follow the two wells. A pair on its
 * own has the midpoint as its only well exactly when βΔ ≤ 2 (derived here: along the difference the map is
 * a ← tanh(βΔa/2), a pitchfork).
 */
import { settle, type Memories } from './hopfield.ts';
import { dragged } from './linear.ts';
import { featureMap, rowOf } from './hopfield.ts';

export interface MergingStudy {
  readonly kind: 'merging';
  readonly done: boolean;
  /** The dragged letter and its neighbour. */
  readonly pair: readonly [number, number];
  readonly beta: number;
  /** Distance of the two wells against βΔ of the pair. */
  readonly rows: readonly { readonly ratio: number; readonly gap: number }[];
  /** βΔ and angle (degrees) below which the two wells are one; undefined when they never part. */
  readonly critical?: number;
  readonly angle?: number;
}

export interface Draggable {
  readonly W: Float64Array;
  readonly X: Float64Array;
  readonly inverse: Float64Array;
  readonly memories: Memories;
}

const ONE_WELL = 0.01;
const PATIENCE = 20_000;

/** Distance of the wells that y_μ and y_ν fall into. */
export function wellDistance(memories: Memories, mu: number, nu: number, beta: number): number {
  const [a, b] = [mu, nu].map(
    (index) => settle(memories, rowOf(memories.Y, index, memories.D), beta, PATIENCE).y,
  ) as [Float64Array, Float64Array];
  return Math.hypot(...a.map((x, d) => x - (b[d] as number)));
}

/** The memories with letter μ at `angle` from ν on the great circle through both, moved through W. */
export function atAngle(scene: Draggable, mu: number, nu: number, angle: number): Memories {
  const { W, X, inverse, memories } = scene;
  const { Y, M, D } = memories;
  const [from, to] = [rowOf(Y, mu, D), rowOf(Y, nu, D)];
  const dot = from.reduce((sum, x, d) => sum + x * (to[d] as number), 0);
  const across = from.map((x, d) => x - dot * (to[d] as number));
  const length = Math.hypot(...across);
  const at = Array.from(
    to,
    (x, d) => x * Math.cos(angle) + ((across[d] as number) / length) * Math.sin(angle),
  );
  return featureMap(X, M, dragged(W, X, inverse, M, [{ index: mu, at }]), D);
}

export function nearestTo(memories: Memories, mu: number): number {
  const { Y, M, D } = memories;
  let best = mu === 0 ? 1 : 0;
  let closest = -Infinity;
  for (let nu = 0; nu < M; nu++) {
    if (nu === mu) continue;
    let dot = 0;
    for (let d = 0; d < D; d++) dot += (Y[mu * D + d] as number) * (Y[nu * D + d] as number);
    if (dot > closest) [closest, best] = [dot, nu];
  }
  return best;
}

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Sweeps βΔ from 4 (or the antipode) down to 0, then bisects for the angle where the wells become one. */
export function* studyMerging(
  scene: Draggable,
  mu: number,
  beta: number,
): Generator<MergingStudy, void, void> {
  const nu = nearestTo(scene.memories, mu);
  const angleOf = (ratio: number) => Math.acos(Math.max(-1, 1 - ratio / beta));
  const gap = (angle: number) => wellDistance(atAngle(scene, mu, nu, angle), mu, nu, beta);
  const rows: { ratio: number; gap: number }[] = [];
  const top = Math.min(4, 2 * beta);
  for (let i = 0; i <= 40; i++) {
    const ratio = top * (1 - i / 40) + 1e-6;
    rows.push({ ratio, gap: gap(angleOf(ratio)) });
    yield { kind: 'merging', done: false, pair: [mu, nu], beta, rows: [...rows] };
  }
  const merged = rows.findIndex((row) => row.gap < ONE_WELL);
  if (merged <= 0) {
    yield { kind: 'merging', done: true, pair: [mu, nu], beta, rows };
    return;
  }
  let [apart, together] = [rows[merged - 1]!.ratio, rows[merged]!.ratio];
  for (let i = 0; i < 14; i++) {
    const middle = (apart + together) / 2;
    if (gap(angleOf(middle)) < ONE_WELL) together = middle;
    else apart = middle;
    if (i % 4 === 3) yield { kind: 'merging', done: false, pair: [mu, nu], beta, rows };
  }
  const critical = (apart + together) / 2;
  yield {
    kind: 'merging',
    done: true,
    pair: [mu, nu],
    beta,
    rows,
    critical,
    angle: degrees(angleOf(critical)),
  };
}
