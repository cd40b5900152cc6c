/**
 * The memories: capital letters in a 5×7 dot-matrix font, one string of seven rows each. A pixel is +1 (ink) or −1, and
 * a letter is the unit vector ξ ∈ R³⁵. Letters share strokes, so they are strongly correlated: that is what a feature
 * map has to repair.
 */
export const PIXELS = 35;
export const COLUMNS = 5;
export const ROWS = 7;
export const NAMES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const FONT: readonly string[] = [
  '.###. #...# #...# ##### #...# #...# #...#',
  '####. #...# #...# ####. #...# #...# ####.',
  '.###. #...# #.... #.... #.... #...# .###.',
  '####. #...# #...# #...# #...# #...# ####.',
  '##### #.... #.... ###.. #.... #.... #####',
  '##### #.... #.... ####. #.... #.... #....',
  '.###. #...# #.... #.### #...# #..## .##.#',
  '#...# #...# #...# ##### #...# #...# #...#',
  '.###. ..#.. ..#.. ..#.. ..#.. ..#.. .###.',
  '....# ....# ....# ....# ....# #...# .###.',
  '#...# #..#. #.#.. ##... #.#.. #..#. #...#',
  '#.... #.... #.... #.... #.... #.... #####',
  '#...# ##.## #.#.# #.#.# #...# #...# #...#',
  '#...# #...# ##..# #.#.# #..## #...# #...#',
  '.###. #...# #...# #...# #...# #...# .###.',
  '####. #...# #...# ####. #.... #.... #....',
  '.###. #...# #...# #...# #.#.# #..#. .##.#',
  '####. #...# #...# ####. #.#.. #..#. #...#',
  '.#### #.... #.... .###. ....# ....# ####.',
  '##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..',
  '#...# #...# #...# #...# #...# #...# .###.',
  '#...# #...# #...# #...# #...# .#.#. ..#..',
  '#...# #...# #...# #.#.# #.#.# #.#.# .#.#.',
  '#...# #...# .#.#. ..#.. .#.#. #...# #...#',
  '#...# #...# .#.#. ..#.. ..#.. ..#.. ..#..',
  '##### ....# ...#. ..#.. .#... #.... #####',
];

/** Pixels of a letter, ±1, row by row. */
export const pixels = (letter: number): Float64Array =>
  Float64Array.from((FONT[letter] as string).replaceAll(' ', ''), (dot) => (dot === '#' ? 1 : -1));

/** The first `count` letters as unit vectors: X ∈ R^{count×35}, row-major. */
export function letterMatrix(count: number): Float64Array {
  const x = new Float64Array(count * PIXELS);
  for (let mu = 0; mu < count; mu++) x.set(unit(pixels(mu)), mu * PIXELS);
  return x;
}

/** ±1 pixels scaled to length one. */
export const unit = (dots: Float64Array): Float64Array => dots.map((dot) => dot / Math.sqrt(PIXELS));

/** A copy with the listed pixels flipped. */
export function flipped(dots: Float64Array, which: readonly number[]): Float64Array {
  const copy = dots.slice();
  for (const pixel of which) copy[pixel] = -(copy[pixel] as number);
  return copy;
}
