/**
 * The exact edges of the nearest-neighbour cells on the unit sphere. For points v_i the cells are
 * {q : ⟨v_i, q⟩ ≥ ⟨v_k, q⟩ for all k}; two of them meet on the great circle ⟨v_i − v_j, q⟩ = 0, in one arc at most. For
 * unit vectors these are Voronoi cells.
 */
import type { Vector } from '#lib/charts/orthographic.ts';

export const dot3 = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const combine = (s: number, a: Vector, t: number, b: Vector): Vector => [
  s * a[0] + t * b[0],
  s * a[1] + t * b[1],
  s * a[2] + t * b[2],
];

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const unit = (a: Vector): Vector => combine(1 / Math.hypot(...a), a, 0, a);

/** Edges of the cells as polylines, about two degrees per piece. */
export function cellEdges(points: readonly Vector[]): Vector[][] {
  const edges: Vector[][] = [];
  for (let i = 0; i < points.length; i++)
    for (let j = i + 1; j < points.length; j++) {
      const edge = edgeBetween(points, i, j);
      if (edge) edges.push(edge);
    }
  return edges;
}

function edgeBetween(points: readonly Vector[], i: number, j: number): Vector[] | undefined {
  const [vi, vj] = [points[i] as Vector, points[j] as Vector];
  const normal = combine(1, vi, -1, vj);
  if (Math.hypot(...normal) < 1e-9) return undefined;
  const a = unit(cross(normal, Math.abs(normal[0]) < Math.abs(normal[1]) ? [1, 0, 0] : [0, 1, 0]));
  const b = cross(unit(normal), a);
  // On the circle cos φ a + sin φ b each other point allows half a turn, centred where its margin is largest.
  let [from, to] = [-Math.PI, Math.PI];
  let centre: number | undefined;
  for (const [k, vk] of points.entries()) {
    if (k === i || k === j) continue;
    const margin = combine(1, vi, -1, vk);
    const best = Math.atan2(dot3(margin, b), dot3(margin, a));
    centre ??= best;
    if (from === -Math.PI) [from, to] = [centre - Math.PI / 2, centre + Math.PI / 2];
    const turned = centre + wrap(best - centre);
    from = Math.max(from, turned - Math.PI / 2);
    to = Math.min(to, turned + Math.PI / 2);
    if (to - from < 1e-6) return undefined;
  }
  const pieces = Math.max(1, Math.ceil((to - from) / 0.035));
  return Array.from({ length: pieces + 1 }, (_, s) => {
    const angle = from + ((to - from) * s) / pieces;
    return combine(Math.cos(angle), a, Math.sin(angle), b);
  });
}

/** An angle in (−π, π]. */
export const wrap = (angle: number): number => angle - 2 * Math.PI * Math.ceil(angle / (2 * Math.PI) - 0.5);

/** Angles on the circle at which the nearest of `points` (in the plane) changes, in increasing order. */
export function circleEdges(points: readonly Vector[]): number[] {
  const angles = points.map(([x, y]) => Math.atan2(y, x)).sort((a, b) => a - b);
  return angles.map((angle, i) => {
    const next = angles[i + 1] ?? (angles[0] as number) + 2 * Math.PI;
    return wrap((angle + next) / 2);
  });
}
