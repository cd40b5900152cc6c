/** The infinite network as the pictures and the measurement need it: its outputs, its density, the predicted band. */
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Density } from './frame.ts';
import { RIDGE, type Data } from './settings.ts';
import { makeGrid, solveStationary, type Stationary } from './stationary.ts';
import { bandOf, boundsOf, type Band, type Bounds } from './theory.ts';

export interface Infinite {
  /** Outputs at the data. */
  readonly f: Float64Array;
  readonly residual: number;
  readonly bounds: Bounds;
  readonly band: Band;
  readonly density: Density;
}

const CURVE = Float64Array.from({ length: 47 }, (_, i) => -1.15 + (2.3 * i) / 46);
const PICTURE = 90;
/** Half-widths of the picture: the smallest that holds 99.5% of μ*, and the start N(0, I). */
const HALVES = [3, 4, 5, 6, 8, 10, 12, 15, 18, 22];
const SHOWN = 0.995;

export async function solveInfinite(
  lab: Lab,
  lambda: number,
  data: Data,
  start?: Float64Array,
): Promise<Infinite> {
  const stationary = await solveStationary(lab, lambda, data, start);
  return {
    f: stationary.f,
    residual: stationary.residual,
    bounds: boundsOf(stationary),
    band: bandOf(stationary, CURVE),
    density: await paint(lab, stationary),
  };
}

async function paint(lab: Lab, stationary: Stationary): Promise<Density> {
  const { lambda, data, f } = stationary;
  const half = pictureHalf(stationary);
  const { w, b } = makeGrid(half, PICTURE);
  const points = Float32Array.from({ length: 2 * w.length }, (_, k) => (k % 2 ? b : w)[k >> 1] as number);
  const n = f.length;
  const { p } = await (
    await lab.model('gibbs')
  ).run({
    f: float32(f, [n]),
    grid: float32(points, [w.length, 2]),
    z: float32(data.z, [n]),
    y: float32(data.y, [n]),
    lambda: scalar(lambda),
    ridge: scalar(RIDGE),
  });
  const values = floats(p);
  const most = values.reduce((a, x) => Math.max(a, x), 0);
  return { half, size: PICTURE, values: values.map((x) => x / most) };
}

function pictureHalf({ grid, p }: Stationary): number {
  const within = (half: number) => {
    let mass = 0;
    for (let k = 0; k < p.length; k++) {
      if (Math.abs(grid.w[k] as number) <= half && Math.abs(grid.b[k] as number) <= half)
        mass += p[k] as number;
    }
    return mass;
  };
  return HALVES.find((half) => within(half) >= SHOWN) ?? grid.half;
}
