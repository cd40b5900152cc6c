/** SVG paths of contours, scaled into a rectangle with one decimal: a field of 128² stays below 30 kB. */
import type { ContourMultiPolygon } from 'd3-contour';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

export function contourPath(contour: ContourMultiPolygon, place: Place): string {
  const sx = place.width / place.columns;
  const sy = place.height / place.rows;
  const at = ([u = 0, v = 0]: number[]) =>
    `${(place.x + u * sx).toFixed(1)},${(place.y + v * sy).toFixed(1)}`;
  return contour.coordinates
    .flatMap((polygon) => polygon.map((ring) => `M${ring.slice(0, -1).map(at).join('L')}Z`))
    .join('');
}

export interface Grid {
  /** Row-major. */
  readonly values: number[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * Means of square blocks, as small as needed for at most `limit` columns. Isolines of a smooth field look the same on
 * a grid of 64² and cost a quarter of those on 128²: the difference between answering a drag and lagging behind it.
 */
export function coarsen(values: ArrayLike<number>, columns: number, rows: number, limit: number): Grid {
  const block = Math.ceil(columns / limit);
  if (block <= 1) return { values: Array.from(values), columns, rows };
  const [wide, tall] = [Math.floor(columns / block), Math.floor(rows / block)];
  const means = new Array<number>(wide * tall).fill(0);
  for (let row = 0; row < tall * block; row++) {
    for (let column = 0; column < wide * block; column++) {
      const to = Math.floor(row / block) * wide + Math.floor(column / block);
      means[to] = (means[to] as number) + (values[row * columns + column] as number) / block ** 2;
    }
  }
  return { values: means, columns: wide, rows: tall };
}
