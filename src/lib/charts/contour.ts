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
