/** The field behind the plane, from the ONNX graphs: E on a grid where the model has an energy, and arrows T(x) − x. */
import { float32, floats, int32, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Tensor } from '#lib/notebook/types.ts';
import type { Setting } from './plane.ts';
import { rowOf, type ModelName, type Retriever } from './retrieval.ts';

/** The plane is shown from −HALF to HALF in both directions. */
export const HALF = 1.45;
const ARROWS = 15;

export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

export interface Landscape {
  readonly size: number;
  /** E per cell, first row on top; null where the model has no energy. */
  readonly energy: Float32Array | null;
  readonly low: number;
  readonly high: number;
  readonly arrows: readonly Arrow[];
}

const FILES: Readonly<Record<ModelName, string>> = {
  dense: 'retrieve_dense',
  mask: 'retrieve_mask',
  'top-K': 'retrieve_topk',
  linear: 'retrieve_linear',
  PRF: 'retrieve_prf',
};

/** A graphics card takes a fine grid, but not the choice of the K best: that stays on the processor. */
const fieldSize = (lab: Lab, model: ModelName): number =>
  lab.engine === 'webgpu' && model !== 'top-K' ? 512 : 128;

/** Centres of the cells of a size×size grid over the plane, first row on top. */
export function planeGrid(size: number): Float32Array {
  const grid = new Float32Array(2 * size * size);
  for (let i = 0; i < size * size; i++) {
    grid[2 * i] = HALF * ((2 * ((i % size) + 0.5)) / size - 1);
    grid[2 * i + 1] = HALF * (1 - (2 * (Math.floor(i / size) + 0.5)) / size);
  }
  return grid;
}

/** One step of `model` on many points at once. The mask gets all memories and which to keep; the others only members. */
export async function runGraph(
  lab: Lab,
  model: ModelName,
  { memories, members, kept, beta, omega }: Omit<Setting, 'map'>,
  q: Float32Array,
): Promise<Record<string, Tensor>> {
  const { d, M } = memories;
  const all = model === 'mask';
  const rows = all ? memories.X : Float64Array.from(members.flatMap((mu) => [...rowOf(memories.X, mu, d)]));
  const inputs: Record<string, Tensor> = {
    q: float32(q, [q.length / d, d]),
    X: float32(rows, [all ? M : members.length, d]),
    beta: scalar(beta),
  };
  if (all)
    inputs['keep'] = float32(
      Array.from({ length: M }, (_, mu) => (members.includes(mu) ? 1 : 0)),
      [M],
    );
  if (model === 'top-K') inputs['K'] = int32([kept], []);
  if (model === 'PRF') inputs['omega'] = float32(omega, [omega.length / d, d]);
  return (await lab.model(FILES[model])).run(inputs);
}

export async function landscapeOf(lab: Lab, model: ModelName, setting: Setting): Promise<Landscape> {
  const points = planeGrid(ARROWS);
  const T = floats((await runGraph(lab, model, setting, points))['T']);
  const arrows = Array.from({ length: ARROWS ** 2 }, (_, i) => {
    const [x, y] = [points[2 * i] as number, points[2 * i + 1] as number];
    return { x, y, dx: (T[2 * i] as number) - x, dy: (T[2 * i + 1] as number) - y };
  });
  const size = fieldSize(lab, model);
  if (model === 'linear' || model === 'PRF') return { size, energy: null, low: 0, high: 0, arrows };
  const energy = floats((await runGraph(lab, model, setting, planeGrid(size)))['E']);
  return { size, energy, ...extent(energy, setting, setting.map(model)), arrows };
}

/** The bottom of the deepest well, and the middle of the plane: what the ramp spans. Beyond the circle E goes higher. */
function extent(
  energy: Float32Array,
  { memories, members }: Setting,
  map: Retriever,
): { low: number; high: number } {
  let low = Infinity;
  for (const E of energy) low = Math.min(low, E);
  for (const mu of members) low = Math.min(low, map.energy(rowOf(memories.X, mu, 2)) ?? low);
  const middle = map.energy(new Float64Array(2)) ?? 0;
  return { low, high: Math.max(middle, low + 0.05) };
}
