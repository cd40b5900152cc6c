/** Releases: what is published once and paid for once. Everything else is computed from it. */
import { floats64 } from './graphs.ts';
import type { Lab, Model, Random } from '#lib/notebook/types.ts';
import { baselineCounts, contaminate, heapSize } from './baseline.ts';
import { centeredUniforms, GRID, roundToGrid, type Terms } from './laplace.ts';
import { double, float64 } from './model.ts';
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
export async function releaseTables(
  exact: Tables,
  terms: Terms,
  local: boolean,
  random: Random,
  { release }: Graphs,
): Promise<Tables> {
  const size = tableSize(terms.depth);
  const shape = [terms.dimension, size];
  const ends = leftEnds(terms.depth, terms.side);
  const { ct, st } = await release.run({
    c: float64(exact.counts, shape),
    s: float64(local ? shiftSums(exact, ends, -1) : exact.sums, shape),
    U: float64(centeredUniforms(random, 2 * size * terms.dimension), [2, ...shape]),
    // The graph's scale is 2L/ε: a coordinate's share of the budget. Locally all L sums cost what one costs globally.
    eps: double(terms.epsilon / terms.dimension),
    L: double(terms.depth),
    R: double(local ? terms.side / terms.depth : terms.side),
  });
  const counts = floats64(ct);
  const sums = floats64(st);
  return { counts, sums: local ? shiftSums({ counts, sums }, ends, 1) : sums };
}

/** Rounded to a public grid, as a private release is. */
export const rounded = ({ counts, sums }: Tables, side: number): Tables => ({
  counts: roundToGrid(counts, GRID),
  sums: roundToGrid(sums, GRID * side),
});

export function releaseBaseline(exact: Tables, terms: Terms, random: Random): Float64Array[] {
  return contaminate(baselineCounts(exact, terms.dimension, terms.depth), terms, random);
}

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
