// Posters as PNG: what figures write is in the fonts, and what no font has stops the build.
import { expect, test } from 'vitest';
import { rasterize } from './poster.ts';

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><desc>\u{e123}</desc><text>${text}</text></svg>`;

test('indices, arrows and Greek letters are drawn', async () => {
  for (const text of ['y₂', 'aᵢⱼ', '675 →', 'βΔ', '−μ̂', 'x ≤ ½'])
    expect((await rasterize(svg(text), 40)).length).toBeGreaterThan(0);
});

test('a character that no font has is refused', async () => {
  await expect(rasterize(svg('a\u{e123}'), 40)).rejects.toThrow('No font of the posters has');
});
