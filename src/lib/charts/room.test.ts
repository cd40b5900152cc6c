// Figures fit their room: never wider, never taller, with text as large as can be.
import { describe, expect, it } from 'vitest';
import { fitSize } from './room.ts';

describe('a figure', () => {
  it('takes the whole width where any height will do', () => {
    expect(fitSize(640, Infinity, (width) => 0.66 * width)).toEqual({ width: 640, height: 422, shrink: 1 });
  });
  it('gets narrower until it is low enough', () => {
    const { width, height, shrink } = fitSize(800, 400, (width) => 0.6 * width);
    expect(shrink).toBe(1);
    expect(height).toBeLessThanOrEqual(400);
    expect(width).toBeGreaterThan(640);
  });
  it('is drawn smaller where no width is narrow enough', () => {
    const { width, height, shrink } = fitSize(800, 300, (width) => 600 + (width < 700 ? 200 : 0));
    expect(shrink * height).toBeCloseTo(300);
    expect(width * shrink).toBeLessThanOrEqual(800);
    expect(width).toBeGreaterThanOrEqual(700);
  });
});
