/**
 * Cost of one retrieval step of L queries over M = L memories: multiplications counted, and milliseconds measured on the
 * reader's device by running the ONNX graphs (information: no claim and nothing else rests on them).
 */
import { sample } from '#lib/lab/random.ts';
import { float32, int32, int64, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Model, Tensor } from '#lib/notebook/types.ts';
import { COUNTS, slopeOf } from './counts.ts';
import { drawOmega } from './features.ts';
import { unitVectors } from './pairs.ts';
import {
  everyMemory,
  MODELS,
  retriever,
  rowOf,
  type Memories,
  type ModelName,
  type Tally,
} from './retrieval.ts';

export const COST = { d: 32, K: 32, F: 64, beta: 10 } as const;
export const LENGTHS = [256, 512, 1024, 2048, 4096] as const;
/** Sorting all scores of 4,096 queries takes seconds: top-K is timed up to here. */
const LONGEST_TOPK = 2048;
/** Dense and top-K go through the queries in blocks, so that no matrix of scores takes more than 4 MB. */
const BLOCK = 256;
/** Milliseconds above which a step is run once only. */
const LONG = 200;

export interface CostRow {
  readonly model: ModelName;
  readonly L: number;
  readonly products: number;
  /** null: not timed. */
  readonly milliseconds: number | null;
}

export interface CostStudy {
  readonly done: boolean;
  readonly rows: readonly CostRow[];
  readonly slopes: Readonly<Record<ModelName, { readonly counted: number; readonly timed: number | null }>>;
  /** Largest |executed − formula| at L = 256, counted in the float64 mechanism as it runs. */
  readonly miscount: number;
}

export async function* studyCost(lab: Lab): AsyncGenerator<CostStudy, void, void> {
  let rows: CostRow[] = [];
  const miscount = Math.max(
    ...MODELS.map((model) => Math.abs(executed(lab, model, 256) - counted(model, 256))),
  );
  for (const L of LENGTHS) {
    for (const model of MODELS) {
      const row = { model, L, products: counted(model, L), milliseconds: await timed(lab, model, L) };
      rows = [...rows, row];
      yield { done: false, rows, slopes: slopesOf(rows), miscount };
    }
  }
  yield { done: true, rows, slopes: slopesOf(rows), miscount };
}

const counted = (model: ModelName, L: number): number => COUNTS[model]({ L, M: L, ...COST });

/** Multiplications of L queries over L memories as the float64 mechanism makes them. A mask differs by query. */
export function executed(lab: Lab, model: ModelName, L: number): number {
  const { d, K, F, beta } = COST;
  const tally: Tally = { products: 0 };
  const memories = unitVectors(lab, 'cost', L, d);
  const omega = drawOmega(lab.random('cost features'), F, d, true);
  const random = lab.random('cost mask');
  const map = (members: readonly number[]) =>
    retriever(memories, { model, beta, members, kept: K, omega, tally });
  const shared = model === 'mask' ? null : map(everyMemory(L));
  const out = new Float64Array(d);
  for (let l = 0; l < L; l++) (shared ?? map(sample(random, L, K))).retrieve(rowOf(memories.X, l, d), out);
  return tally.products;
}

async function timed(lab: Lab, model: ModelName, L: number): Promise<number | null> {
  if (model === 'top-K' && L > LONGEST_TOPK) return null;
  const { graph, feeds } = await prepared(lab, model, L);
  const work = async () => {
    for (const feed of feeds) await graph.run(feed);
  };
  // The first run of a size allocates, so short steps are run again.
  const first = await lab.time(work);
  return first > LONG ? first : Math.min(first, await lab.time(work), await lab.time(work));
}

async function prepared(
  lab: Lab,
  model: ModelName,
  L: number,
): Promise<{ graph: Model; feeds: Record<string, Tensor>[] }> {
  const { d, K, F, beta } = COST;
  const memories: Memories = unitVectors(lab, 'cost', L, d);
  const X = float32(memories.X, [L, d]);
  const whole = { q: X, X, beta: scalar(beta) };
  if (model === 'linear') return { graph: await lab.model('retrieve_linear'), feeds: [whole] };
  if (model === 'PRF') {
    const omega = float32(drawOmega(lab.random('cost features'), F, d, true), [F, d]);
    return { graph: await lab.model('retrieve_prf'), feeds: [{ ...whole, omega }] };
  }
  if (model === 'mask') {
    const random = lab.random('cost mask');
    const idx = int64(Array.from({ length: L }, () => sample(random, L, K)).flat(), [L, K]);
    return { graph: await lab.model('retrieve_gather'), feeds: [{ ...whole, idx }] };
  }
  const graph = await lab.model(model === 'dense' ? 'retrieve_dense' : 'retrieve_topk');
  const feeds = Array.from({ length: L / BLOCK }, (_, block) => ({
    ...whole,
    q: float32(X.data.subarray(block * BLOCK * d, (block + 1) * BLOCK * d), [BLOCK, d]),
    ...(model === 'top-K' ? { K: int32([K], []) } : {}),
  }));
  return { graph, feeds };
}

function slopesOf(rows: readonly CostRow[]): CostStudy['slopes'] {
  const of = (model: ModelName) => {
    const mine = rows.filter((row) => row.model === model);
    const times = mine.flatMap(({ L, milliseconds }) =>
      milliseconds !== null && milliseconds > 0 ? [[Math.log(L), Math.log(milliseconds)] as const] : [],
    );
    const points = mine.map(({ L, products }) => [Math.log(L), Math.log(products)] as const);
    return {
      counted: points.length > 1 ? slopeOf(points).slope : 0,
      timed: times.length > 3 ? slopeOf(times).slope : null,
    };
  };
  return { dense: of('dense'), mask: of('mask'), 'top-K': of('top-K'), linear: of('linear'), PRF: of('PRF') };
}
