// Block means keep means and linear fields; isolines land where the field has its level.
import { contours } from 'd3-contour';
import { describe, expect, it } from 'vitest';
import { coarsen, contourPath } from './contour.ts';

const field = (columns: number, rows: number, at: (x: number, y: number) => number) =>
  Array.from({ length: columns * rows }, (_, i) => at((i % columns) + 0.5, Math.floor(i / columns) + 0.5));

describe('coarsening', () => {
  it('keeps small grids as they are', () => {
    expect(coarsen([1, 2, 3, 4], 2, 2, 8)).toEqual({ values: [1, 2, 3, 4], columns: 2, rows: 2 });
  });
  it('keeps linear fields exactly', () => {
    const { values, columns, rows } = coarsen(
      field(128, 64, (x, y) => 2 * x - y),
      128,
      64,
      32,
    );
    expect([columns, rows]).toEqual([32, 16]);
    field(32, 16, (x, y) => 2 * (4 * x) - 4 * y).forEach((value, i) =>
      expect(values[i]).toBeCloseTo(value, 9),
    );
  });
});

describe('isolines', () => {
  it('of a linear field stand at the level, whatever the grid', () => {
    for (const limit of [128, 32]) {
      const grid = coarsen(
        field(128, 128, (x) => x),
        128,
        128,
        limit,
      );
      const contour = contours().size([grid.columns, grid.rows]).contour(grid.values, 40);
      const path = contourPath(contour, {
        x: 0,
        y: 0,
        width: 128,
        height: 128,
        columns: grid.columns,
        rows: grid.rows,
      });
      // Away from the frame, where the ring closes along the border.
      const points = [...path.matchAll(/([\d.]+),([\d.]+)/g)].map((match) => [
        Number(match[1]),
        Number(match[2]),
      ]);
      const inner = points.filter(([x = 0, y = 0]) => x < 100 && y > 8 && y < 120).map(([x = 0]) => x);
      expect(inner.length).toBeGreaterThan(10);
      for (const x of inner) expect(Math.abs(x - 40)).toBeLessThan(0.11);
    }
  });
});
