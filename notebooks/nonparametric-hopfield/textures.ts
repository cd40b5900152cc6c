/** 64 textures of 16×16 pixels: the sign of white noise smoothed by a Gaussian (σ = 1.6 pixels, periodic), length one. */
import type { Lab } from '#lib/notebook/types.ts';
import type { Memories } from './retrieval.ts';

export const SIDE = 16;
export const PIXELS = SIDE * SIDE;
export const TEXTURES = 64;
const SMOOTHING = 1.6;

/** A periodic Gaussian; its sum does not matter to the sign. */
const KERNEL = Float64Array.from({ length: SIDE }, (_, k) => {
  let sum = 0;
  for (let wrap = -3; wrap <= 3; wrap++) sum += Math.exp(-((k + SIDE * wrap) ** 2) / (2 * SMOOTHING ** 2));
  return sum;
});

export function textures(lab: Lab): Memories {
  const random = lab.random('textures');
  const X = new Float64Array(TEXTURES * PIXELS);
  for (let mu = 0; mu < TEXTURES; mu++) {
    const noise = Float64Array.from({ length: PIXELS }, () => random.normal());
    const smooth = convolved(convolved(noise, 1), SIDE);
    for (let i = 0; i < PIXELS; i++) X[mu * PIXELS + i] = ((smooth[i] as number) >= 0 ? 1 : -1) / SIDE;
  }
  return { X, M: TEXTURES, d: PIXELS };
}

/** Convolution along the axis of this stride (1: along rows), periodic. */
function convolved(image: Float64Array, stride: 1 | typeof SIDE): Float64Array {
  return image.map((_, i) => {
    const along = stride === 1 ? i % SIDE : Math.floor(i / SIDE);
    let sum = 0;
    for (let k = 0; k < SIDE; k++)
      sum += (KERNEL[k] as number) * (image[i + (((along + k) % SIDE) - along) * stride] as number);
    return sum;
  });
}

/** The upper half with noise σ/√d per pixel, the lower half covered. */
export function coveredQueries(lab: Lab, { X }: Memories, noise: number): Float64Array {
  const random = lab.random('noise 256');
  return X.map((value, i) => {
    const error = (noise / SIDE) * random.normal();
    return i % PIXELS < PIXELS / 2 ? value + error : 0;
  });
}
