/** The map: the answer at every point of the plane of the first two coordinates, from one profile per coordinate. */
import { answerOf, readingOf } from './baseline.ts';
import { columnDistance } from './data.ts';
import { type Desk, type Released, termsOf } from './desk.ts';
import type { Field } from './frame.ts';
import type { Params } from './notebook.ts';
import { ask } from './release.ts';

export const CELLS = 96;

/** Centres of the cells, in units of R. */
const CENTERS = Array.from({ length: CELLS }, (_, i) => (i + 0.5) / CELLS);

/** One number per cell and coordinate; the answer is their sum. */
type Profiles = readonly Float64Array[];

async function ownProfiles(desk: Desk, released: Released, params: Params): Promise<Profiles> {
  const terms = termsOf(params);
  const { dimension: d, depth } = terms;
  // All coordinates walk through the cube together; the last query is its middle.
  const along = [...CENTERS, 0.5];
  const queries = Float64Array.from(
    { length: along.length * d },
    (_, i) => params.side * (along[Math.floor(i / d)] as number),
  );
  const { parts } = await ask(released.own ?? desk.exact(depth), queries, terms, desk.graphs);
  return Array.from({ length: d }, (_, j) =>
    Float64Array.from(along, (_, i) => {
      let sum = 0;
      for (let level = 0; level < depth; level++) sum += parts[(i * d + j) * depth + level] as number;
      return sum;
    }),
  );
}

function baselineProfiles(heaps: readonly Float64Array[], params: Params): Profiles {
  const along = [...CENTERS, 0.5];
  const readings = along.map((u) =>
    readingOf(params.side * u, params.depth, params.side, params.baselineRatio),
  );
  return heaps.map((heap) => Float64Array.from(readings, (reading) => answerOf(reading, heap)));
}

const trueProfiles = (desk: Desk, params: Params): Profiles =>
  desk.secret.columns.map((column) =>
    Float64Array.from([...CENTERS, 0.5], (u) => columnDistance(column, params.side * u)),
  );

/** Row-major, first row on top. One coordinate alone fills the plane with stripes. */
function mapOf(profiles: Profiles): Float32Array {
  const [first, second, ...others] = profiles;
  const rest = others.reduce((sum, profile) => sum + (profile[CELLS] as number), 0);
  return Float32Array.from({ length: CELLS * CELLS }, (_, i) => {
    const [column, row] = [i % CELLS, CELLS - 1 - Math.floor(i / CELLS)];
    return (first?.[column] as number) + (second?.[row] ?? 0) + rest;
  });
}

export async function fieldOf(desk: Desk, released: Released, params: Params): Promise<Field> {
  const truth = mapOf(trueProfiles(desk, params));
  const profiles =
    released.own || !released.baseline
      ? await ownProfiles(desk, released, params)
      : baselineProfiles(released.baseline, params);
  let [low, high] = [Infinity, -Infinity];
  for (const value of truth) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return { size: CELLS, values: mapOf(profiles), truth, domain: [low, high] };
}
