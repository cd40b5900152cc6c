/** Releases: what is published once and paid for once. Everything else is computed from it. */
import { floats64 } from './graphs.ts';
import type { Lab, Model, Random } from '#lib/notebook/types.ts';
import { heapSize } from './baseline.ts';
import { fillCentered, GRID, roundToGrid, type Terms } from './laplace.ts';
import { double, float64 } from './model.ts';
import { type AsyncPieces, Pace, PIECE } from './pieces.ts';
import { leftEnds, shiftSums, tableSize, type Tables } from './tree.ts';

export interface Graphs {
  readonly release: Model;
  readonly profile: Model;
}

export const openGraphs = async (lab: Lab): Promise<Graphs> => ({
  release: await lab.model('release'),
  profile: await lab.model('profile'),
});

/** Noisy tables. With `local`, sums are of x − a_v, get less noise, and are taken back to sums of x: post-processing. */
export async function* releaseInPieces(
  exact: Tables,
  terms: Terms,
  local: boolean,
  random: Random,
  { release }: Graphs,
): AsyncPieces<Tables> {
  const size = tableSize(terms.depth);
  const total = size * terms.dimension;
  const pace = new Pace('Releasing the tree', 4 * total);
  const uniforms = new Float64Array(2 * total);
  for (let i = 0; i < uniforms.length; i += PIECE) {
    fillCentered(uniforms.subarray(i, i + PIECE), random);
    if (pace.full(Math.min(PIECE, uniforms.length - i))) yield pace.progress;
  }
  const noisy: Tables = { counts: new Float64Array(total), sums: new Float64Array(total) };
  const ends = leftEnds(terms.depth, terms.side);
  // As many coordinates at a time as fill a piece.
  const stride = size * Math.max(1, Math.floor(PIECE / (2 * size)));
  for (let from = 0; from < total; from += stride) {
    const to = Math.min(total, from + stride);
    const some = { counts: exact.counts.slice(from, to), sums: exact.sums.slice(from, to) };
    const noise = new Float64Array(2 * (to - from));
    noise.set(uniforms.subarray(from, to));
    noise.set(uniforms.subarray(total + from, total + to), to - from);
    const made = await releaseSome(local ? shifted(some, ends, -1) : some, noise, terms, local, release);
    const { counts, sums } = local ? shifted(made, ends, 1) : made;
    noisy.counts.set(counts, from);
    noisy.sums.set(sums, from);
    if (pace.full(2 * (to - from))) yield pace.progress;
  }
  return noisy;
}

const shifted = (tables: Tables, ends: Float64Array, sign: 1 | -1): Tables => ({
  counts: tables.counts,
  sums: shiftSums(tables, ends, sign),
});

/** The graph, for tables of some of the coordinates. */
async function releaseSome(
  { counts, sums }: Tables,
  noise: Float64Array,
  terms: Terms,
  local: boolean,
  release: Model,
): Promise<Tables> {
  const size = tableSize(terms.depth);
  const shape = [counts.length / size, size];
  const { ct, st } = await release.run({
    c: float64(counts, shape),
    s: float64(sums, shape),
    U: float64(noise, [2, ...shape]),
    // The graph's scale is 2L/ε: a coordinate's share of the budget. Locally all L sums cost what one costs globally.
    eps: double(terms.epsilon / terms.dimension),
    L: double(terms.depth),
    R: double(local ? terms.side / terms.depth : terms.side),
  });
  return { counts: floats64(ct), sums: floats64(st) };
}

export async function releaseTables(...args: Parameters<typeof releaseInPieces>): Promise<Tables> {
  const pieces = releaseInPieces(...args);
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return value;
  }
}

/** Rounded to a public grid, as a private release is. */
export const rounded = ({ counts, sums }: Tables, side: number): Tables => ({
  counts: roundToGrid(counts, GRID),
  sums: roundToGrid(sums, GRID * side),
});

/** Answers to queries (row-major, d coordinates each), with the L numbers of every coordinate. */
export async function ask(
  tables: Tables,
  queries: Float64Array,
  { dimension, depth, side }: Terms,
  { profile }: Graphs,
): Promise<{ answers: Float64Array; parts: Float64Array }> {
  const shape = [dimension, tableSize(depth)];
  const { ans, parts } = await profile.run({
    ct: float64(tables.counts, shape),
    st: float64(tables.sums, shape),
    y: float64(queries, [queries.length / dimension, dimension]),
    levels: float64(
      Float64Array.from({ length: depth }, (_, i) => i + 1),
      [depth],
    ),
    R: double(side),
  });
  return { answers: floats64(ans), parts: floats64(parts) };
}

export const storedNumbers = ({ depth, dimension }: Terms, baseline: boolean): number =>
  dimension * (baseline ? heapSize(depth) - 1 : 2 * tableSize(depth));
