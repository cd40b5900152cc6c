/** Bit strings: the query, the secret ladder of distances 0 … 16 around it, and bits packed into words. */
import type { Random } from '#lib/notebook/types.ts';
import { sample } from '#lib/lab/random.ts';

/** Secret strings: one for each true distance 0 … 16. */
export const LADDER = 17;

export const randomBits = (random: Random, n: number): Uint8Array =>
  Uint8Array.from({ length: n }, () => random.bits() >>> 31);

/** A copy with the bits at `places` flipped; places past the end are ignored. */
export function flipped(bits: Uint8Array, places: readonly number[]): Uint8Array {
  const copy = bits.slice();
  for (const place of places) if (place < copy.length) copy[place] = 1 - (copy[place] as number);
  return copy;
}

/** A_d for d = 0 … 16: `center` with d random positions flipped. */
export const ladderAround = (center: Uint8Array, random: Random): Uint8Array[] =>
  Array.from({ length: LADDER }, (_, d) => flipped(center, sample(random, center.length, d)));

export function hamming(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (let i = 0; i < a.length; i++) distance += (a[i] as number) ^ (b[i] as number);
  return distance;
}

/** A release is kept as what it is: bits. */
export function pack(bits: ArrayLike<number>): Uint32Array {
  const words = new Uint32Array(Math.ceil(bits.length / 32));
  for (let i = 0; i < bits.length; i++) {
    const bit = bits[i];
    if (bit !== 0 && bit !== 1) throw new RangeError(`A released sketch is binary; cell ${i} holds ${bit}.`);
    words[i >> 5] = (words[i >> 5] as number) | (bit << (i & 31));
  }
  return words;
}

export function unpack(words: Uint32Array, count: number, into: Float32Array, offset = 0): void {
  for (let i = 0; i < count; i++) into[offset + i] = ((words[i >> 5] as number) >>> (i & 31)) & 1;
}
