/** The graphs as they are exported: the deformation, the blending of a view, and the loss with its gradient. */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Jax } from '#lib/notebook/types.ts';
import { detectorLoss } from './detector.ts';
import { field, type FieldInputs } from './field-graph.ts';
import { PARTS, type PartName } from './gaussians.ts';
import { keeping } from './keep.ts';
import { HEIGHT } from './settings.ts';
import { blend, project } from './splat-graph.ts';

/** deform: positions and opacity logits at time t. */
export const deform = (jax: Jax, inputs: FieldInputs): JaxArray[] => field(jax, inputs);

/** splat: blending of K sorted splats at P pixels; conic, mean, colour in rows. */
export function splat(
  jax: Jax,
  mean: JaxArray,
  conic: JaxArray,
  alpha: JaxArray,
  colour: JaxArray,
  depth: JaxArray,
  pix: JaxArray,
): JaxArray[] {
  const k = keeping(jax);
  const K = alpha.shape[0] as number;
  const splats = {
    u: k.column(mean, 0),
    v: k.column(mean, 1),
    conic: [k.column(conic, 0), k.column(conic, 1), k.column(conic, 2)] as const,
    alpha,
  };
  const [sums, T] = blend(jax, splats, k.join(1, colour, k.reshape(depth, [K, 1])), pix);
  return [sums.ref.slice([], [0, 3]), k.column(sums, 3), k.column(T, 0)];
}

export type Learned = Readonly<Record<PartName, JaxArray>>;
export interface Shot {
  readonly t: JaxArray;
  readonly R: JaxArray;
  readonly origin: JaxArray;
  /** Pixel positions [P, 2] and their colours [P, 3]: all that the loss knows of the data. */
  readonly pix: JaxArray;
  readonly target: JaxArray;
  readonly moves: JaxArray;
  readonly enhanced: JaxArray;
}

/** 0.8 · mean |C − C*| + mean (C − C*)². */
export function loss(jax: Jax, g: Learned, shot: Shot): JaxArray {
  const k = keeping(jax);
  const [x, o] = field(jax, { ...g, ...shot });
  const { splats, depth } = project(jax, { ...g, x, o }, shot.R, shot.origin);
  const order = k.still(depth).argsort();
  const { u, v, conic, alpha } = splats;
  const table = k.join(1, k.columns(u, v, ...conic, alpha), g.c);
  const sorted = jax.numpy.take(table.ref, order, 0);
  const at = (i: number) => k.column(sorted, i);
  const [front, T] = blend(
    jax,
    { u: at(0), v: at(1), conic: [at(2), at(3), at(4)], alpha: at(5) },
    k.inFours(sorted.ref.slice([], [6, 9]), 1),
    shot.pix,
  );
  const share = k.div(shot.pix.ref.slice([], [1, 2]), HEIGHT);
  const colours = k.inFours(g.sky, 1);
  const [top, low] = [colours.ref.slice([0, 1]), colours.ref.slice([1, 2])];
  const sky = k.add(k.mul(k.sub(low, top), share), top);
  const target = k.inFours(shot.target, 1);
  const gap = k.sub(k.add(front, k.mul(T, sky)), target);
  // A fourth colour is 0 in all and adds nothing. The number of pixels is free, so that a mean is a sum over a count.
  const count = k.sum(k.np.onesLike(shot.target.ref));
  return k.div(k.add(k.mul(k.sum(k.abs(gap)), 0.8), k.sum(k.square(gap))), count);
}

/** splat_grad: the loss and its gradient in every part of the parameters, in the order of PARTS. */
export function lossAndGradients(jax: Jax, parts: readonly JaxArray[], shot: Shot): JaxArray[] {
  const f = (...all: JaxArray[]) =>
    loss(jax, Object.fromEntries(PARTS.map(({ name }, i) => [name, all[i]])) as unknown as Learned, shot);
  const [value, gradients] = jax.valueAndGrad(f, { argnums: PARTS.map((_, i) => i) })(
    ...parts,
  ) as unknown as [JaxArray, JaxArray[]];
  return [value, ...gradients];
}

/** det_step: the loss of the detector on a batch and its gradient in the weights. */
export function detectorLossAndGradient(
  jax: Jax,
  weights: JaxArray,
  images: JaxArray,
  heat: JaxArray,
  where: JaxArray,
  center: JaxArray,
): JaxArray[] {
  const f = (w: JaxArray) => detectorLoss(jax, w, images, heat, where, center);
  const [value, gradient] = jax.valueAndGrad(f)(weights) as unknown as [JaxArray, JaxArray];
  return [value, gradient];
}
