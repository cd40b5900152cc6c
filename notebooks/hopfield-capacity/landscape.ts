/**
 * What the globe (D = 3) or the disc (D = 2) shows, computed by the ONNX graphs on the pixels of the view: the energy
 * E, the flow T(y) − y, and the basins, i.e. which memory each point settles on.
 */
import { floats, float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Tensor } from '#lib/notebook/types.ts';
import { project, viewGrid, type Camera } from '#lib/charts/orthographic.ts';
import { energy, type Memories } from './hopfield.ts';
import { evenPoints } from './sphere.ts';

export interface Arrow {
  /** Screen coordinates of q, and of T(q) − q. */
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

export interface Landscape {
  /** Cells per side of the square round the disc. */
  readonly size: number;
  /** E per cell, first row on top. */
  readonly energy: Float32Array;
  /** Lowest and highest E on the whole sphere (or disc), whatever the camera. */
  readonly low: number;
  readonly high: number;
  readonly arrows: readonly Arrow[];
}

export interface Basins {
  readonly size: number;
  /** Per cell the memory it settles on with p > ½, or −1. */
  readonly label: Int8Array;
}

const inputs = ({ Y, M, D }: Memories, q: Float32Array, beta: number): Record<string, Tensor> => ({
  q: float32(q, [q.length / D, D]),
  Y: float32(Y, [M, D]),
  beta: scalar(beta),
});

export const viewSize = (lab: Lab): number => (lab.engine === 'webgpu' ? 512 : 128);
const BASIN_SIZE = 64;
const ARROWS = 19;

/** E and T on the view. */
export async function computeField(
  lab: Lab,
  memories: Memories,
  beta: number,
  camera: Camera,
): Promise<Landscape> {
  const size = viewSize(lab);
  const D = memories.D as 2 | 3;
  const q = viewGrid(D, size, camera);
  const model = await lab.model('field');
  const outputs = await model.run(inputs(memories, q, beta));
  const { low, high } = energyRange(memories, beta);
  const arrows = arrowsOf(q, floats(outputs['T']), D, size, camera);
  return { size, energy: floats(outputs['E']), low, high, arrows };
}

/** Extremes of E over the memories and 600 points spread over the sphere (D = 2: over the disc). */
function energyRange(memories: Memories, beta: number): { low: number; high: number } {
  const D = memories.D as 2 | 3;
  const points = [...rows(memories.Y, D), ...rows(evenPoints(D, 600), D)];
  const inside = D === 2 ? points.flatMap((y) => [0, 0.35, 0.7].map((r) => y.map((x) => r * x))) : [];
  const energies = [...points, ...inside].map((y) => energy(memories, y, beta));
  return { low: Math.min(...energies), high: Math.max(...energies) };
}

const rows = (matrix: Float64Array, width: number): Float64Array[] =>
  Array.from({ length: matrix.length / width }, (_, i) => matrix.subarray(i * width, (i + 1) * width));

function arrowsOf(q: Float32Array, T: Float32Array, D: 2 | 3, size: number, camera: Camera): Arrow[] {
  const arrows: Arrow[] = [];
  for (let i = 0; i < ARROWS * ARROWS; i++) {
    const row = Math.floor(((Math.floor(i / ARROWS) + 0.5) * size) / ARROWS);
    const column = Math.floor((((i % ARROWS) + 0.5) * size) / ARROWS);
    const at = (row * size + column) * D;
    const from = project(q.subarray(at, at + D), camera);
    if (Math.hypot(from.x, from.y) > 0.95) continue;
    const to = project(T.subarray(at, at + D), camera);
    arrows.push({ x: from.x, y: from.y, dx: to.x - from.x, dy: to.y - from.y });
  }
  return arrows;
}

/** Which memory every point of the view settles on. */
export async function computeBasins(
  lab: Lab,
  memories: Memories,
  beta: number,
  camera: Camera,
): Promise<Basins> {
  const q = viewGrid(memories.D as 2 | 3, BASIN_SIZE, camera);
  return { size: BASIN_SIZE, label: await settleAll(lab, memories, q, beta) };
}

async function settleAll(lab: Lab, memories: Memories, q: Float32Array, beta: number): Promise<Int8Array> {
  const model = await lab.model('settle');
  const P = floats((await model.run(inputs(memories, q, beta)))['P']);
  const { M } = memories;
  return Int8Array.from({ length: P.length / M }, (_, i) =>
    P.subarray(i * M, (i + 1) * M).findIndex((p) => p > 0.5),
  );
}

export const SAMPLES = 8000;
const PARTS = 4;

/** Share of the sphere (or circle) that settles on each memory, over 8,000 even points, a part at a time. */
export async function* computeShares(
  lab: Lab,
  memories: Memories,
  beta: number,
): AsyncGenerator<readonly number[] | null, void, void> {
  const D = memories.D as 2 | 3;
  const points = Float32Array.from(evenPoints(D, SAMPLES));
  const counts = Array<number>(memories.M).fill(0);
  const part = points.length / PARTS;
  for (let i = 0; i < PARTS; i++) {
    const labels = await settleAll(lab, memories, points.subarray(i * part, (i + 1) * part), beta);
    for (const label of labels) if (label >= 0) counts[label] = (counts[label] as number) + 1;
    yield i === PARTS - 1 ? counts.map((count) => count / SAMPLES) : null;
  }
}
