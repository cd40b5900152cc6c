/**
 * The measurement at rest: mean squared error to the infinite network, of single networks and of means of m networks,
 * with a 95% interval from means over groups and over blocks of time, which are nearly independent.
 */
import { END, REST } from './settings.ts';

export interface Measured {
  readonly value: number;
  /** Half-width of the 95% interval. */
  readonly interval: number;
  /** Records taken so far. */
  readonly records: number;
}

export interface EnsembleError extends Measured {
  /** m, the number of networks whose outputs are averaged. */
  readonly networks: number;
}

/** Blocks of six time units: several times as long as an error is remembered. */
const BLOCKS = 10;

export class Meter {
  /** Powers of 2 up to the number of networks, and that number asked for. */
  readonly sizes: readonly number[];
  readonly #count: number;
  readonly #sums: Map<number, Float64Array>;
  readonly #records = new Float64Array(BLOCKS);

  constructor(count: number, also: number) {
    this.#count = count;
    const powers = Array.from({ length: 1 + Math.floor(Math.log2(count)) }, (_, k) => 2 ** k);
    this.sizes = [...new Set([...powers, also])].sort((a, b) => a - b);
    this.#sums = new Map(
      this.sizes.map((size) => [size, new Float64Array(BLOCKS * Math.floor(count / size))]),
    );
  }

  /** Takes the outputs f: [count, n] at `time` after the start of the measurement. */
  add(f: ArrayLike<number>, target: ArrayLike<number>, time: number): void {
    const block = Math.min(BLOCKS - 1, Math.max(0, Math.floor((BLOCKS * time) / (END - REST))));
    this.#records[block]! += 1;
    for (const size of this.sizes) {
      const sums = this.#sums.get(size) as Float64Array;
      const groups = Math.floor(this.#count / size);
      for (let g = 0; g < groups; g++) sums[block * groups + g]! += groupError(f, g * size, size, target);
    }
  }

  get records(): number {
    return this.#records.reduce((sum, x) => sum + x, 0);
  }

  /** Errors of means of m networks; empty before the first record. */
  errors(): EnsembleError[] {
    if (this.records === 0) return [];
    return this.sizes.map((networks) => ({ networks, ...this.#summary(networks) }));
  }

  #summary(size: number): Measured {
    const sums = this.#sums.get(size) as Float64Array;
    const groups = Math.floor(this.#count / size);
    const means: number[] = [];
    let total = 0;
    for (let block = 0; block < BLOCKS; block++) {
      const records = this.#records[block] as number;
      for (let g = 0; g < groups; g++) {
        total += sums[block * groups + g] as number;
        if (records > 0) means.push((sums[block * groups + g] as number) / records);
      }
    }
    const value = total / (this.records * groups);
    return { value, interval: halfWidth(means), records: this.records };
  }
}

/** (1/n)‖mean of networks first … first + size − 1, minus target‖². */
export function groupError(
  f: ArrayLike<number>,
  first: number,
  size: number,
  target: ArrayLike<number>,
): number {
  const n = target.length;
  let sum = 0;
  for (let j = 0; j < n; j++) {
    let mean = 0;
    for (let b = first; b < first + size; b++) mean += f[b * n + j] as number;
    sum += (mean / size - (target[j] as number)) ** 2;
  }
  return sum / n;
}

function halfWidth(means: readonly number[]): number {
  const count = means.length;
  if (count < 2) return Infinity;
  const mean = means.reduce((sum, x) => sum + x, 0) / count;
  const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1);
  return 1.96 * Math.sqrt(variance / count);
}
