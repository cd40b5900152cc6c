/** Frames: what the views draw, from what has been released and worked out. */
import { placeOf } from './baseline.ts';
import {
  baselineAnswer,
  type Desk,
  isLocal,
  ownAnswer,
  queryOf,
  readingsOf,
  type Released,
  termsOf,
  truthOf,
} from './desk.ts';
import type { Answer, KdeFrame, Part, Tree } from './frame.ts';
import type { Params } from './notebook.ts';
import type { Progress } from './pieces.ts';
import { partSds } from './theory.ts';
import { entryOf, leafOf, siblingsOf, tableSize } from './tree.ts';
import type { Work } from './work.ts';

/** Points that the teacher's view draws. */
const DOTS = 1500;

/** Before anything is drawn or released. */
export const blankFrame = (params: Params): KdeFrame => ({
  blank: true,
  preparing: null,
  settled: false,
  structure: params.structure,
  epsilon: termsOf(params).epsilon,
  depth: params.depth,
  n: params.points,
  dimension: params.dimension,
  side: params.side,
  alpha: params.baselineRatio,
  query: [...queryOf(params)],
  truth: 0,
  own: null,
  baseline: null,
  field: { size: 0, values: new Float32Array(0), truth: new Float32Array(0), domain: [0, 0] },
  dots: new Float32Array(0),
  tree: { coordinate: 1, y: 0, leaf: 0, parts: [], baseline: [] },
  asked: 0,
  askedError: 0,
  account: { releases: 0, spent: 0 },
  error: null,
  audit: null,
  metrics: {},
});

/** The last picture, while the next one is being prepared. */
export const waiting = (last: KdeFrame, preparing: Progress): KdeFrame => ({
  ...last,
  preparing,
  settled: false,
});

export async function frameOf(desk: Desk, released: Released, params: Params, work: Work): Promise<KdeFrame> {
  const terms = termsOf(params);
  const answer = await ownAnswer(desk, released, params);
  const parts = answer ? { noisy: answer.parts, clean: answer.cleanParts } : null;
  const own = answer && plain(answer);
  const frame = {
    blank: false,
    preparing: null,
    settled: work.done(params, released),
    structure: params.structure,
    epsilon: terms.epsilon,
    depth: terms.depth,
    n: desk.secret.n,
    dimension: terms.dimension,
    side: terms.side,
    alpha: params.baselineRatio,
    query: [...queryOf(params)],
    truth: truthOf(desk, params),
    own,
    baseline: baselineAnswer(desk, released, params),
    field: await work.field(params, released),
    dots: dotsOf(desk),
    tree: treeOf(desk, released, params, parts),
    ...work.asked(params),
    account: desk.account,
    ...work.picture(params),
  };
  return { ...frame, metrics: metricsOf(frame) };
}

const plain = ({ value, sd, clean, reads }: Answer): Answer => ({ value, sd, clean, reads });

function dotsOf({ secret }: Desk): Float32Array {
  const count = Math.min(DOTS, secret.n);
  const [first, second] = secret.columns;
  return Float32Array.from({ length: 2 * count }, (_, i) => {
    const column = i % 2 === 0 ? first : second;
    return (column?.values[i >> 1] ?? secret.side / 2) / secret.side;
  });
}

function treeOf(
  desk: Desk,
  released: Released,
  params: Params,
  parts: { noisy: Float64Array; clean: Float64Array } | null,
): Tree {
  const { depth, side, dimension } = params;
  const j = Math.min(params.coordinate, dimension) - 1;
  const y = queryOf(params)[j] as number;
  const sds = partSds(y, termsOf(params), isLocal(params));
  const exact = desk.exact(depth);
  const shown = siblingsOf(y, depth, side).map(({ level, index, left }, i): Part => {
    const at = j * tableSize(depth) + entryOf(level, index);
    return {
      level,
      index,
      left,
      value: parts?.noisy[j * depth + i] ?? 0,
      clean: parts?.clean[j * depth + i] ?? 0,
      sd: sds[i] as number,
      count: released.own?.counts[at] ?? 0,
      trueCount: exact.counts[at] as number,
    };
  });
  const nodes = released.baseline ? (readingsOf(params)[j]?.nodes ?? []) : [];
  return {
    coordinate: j + 1,
    y,
    leaf: leafOf(y, depth, side),
    parts: parts ? shown : [],
    baseline: nodes.map(placeOf),
  };
}

/** Numbers of a frame; only those that exist. */
function metricsOf(frame: Omit<KdeFrame, 'metrics'>): Record<string, number> {
  const { own, baseline, error, audit, account } = frame;
  const metrics: Record<string, number> = {
    truth: frame.truth,
    asked: frame.asked,
    releases: account.releases,
    spent: account.spent,
  };
  if (own) Object.assign(metrics, { answer: own.value, sd: own.sd, reads: own.reads });
  if (baseline) {
    metrics['baselineAnswer'] = baseline.value;
    metrics['baselineSd'] = baseline.sd;
    metrics['baselineBias'] = baseline.clean - frame.truth;
    metrics['baselineReads'] = baseline.reads;
  }
  if (error) {
    metrics['rmse'] = error.own.rmse;
    metrics['bestBaseline'] = Math.min(...error.points.map(({ rmse }) => rmse));
  }
  if (audit) Object.assign(metrics, { worstLoss: audit.worst, provenLow: audit.low });
  return metrics;
}
