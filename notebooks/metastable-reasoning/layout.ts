/** Where clusters and statements stand: clusters on a ring, the statements of each on a small circle. */

export type Point = readonly [x: number, y: number];

export interface Ring {
  /** Centres of the clusters, and their statements' places, in the units of the picture. */
  readonly centers: readonly Point[];
  readonly nodes: readonly Point[];
  /** Radius of the circle of statements, and of a dot. */
  readonly radius: number;
  readonly dot: number;
}

const around = ([x, y]: Point, r: number, angle: number): Point => [
  x + r * Math.cos(angle),
  y + r * Math.sin(angle),
];

/** `side`: of the square that the ring fills, its upper left corner at (x, y). Cluster 1 is on top. */
export function ringOf(clusters: number, size: number, x: number, y: number, side: number): Ring {
  const chord = 2 * Math.sin(Math.PI / clusters);
  // The circle of a cluster takes less than half of the way to the next one, and stays inside the square.
  const share = Math.min(0.31 * chord, 0.34);
  const outer = side / 2 / (1 + share + 0.12);
  const middle: Point = [x + side / 2, y + side / 2];
  const radius = share * outer;
  const up = -Math.PI / 2;
  const centers = Array.from({ length: clusters }, (_, k) =>
    around(middle, outer, up + (2 * Math.PI * k) / clusters),
  );
  const nodes = centers.flatMap((center) =>
    Array.from({ length: size }, (_, i) => around(center, radius, up + (2 * Math.PI * i) / size)),
  );
  return { centers, nodes, radius, dot: Math.min(0.2 * radius, (0.62 * Math.PI * radius) / size) };
}

/** Index of the nearest of some points. */
export function nearest(points: readonly Point[], x: number, y: number): number {
  let best = 0;
  points.forEach(([px, py], i) => {
    const [bx, by] = points[best] as Point;
    if (Math.hypot(px - x, py - y) < Math.hypot(bx - x, by - y)) best = i;
  });
  return best;
}

export interface Arrow {
  /** A curve that bends to its right, so that two opposite ones stay apart. */
  readonly path: string;
  readonly head: string;
}

/** From a to b, beginning and ending `gap` before them; the head is `size` long. */
export function arrow(a: Point, b: Point, gap: number, size: number): Arrow {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy) || 1;
  const bend = 0.12 * length;
  const control: Point = [(a[0] + b[0]) / 2 - (bend * dy) / length, (a[1] + b[1]) / 2 + (bend * dx) / length];
  const towards = (from: Point, to: Point, distance: number): Point => {
    const span = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    return [from[0] + (distance * (to[0] - from[0])) / span, from[1] + (distance * (to[1] - from[1])) / span];
  };
  const start = towards(a, control, gap);
  const tip = towards(b, control, gap);
  const base = towards(b, control, gap + size);
  const [ux, uy] = [(tip[0] - base[0]) / size, (tip[1] - base[1]) / size];
  const half = 0.45 * size;
  const text = ([px, py]: Point) => `${px.toFixed(1)} ${py.toFixed(1)}`;
  return {
    path: `M${text(start)}Q${text(control)} ${text(base)}`,
    head: `M${text(tip)}L${text([base[0] - half * uy, base[1] + half * ux])}L${text([base[0] + half * uy, base[1] - half * ux])}Z`,
  };
}

/** Stroke width for a probability, on its logarithm: 0.8 at 0.001, 2 at 0.02, 4.3 at 0.3. */
export const widthOf = (p: number): number =>
  0.8 + 4 * Math.max(0, Math.log(Math.max(p, 0.001) / 0.001) / Math.log(600)) ** 1.5;
