/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna 2018), its 128-bit state filled by SplitMix32 from the seed
 * and a 32-bit FNV-1a hash of the purpose. A purpose has a stream of its own, so that drawing more numbers for one
 * (longer prompts, say) never reshuffles another (the query). Documented here because a run is a function of its
 * address: the same seed must give the same numbers in every browser, in Node, and in next year's version.
 */
import type { Random } from '../notebook/types.ts';

/** A stream for `purpose` under `seed` (any integer; its lowest 32 bits count). */
export function seededRandom(seed: number, purpose: string): Random {
  return fromBits(xoshiro128(splitMix32((seed >>> 0) ^ Math.imul(fnv1a(purpose), 0x9e3779b1))));
}

/** The platform's cryptographic generator, for releases that are meant to be private. */
export function cryptographicRandom(): Random {
  const buffer = new Uint32Array(1024);
  let next = buffer.length;
  const source = (globalThis as unknown as { crypto: { getRandomValues(array: Uint32Array): void } }).crypto;
  return fromBits(() => {
    if (next === buffer.length) {
      source.getRandomValues(buffer);
      next = 0;
    }
    return buffer[next++] as number;
  });
}

/** Derives everything else from a source of 32 uniform bits. */
export function fromBits(bits: () => number): Random {
  const uniform = () => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000;
  const spare = new Float64Array(1);
  let spared = false;
  return {
    bits,
    uniform,
    integer(n) {
      // Rejects the top partial block, so that every residue is equally likely.
      const limit = 0x100000000 - (0x100000000 % n);
      for (;;) {
        const draw = bits();
        if (draw < limit) return draw % n;
      }
    },
    normal() {
      if (spared) {
        spared = false;
        return spare[0] as number;
      }
      // Box–Muller; 1 − u is in (0, 1], so the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare[0] = radius * Math.sin(angle);
      spared = true;
      return radius * Math.cos(angle);
    },
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

function xoshiro128(fill: () => number): () => number {
  // Typed arrays hold 32-bit integers unboxed; variables would be allocated anew for every draw.
  const state = Int32Array.of(fill(), fill(), fill(), fill()) as Int32Array &
    [number, number, number, number];
  return () => {
    const b = state[1];
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const c = state[2] ^ state[0];
    const d = state[3] ^ b;
    state[1] = b ^ c;
    state[0] ^= d;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return result;
  };
}

/** `count` standard normals as 32-bit floats. */
export function normals(random: Random, count: number): Float32Array {
  const drawn = new Float32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = random.normal();
  return drawn;
}

/** Fisher–Yates: the first `count` of a random permutation of 0…n−1. */
export function sample(random: Random, n: number, count: number): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(n - i);
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  return all.slice(0, count);
}
