/** For tests: the loss of splat_grad in float64, on as few Gaussians as a test needs. */
import { field, type Modules } from './field.ts';
import { PARTS, type Gaussians } from './gaussians.ts';
import type { Pose } from './camera.ts';
import { blendAt, project, skyOf, type Splat } from './splat.ts';

/** The first n Gaussians, and all networks, as doubles. */
export function firstOf(row: Gaussians, n: number): Gaussians {
  const N = row.o.length;
  return Object.fromEntries(
    PARTS.map(({ name, shape }) => {
      const per = shape[0] === N ? row[name].length / N : 0;
      return [name, Float64Array.from(per > 0 ? row[name].subarray(0, per * n) : row[name])];
    }),
  ) as unknown as Gaussians;
}

export interface Target {
  readonly t: number;
  readonly pose: Pose;
  /** Pixel positions and colours, flat. */
  readonly pix: ArrayLike<number>;
  readonly target: ArrayLike<number>;
}

/** 0.8 mean |C − C*| + mean (C − C*)². `order` may change the order of the splats: a mutant. */
export function referenceLoss(
  g: Gaussians,
  { t, pose, pix, target }: Target,
  modules: Modules,
  order: (splats: Splat[]) => Splat[] = (splats) => splats,
): number {
  const splats = order(project(g, field(g, t, modules), pose));
  const P = pix.length / 2;
  let [absolute, squared] = [0, 0];
  for (let p = 0; p < P; p++) {
    const [u, v] = [pix[2 * p] as number, pix[2 * p + 1] as number];
    const { rgb, T } = blendAt(splats, u, v);
    const sky = skyOf(g, v);
    for (let k = 0; k < 3; k++) {
      const gap = (rgb[k] as number) + T * (sky[k] as number) - (target[3 * p + k] as number);
      absolute += Math.abs(gap);
      squared += gap * gap;
    }
  }
  return (0.8 * absolute + squared) / (3 * P);
}
