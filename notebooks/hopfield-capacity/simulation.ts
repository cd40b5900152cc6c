/**
 * Parameters → frames. First U-Hop+ trains, if it is asked for; then every change of a live parameter (a dragged pin,
 * the camera, β, the query) is answered by a frame with the field, and slower parts (basins, the study of the chart)
 * follow in later frames.
 */
import type { Frame, Lab, Params as ParamsOf, Table } from '#lib/notebook/types.ts';
import type { Camera } from '#lib/charts/orthographic.ts';
import type notebook from './notebook.ts';
import { countStored, featureMap, gram, recallAll, separations, type Memories } from './hopfield.ts';
import { dragged } from './linear.ts';
import { computeBasins, computeField, type Basins, type Landscape } from './landscape.ts';
import { NAMES } from './letters.ts';
import { ask, type Query } from './query.ts';
import { mergingSeparation, optimalAngle, packingAngle, sufficientSeparation } from './sphere.ts';
import { INDEPENDENT, prepare, type Training, type World } from './world.ts';
import { SlowParts, type Study } from './slow.ts';

export type Params = ParamsOf<(typeof notebook)['controls']>;

export interface HopfieldFrame extends Frame {
  readonly memories: number;
  readonly dimension: number;
  readonly beta: number;
  /** Where the landscape is seen from: a picture puts the pins where the field was computed. */
  readonly camera: Camera;
  /** W, row-major 35×D. */
  readonly weights: Float64Array;
  /** Features Φ(ξ_μ), recomputed from W: row-major M×D. */
  readonly pins: Float64Array;
  readonly stored: readonly boolean[];
  readonly confidence: readonly number[];
  /** ⟨y_μ, y_ν⟩, row-major M×M. */
  readonly gram: Float64Array;
  /** Values of Δ: the worst pair's, and what theory says about it. */
  readonly separation: {
    readonly smallest: number;
    readonly merging: number;
    readonly sufficient: number;
    readonly packing: number;
    readonly optimal: number | null;
  };
  /** Pairs with βΔ < 2. */
  readonly links: readonly (readonly [number, number])[];
  readonly landscape: Landscape | null;
  readonly basins: Basins | null;
  /** Basin shares over the sphere, when the basins are shown. */
  readonly shares: readonly number[] | null;
  readonly query: Query;
  readonly training: Training | null;
  readonly study: Study | null;
  /** What the reader should know about this state, or nothing. */
  readonly note: string;
}

export async function* simulate(params: Params, lab: Lab): AsyncGenerator<HopfieldFrame, void, Params> {
  let live = params;
  const { world, training } = await prepare(params, lab);
  if (training) {
    for await (const now of training(world)) live = yield draw(world, await look(world, live), live, now);
  }
  const slow = new SlowParts(world);
  let shown: Params | undefined;
  try {
    for (;;) {
      // A change is answered by the field first; the slow parts go on when nothing moves.
      if (shown && unchanged(shown, live)) await slow.advance(scene(world, live), live);
      shown = live;
      const parts = slow.parts(scene(world, live), live);
      const frame = draw(world, await look(world, live), live, world.trained);
      const metrics = { ...frame.metrics, ...parts.metrics };
      live = yield { ...frame, ...parts.shown, settled: parts.done, metrics };
    }
  } finally {
    await slow.close();
  }
}

const unchanged = (a: Params, b: Params) =>
  Object.keys(a).every((name) => Object.is(a[name as keyof Params], b[name as keyof Params])) ||
  JSON.stringify(a) === JSON.stringify(b);

/** W after the pins were dragged, and the features under it. */
export function scene(world: World, { pins }: Pick<Params, 'pins'>): { W: Float64Array; memories: Memories } {
  const { X, M, D, inverse } = world;
  const W = pins.length > 0 && D <= 3 ? dragged(world.W, X, inverse, M, pins) : world.W;
  return { W, memories: featureMap(X, M, W, D) };
}

interface Look {
  readonly W: Float64Array;
  readonly memories: Memories;
  readonly landscape: Landscape | null;
  readonly basins: Basins | null;
}

/** The pictures of the view, computed anew only when they change. */
async function look(world: World, params: Params): Promise<Look> {
  const now = scene(world, params);
  if (world.D > 3) return { ...now, landscape: null, basins: null };
  const { inverseTemperature: beta, longitude, latitude, layer } = params;
  const camera = { longitude, latitude };
  const key = JSON.stringify([[...now.memories.Y], beta, camera]);
  if (world.field?.key !== key)
    world.field = { key, value: await computeField(world.lab, now.memories, beta, camera) };
  if (layer === 'basins' && world.basins?.key !== key)
    world.basins = { key, value: await computeBasins(world.lab, now.memories, beta, camera) };
  const basins = layer === 'basins' ? (world.basins?.value ?? null) : null;
  return { ...now, landscape: world.field.value, basins };
}

function draw(
  world: World,
  { W, memories, landscape, basins }: Look,
  params: Params,
  training: Training | null,
): HopfieldFrame {
  const { inverseTemperature: beta } = params;
  const { M, D } = world;
  const recall = recallAll(memories, beta);
  const G = gram(memories);
  const query = ask(world.lab, memories, W, beta, {
    letter: NAMES.indexOf(params.query),
    noise: params.pixelNoise,
    drawn: params.drawn,
  });
  const separation = separationOf(G, M, D, beta);
  const links = crowded(G, M, beta);
  return {
    settled: false,
    metrics: metricsOf(recall, separation, links.length, query, beta, M),
    memories: M,
    dimension: D,
    beta,
    camera: { longitude: params.longitude, latitude: params.latitude },
    weights: W,
    pins: memories.Y,
    stored: recall.stored,
    confidence: recall.confidence,
    gram: G,
    separation,
    links,
    landscape,
    basins,
    shares: null,
    query,
    training,
    study: null,
    note: world.note || noteOnDragging(world, params),
  };
}

const noteOnDragging = ({ M }: World, { pins }: Params): string =>
  M > INDEPENDENT && pins.length > 0
    ? 'A + U = H + O, pixel by pixel: these letters can’t be moved freely.'
    : '';

type Separation = HopfieldFrame['separation'];

function separationOf(G: Float64Array, M: number, D: number, beta: number): Separation {
  const optimal = optimalAngle(D, M);
  return {
    smallest: Math.min(...separations(G, M)),
    merging: mergingSeparation(beta),
    sufficient: sufficientSeparation(beta, M),
    packing: 1 - Math.cos(packingAngle(D, M)),
    optimal: optimal === undefined ? null : 1 - Math.cos(optimal),
  };
}

function crowded(G: Float64Array, M: number, beta: number): [number, number][] {
  const links: [number, number][] = [];
  for (let mu = 0; mu < M; mu++)
    for (let nu = mu + 1; nu < M; nu++) if (beta * (1 - (G[mu * M + nu] as number)) < 2) links.push([mu, nu]);
  return links;
}

function metricsOf(
  recall: ReturnType<typeof recallAll>,
  { smallest, optimal }: Separation,
  links: number,
  query: Query,
  beta: number,
  M: number,
): Record<string, number> {
  const angle = angleOf(smallest);
  return {
    stored: countStored(recall.stored),
    fraction: countStored(recall.stored) / M,
    separation: smallest,
    angle,
    ...(optimal === null ? {} : { optimality: angle / angleOf(optimal) }),
    ratio: beta * smallest,
    metastable: recall.metastable,
    crowded: links,
    confidence: query.p[query.letter] ?? 0,
  };
}

/** The angle in degrees of a separation Δ = 1 − cos θ. */
export const angleOf = (delta: number): number =>
  (Math.acos(Math.max(-1, Math.min(1, 1 - delta))) * 180) / Math.PI;

export { describe } from './describe.ts';

/** The pins: where each letter is, and whether it is stored. */
export function table(frame: HopfieldFrame): Table {
  const { memories: M, dimension: D } = frame;
  const axes = Array.from({ length: D }, (_, d) => `y${d + 1}`);
  return {
    columns: ['letter', ...axes, 'nearest_cosine', 'stored', 'p'],
    rows: Array.from({ length: M }, (_, mu) => [
      NAMES[mu] as string,
      ...frame.pins.subarray(mu * D, (mu + 1) * D),
      1 - (separations(frame.gram, M)[mu] as number),
      frame.stored[mu] ? 1 : 0,
      frame.confidence[mu] as number,
    ]),
  };
}
