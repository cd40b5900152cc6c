/** Boxes around cars: 3D boxes on an image, the 2D boxes around those, and how well two of them agree. */
import { toPixel, toView, type Pose } from './camera.ts';
import { add, scale, sub, type Vec3 } from './linear.ts';
import { HEIGHT, WIDTH } from './settings.ts';
import type { Block } from './street.ts';

/** Pixels, x to the right and y down. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
/** A line of a 3D box on the image: [x, y, x, y]. */
export type Segment = readonly [number, number, number, number];

/** Nothing nearer than this (m) is drawn: what is behind the camera has no place on the image. */
const NEAREST = 0.3;

const CORNERS: readonly Vec3[] = Array.from({ length: 8 }, (_, i) => [
  i & 1 ? 0.5 : -0.5,
  i & 2 ? 0.5 : -0.5,
  i & 4 ? 0.5 : -0.5,
]);
const EDGES = CORNERS.flatMap((_, i) =>
  [1, 2, 4].filter((bit) => !(i & bit)).map((bit) => [i, i | bit] as const),
);

/** The twelve edges on the image, those behind the camera left out, those that cross its plane cut. */
export function edgesOf({ center, size }: Pick<Block, 'center' | 'size'>, pose: Pose): Segment[] {
  const corners = CORNERS.map((c) =>
    toView(pose, add(center, [c[0] * size[0], c[1] * size[1], c[2] * size[2]])),
  );
  return EDGES.flatMap(([i, j]): Segment[] => {
    const [a, b] = [corners[i], corners[j]] as [Vec3, Vec3];
    if (a[2] < NEAREST && b[2] < NEAREST) return [];
    const cut = (from: Vec3, to: Vec3): Vec3 =>
      from[2] >= NEAREST ? from : add(from, scale(sub(to, from), (NEAREST - from[2]) / (to[2] - from[2])));
    return [[...toPixel(cut(a, b)), ...toPixel(cut(b, a))]];
  });
}

export const area = ({ x0, y0, x1, y1 }: Box): number => Math.max(0, x1 - x0) * Math.max(0, y1 - y0);

/** The smallest box around the edges, cut to the image; null where none of it is on the image. */
export function boxAround(edges: readonly Segment[]): Box | null {
  if (edges.length === 0) return null;
  const xs = edges.flatMap(([x, , x2]) => [x, x2]);
  const ys = edges.flatMap(([, y, , y2]) => [y, y2]);
  const clip = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const box = {
    x0: clip(Math.min(...xs), WIDTH),
    y0: clip(Math.min(...ys), HEIGHT),
    x1: clip(Math.max(...xs), WIDTH),
    y1: clip(Math.max(...ys), HEIGHT),
  };
  return area(box) > 0 ? box : null;
}

/** Intersection over union. */
export function iou(a: Box, b: Box): number {
  const both = area({
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  });
  const union = area(a) + area(b) - both;
  return union > 0 ? both / union : 0;
}

/** Share of a box that is within any of the others, on a grid of 12 × 12 points. */
export function covered(box: Box, others: readonly Box[]): number {
  const GRID = 12;
  let inside = 0;
  for (let i = 0; i < GRID * GRID; i++) {
    const x = box.x0 + (((i % GRID) + 0.5) / GRID) * (box.x1 - box.x0);
    const y = box.y0 + ((Math.floor(i / GRID) + 0.5) / GRID) * (box.y1 - box.y0);
    if (others.some(({ x0, y0, x1, y1 }) => x >= x0 && x <= x1 && y >= y0 && y <= y1)) inside++;
  }
  return inside / (GRID * GRID);
}
