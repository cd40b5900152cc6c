/** A noisy letter: its pixels, the path of its feature under T, and the letter that is read out, Ξp. */
import type { Lab } from '#lib/notebook/types.ts';
import { sample } from '#lib/lab/random.ts';
import { argmax, feature, settle, STORE_STEPS, type Memories } from './hopfield.ts';
import { flipped, pixels, PIXELS, unit } from './letters.ts';

export interface Query {
  readonly letter: number;
  /** ±1, after the noise and the pixels drawn by hand. */
  readonly noisy: readonly number[];
  readonly flips: readonly number[];
  /** y, T(y), T(T(y)), … in feature space. */
  readonly path: readonly (readonly number[])[];
  readonly p: readonly number[];
  /** Ξp: the letters mixed by p, between −1 and 1. */
  readonly readout: readonly number[];
  /** The memory with p > ½, or −1. */
  readonly winner: number;
}

const SHOWN = 40;

export function ask(
  lab: Lab,
  memories: Memories,
  W: Float64Array,
  beta: number,
  { letter, noise, drawn }: { letter: number; noise: number; drawn: readonly number[] },
): Query {
  const random = sample(lab.random(`noise ${letter}`), PIXELS, noise);
  // A pixel that the noise and the hand both flip is back where it was.
  const flips = [...random.filter((k) => !drawn.includes(k)), ...drawn.filter((k) => !random.includes(k))];
  const noisy = flipped(pixels(letter), flips);
  const { p, path } = settle(memories, feature(unit(noisy), W, memories.D), beta, STORE_STEPS, true);
  const readout = Array<number>(PIXELS).fill(0);
  for (let mu = 0; mu < memories.M; mu++)
    pixels(mu).forEach((dot, k) => (readout[k] = (readout[k] as number) + (p[mu] as number) * dot));
  const top = argmax(p);
  return {
    letter,
    noisy: [...noisy],
    flips,
    path: path.slice(0, SHOWN).map((y) => [...y]),
    p: [...p],
    readout,
    winner: (p[top] as number) > 0.5 ? top : -1,
  };
}
