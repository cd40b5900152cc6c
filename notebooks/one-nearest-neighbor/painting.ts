/** What the shown layer does with the shown prompt, at the query and at every direction in sight: by nn_paint. */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Token } from './frame.ts';
import { dot, pointTokens, queryTokens, toWorld, type Shown } from './prompt.ts';
import { largest, QUERY } from './prompts.ts';
import { viewGrid, type Camera } from '#lib/charts/orthographic.ts';

export const DISC = 160;
export const RING = 360;

/** What is applied: the softmax layer W, or linear attention at a scale. */
export type Applied =
  | { readonly kind: 'softmax'; readonly weights: ArrayLike<number> }
  | { readonly kind: 'linear'; readonly alpha: number };

interface Output {
  readonly values: Float32Array;
  /** M × (N+1), the query's own last; M × N in linear attention. */
  readonly attention: Float32Array;
}

/** Runs the layer at query tokens, row-major M × (d+2). */
async function apply(lab: Lab, layer: Applied, shown: Shown, queries: Float32Array): Promise<Output> {
  const { yhat, attention } = await run(lab, layer, shown, queries);
  return { values: floats(yhat), attention: floats(attention) };
}

/** The same without the attention, which is eleven times as long as the output. */
async function outputs(lab: Lab, layer: Applied, shown: Shown, queries: Float32Array): Promise<Float32Array> {
  return floats((await run(lab, layer, shown, queries, ['yhat'])).yhat);
}

async function run(
  lab: Lab,
  layer: Applied,
  shown: Shown,
  queries: Float32Array,
  wanted?: readonly string[],
) {
  const E = shown.d + 2;
  const H = float32(pointTokens(shown), [shown.N, E]);
  const Q = float32(queries, [queries.length / E, E]);
  if (layer.kind === 'linear') {
    const out = await (await lab.model('nn_linear')).run({ H, Q, alpha: scalar(layer.alpha) }, wanted);
    return { yhat: out.yhat, attention: out.weights };
  }
  const W = float32(Float32Array.from(layer.weights), [E, E]);
  const out = await (await lab.model('nn_paint')).run({ H, Q, W }, wanted);
  return { yhat: out.yhat, attention: out.attn };
}

/** The prompt's tokens as the layer weighs them for the shown query. */
export async function readPrompt(lab: Lab, layer: Applied, shown: Shown) {
  const { x, y, query, world } = shown;
  const { values, attention } = await apply(lab, layer, shown, Float32Array.of(...query, 0, 1));
  const cosines = x.map((row) => dot(row, query));
  const tokens: Token[] = x.map((row, i) => ({
    index: i,
    at: toWorld(world, row),
    label: y[i] as number,
    cosine: cosines[i] as number,
    attention: attention[i] as number,
  }));
  const self = attention[x.length] ?? 0;
  tokens.push({ index: QUERY, at: toWorld(world, query), label: 0, cosine: 1, attention: self });
  return { tokens, nearest: largest(cosines, 0, cosines.length), output: values[0] as number };
}

/** Query tokens of the disc that the camera sees; beyond the rim, those of the nearest point of the rim. */
export const discTokens = ({ world }: Shown, camera: Camera): Float32Array =>
  queryTokens(world, viewGrid(3, DISC, camera));

/** ŷ over the disc, at its tokens. */
export async function paintDisc(lab: Lab, layer: Applied, shown: Shown, tokens: Float32Array) {
  return { size: DISC, values: await outputs(lab, layer, shown, tokens) };
}

/** ŷ and attention all round the circle. */
export async function paintRing(lab: Lab, layer: Applied, shown: Shown) {
  const directions = Array.from({ length: RING }, (_, m) => {
    const angle = (2 * Math.PI * m) / RING;
    return [Math.cos(angle), Math.sin(angle), 0];
  });
  const { values, attention } = await apply(lab, layer, shown, queryTokens(shown.world, directions.flat()));
  return { size: RING, values, attention };
}
