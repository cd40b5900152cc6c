// Numbers in recorded figures: shorter where a pixel would not show it, untouched everywhere else.
import svgpath from 'svgpath';
import { expect, test } from 'vitest';
import { seededRandom } from '#lib/lab/random.ts';
import { shortened } from './shortened.ts';

test('geometry keeps two decimals', () => {
  expect(shortened('<circle cx="188.125" r="4"/>')).toBe('<circle cx="188.13" r="4"/>');
});

test('paths go from point to point', () => {
  expect(shortened('<path d="M1.23456 -0.0012L10.5 3e-7"/>')).toBe('<path d="M1.23 0l9.27 0"/>');
  expect(shortened('<path class="a" d=""/>')).toBe('<path class="a" d=""/>');
});

test('no point of a path is moved by more than a hundredth, however long the path', () => {
  const random = seededRandom(0, 'path');
  const points = Array.from({ length: 2000 }, () => [820 * random.uniform(), 640 * random.uniform()]);
  const [, short = ''] =
    /d="([^"]*)"/.exec(shortened(`<path d="M${points.map((point) => point.join()).join('L')}Z"/>`)) ?? [];
  const ends: number[][] = [];
  svgpath(short)
    .abs()
    .iterate(([letter, x, y]) => {
      if (letter === 'M' || letter === 'L') ends.push([x as number, y as number]);
    });
  expect(ends).toHaveLength(points.length);
  const off = ends.map(([x = NaN, y = NaN], i) => Math.hypot(x - points[i]![0]!, y - points[i]![1]!));
  // Half a hundredth in each direction, and once more for what was carried over.
  expect(Math.max(...off)).toBeLessThan(Math.SQRT2 * 0.01);
});

test('a path that is none is an error, not half a picture', () => {
  expect(() => shortened('<path d="M0 0LNaN 3L5 5"/>')).toThrow('can’t be drawn, M0 0LNaN 3L5 5');
});

test('text, shades and descriptions stay as they are', () => {
  const svg = '<text fill-opacity="0.0625" aria-label="x = 0.12345">0.98765</text>';
  expect(shortened(svg)).toBe(svg);
});
