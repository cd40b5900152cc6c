/** Lines on and in the sphere as SVG paths: the part that faces the reader and the part that is behind. */
import { project, type Camera, type Vector } from '#lib/charts/orthographic.ts';
import { dot3 } from './sphere.ts';

interface Screen {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** From `from` to `to` by the shorter way round the centre, the distance from it changing evenly. */
export function arcTo(from: Vector, to: Vector): Vector[] {
  const [a, b] = [Math.hypot(...from), Math.hypot(...to)];
  const angle = Math.acos(Math.max(-1, Math.min(1, dot3(from, to) / (a * b || 1))));
  const pieces = Math.max(2, Math.ceil(angle / 0.06));
  return Array.from({ length: pieces + 1 }, (_, s) => {
    const t = s / pieces;
    const length = a + t * (b - a);
    // Antipodes and coinciding points have no way of their own; a straight line will do.
    const flat = Math.sin(angle) < 1e-3;
    const [u, v] = flat
      ? [1 - t, t]
      : [
          (length * Math.sin((1 - t) * angle)) / (a * Math.sin(angle)),
          (length * Math.sin(t * angle)) / (b * Math.sin(angle)),
        ];
    return [u * from[0] + v * to[0], u * from[1] + v * to[1], u * from[2] + v * to[2]];
  });
}

/** Paths of the pieces in front of and behind the plane through the centre. */
export function splitByDepth(
  line: readonly Vector[],
  camera: Camera,
  { x, y, radius }: Screen,
): { front: string; back: string } {
  const seen = line.map((point) => project(point, camera));
  const path = { front: '', back: '' };
  let side: 'front' | 'back' | undefined;
  const text = (p: { x: number; y: number }) =>
    `${(x + radius * p.x).toFixed(1)},${(y - radius * p.y).toFixed(1)}`;
  for (const [i, point] of seen.entries()) {
    const previous = seen[i - 1];
    const now = point.depth >= 0 ? 'front' : 'back';
    if (previous && side && now !== side) {
      // The rim is crossed between the two points.
      const t = previous.depth / (previous.depth - point.depth);
      const rim = {
        x: previous.x + t * (point.x - previous.x),
        y: previous.y + t * (point.y - previous.y),
      };
      path[side] += `L${text(rim)}`;
      path[now] += `M${text(rim)}L${text(point)}`;
    } else path[now] += `${previous ? 'L' : 'M'}${text(point)}`;
    side = now;
  }
  return path;
}
