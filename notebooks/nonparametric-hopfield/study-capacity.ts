/**
 * Capacity: M*(d), the largest number of random unit vectors in d dimensions of which at least 95% are stored (15 steps
 * from the pattern, with noise if asked, end with more than half of the weight on it), for dense and for top-K. Three
 * draws of the vectors; their geometric mean is what the slope of ln M* is fitted to.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { slopeOf } from './counts.ts';
import { unitVectors } from './pairs.ts';
import { everyMemory, isStored, retriever, rowOf, type Memories } from './retrieval.ts';

export const DIMENSIONS = [4, 6, 8, 10, 12, 14, 16] as const;
/** Memories at most: beyond, the number is a lower bound, and the chart says so. */
export const MOST = 1024;
const DRAWS = 3;
const STEPS = 15;
const SHARE = 0.95;

export type Kind = 'dense' | 'topK';

export interface CapacityRow {
  readonly d: number;
  /** M* per draw of the vectors. */
  readonly dense: readonly number[];
  readonly topK: readonly number[];
}

export interface Growth {
  /** ln M* per dimension. */
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
}

export interface CapacityStudy {
  readonly done: boolean;
  readonly kept: number;
  readonly rows: readonly CapacityRow[];
  readonly dense: Growth;
  readonly topK: Growth;
}

interface Options {
  readonly inverseTemperature: number;
  readonly kept: number;
  readonly noise: number;
}

export const logMean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + Math.log(value) / values.length, 0);

function growth(rows: readonly CapacityRow[], kind: Kind): Growth {
  const points = rows.map((row) => [row.d, logMean(row[kind])] as const);
  if (points.length < 2) return { slope: 0, intercept: points[0]?.[1] ?? 0, r2: 1 };
  const { slope, r2 } = slopeOf(points);
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k] / points.length, 0);
  return { slope, intercept: mean(1) - slope * mean(0), r2 };
}

export function* studyCapacity(lab: Lab, options: Options): Generator<CapacityStudy, void, void> {
  let rows: CapacityRow[] = [];
  const summary = (done: boolean): CapacityStudy => ({
    done,
    kept: options.kept,
    rows,
    dense: growth(rows, 'dense'),
    topK: growth(rows, 'topK'),
  });
  for (const d of DIMENSIONS) {
    const row = { d, dense: [] as number[], topK: [] as number[] };
    for (let draw = 0; draw < DRAWS; draw++) {
      const vectors = unitVectors(lab, `capacity ${d} ${draw}`, MOST, d);
      const random = lab.random(`capacity noise ${d} ${draw}`);
      const starts = vectors.X.map((value) => value + (options.noise / Math.sqrt(d)) * random.normal());
      for (const kind of ['dense', 'topK'] as const) {
        let most = 1;
        for (const bound of search((M) => mostAreStored({ ...vectors, M }, starts, kind, options))) {
          most = bound;
          yield summary(false);
        }
        row[kind].push(most);
      }
    }
    rows = [...rows, row];
  }
  yield summary(true);
}

/** The largest M up to MOST that holds, if all below it do: doubling, then halving. Yields bounds from below. */
function* search(holds: (M: number) => boolean): Generator<number, void, void> {
  let [low, high] = [1, 2];
  while (high <= MOST && holds(high)) {
    yield (low = high);
    high *= 2;
  }
  high = Math.min(high, MOST + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
    yield low;
  }
}

/** Gives up as soon as more than 5% are lost. */
function mostAreStored(
  memories: Memories,
  starts: Float64Array,
  kind: Kind,
  { inverseTemperature: beta, kept }: Options,
): boolean {
  const { M, d } = memories;
  const model = kind === 'dense' ? 'dense' : 'top-K';
  const map = retriever(memories, { model, beta, members: everyMemory(M), kept, omega: new Float64Array() });
  let lost = 0;
  for (let mu = 0; mu < M && lost <= (1 - SHARE) * M; mu++)
    if (!isStored(map, rowOf(starts, mu, d), mu, STEPS)) lost++;
  return lost <= (1 - SHARE) * M;
}
