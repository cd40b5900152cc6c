/**
 * Orthographic view of the unit sphere from a longitude and a latitude (degrees), shared by the mechanism, which
 * computes the field on the pixels of the view, and the picture, which draws pins on top. Screen: x right, y up, the
 * globe is the unit disc.
 */
export interface Camera {
  readonly longitude: number;
  readonly latitude: number;
}

export type Vector = readonly [number, number, number];

export interface Axes {
  readonly right: Vector;
  readonly up: Vector;
  readonly toward: Vector;
}

export function axes({ longitude, latitude }: Camera): Axes {
  const [a, b] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  return { right: [-sa, ca, 0], up: [-sb * ca, -sb * sa, cb], toward: [cb * ca, cb * sa, sb] };
}

const dot = (a: Vector, b: ArrayLike<number>) =>
  a[0] * (b[0] as number) + a[1] * (b[1] as number) + a[2] * (b[2] as number);

/** Screen position and depth of a point of feature space (D = 2: the plane itself, seen from above). */
export function project(point: ArrayLike<number>, camera: Camera): { x: number; y: number; depth: number } {
  if (point.length === 2) return { x: point[0] as number, y: point[1] as number, depth: 1 };
  const { right, up, toward } = axes(camera);
  return { x: dot(right, point), y: dot(up, point), depth: dot(toward, point) };
}

/** The point of the visible half under a screen position; beyond the rim, the nearest point of the rim. */
export function unproject(x: number, y: number, camera: Camera): Vector {
  const point: [number, number, number] = [0, 0, 0];
  lift(x, y, axes(camera), point, 0);
  return point;
}

function lift(
  x: number,
  y: number,
  { right, up, toward }: Axes,
  out: { [at: number]: number },
  at: number,
): void {
  const radius = Math.hypot(x, y);
  const [u, v] = radius > 1 ? [x / radius, y / radius] : [x, y];
  const depth = Math.sqrt(Math.max(0, 1 - u * u - v * v));
  for (const d of [0, 1, 2] as const) out[at + d] = u * right[d] + v * up[d] + depth * toward[d];
}

/** Points of a size×size grid over the square round the disc, first row on top: row-major size²×D. */
export function viewGrid(D: 2 | 3, size: number, camera: Camera): Float32Array {
  const grid = new Float32Array(size * size * D);
  const view = axes(camera);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const x = (2 * (column + 0.5)) / size - 1;
      const y = 1 - (2 * (row + 0.5)) / size;
      const at = (row * size + column) * D;
      if (D === 3) lift(x, y, view, grid, at);
      else {
        grid[at] = x;
        grid[at + 1] = y;
      }
    }
  return grid;
}
