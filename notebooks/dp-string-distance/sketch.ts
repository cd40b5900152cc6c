/** The data structure's three operations, on the ONNX graphs: encode, release, answer. */
import type { Lab, Model, Random } from '#lib/notebook/types.ts';
import { float32, floats, scalar } from '#lib/lab/tensor.ts';
import { uniforms } from './budget.ts';
import { pack, unpack } from './bits.ts';
import { bucketsInRow, cellsIn, placeItems, type Layout } from './hash.ts';

/** Numbers that one call of a graph may touch: keeps a frame short and memory small. */
const BATCH = 1 << 19;
const KEPT = 1 << 22;

/** Answers of one question, one entry per string. */
export interface Answers {
  readonly raw: Float64Array;
  readonly debiased: Float64Array;
  /** Mean over the rows of Z, from which an attacker averages. */
  readonly odd: Float64Array;
}

export class Sketcher {
  readonly layout: Layout;
  readonly n: number;
  readonly places: Int32Array;
  #encode: Model;
  #flip: Model;
  #query: Model;

  private constructor(n: number, layout: Layout, places: Int32Array, models: readonly [Model, Model, Model]) {
    this.n = n;
    this.layout = layout;
    this.places = places;
    [this.#encode, this.#flip, this.#query] = models;
  }

  static async open(n: number, layout: Layout, lab: Lab): Promise<Sketcher> {
    const models = await Promise.all([lab.model('encode'), lab.model('flip'), lab.model('query')]);
    return new Sketcher(n, layout, placeItems(n, layout, lab.seed), models);
  }

  get cells(): number {
    return cellsIn(this.layout);
  }

  /** The exact parity sketch of one string: it never leaves the curator without `release`. */
  async encode(bits: Uint8Array): Promise<Float32Array> {
    const { rows, groups, buckets } = this.layout;
    const { S } = await this.#encode.run({
      bits: float32(bits, [1, this.n]),
      idx: { data: asInt64(this.places), shape: [rows, 2 * this.n] },
      buckets: float32(new Float32Array(groups * buckets), [groups, buckets]),
    });
    return floats(S);
  }

  /** Flips every bit of `sketches` (one or more in a row) independently with probability q. */
  async release(sketches: Float32Array, q: number, random: Random): Promise<Float32Array> {
    const { rows, groups, buckets } = this.layout;
    const shape = [sketches.length / this.cells, rows, groups, buckets];
    const { St } = await this.#flip.run({
      S: float32(sketches, shape),
      U: float32(uniforms(random, sketches.length), shape),
      q: scalar(q),
    });
    return floats(St);
  }

  /** Distances between the query (exact sketch `own`) and every released sketch. */
  async answer(released: Float32Array, own: Float32Array, q: number): Promise<Answers> {
    const { rows, groups, buckets } = this.layout;
    const m = released.length / this.cells;
    const { raw, deb, Z } = await this.#query.run({
      St: float32(released, [m, rows, groups, buckets]),
      SB: float32(own, [1, rows, groups, buckets]),
      q: scalar(q),
    });
    const z = floats(Z);
    const buckets_ = bucketsInRow(this.layout);
    const odd = Float64Array.from({ length: m }, (_, a) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += (z[a * rows + row] as number) - q * buckets_;
      return sum / rows / (1 - 2 * q);
    });
    return { raw: Float64Array.from(floats(raw)), debiased: Float64Array.from(floats(deb)), odd };
  }

  /** Whether the exact sketches of `strings` strings are worth keeping in memory. */
  keeps(strings: number): boolean {
    return strings * this.cells <= KEPT;
  }

  /** How many strings fit in one call. */
  get batch(): number {
    return Math.max(1, Math.floor(BATCH / this.cells));
  }
}

/** Little-endian 64-bit integers without a detour through BigInt. */
function asInt64(values: Int32Array): BigInt64Array {
  const wide = new Int32Array(2 * values.length);
  for (let i = 0; i < values.length; i++) wide[2 * i] = values[i] as number;
  return new BigInt64Array(wide.buffer);
}

/** Published sketches: binary, and all that any later answer may use. */
export class Release {
  readonly q: number;
  readonly price: number;
  readonly #words: Uint32Array[] = [];

  constructor(q: number, price: number) {
    this.q = q;
    this.price = price;
  }

  get strings(): number {
    return this.#words.length;
  }

  add(sketches: Float32Array, cells: number): void {
    for (let at = 0; at < sketches.length; at += cells) {
      this.#words.push(pack(sketches.subarray(at, at + cells)));
    }
  }

  /** The released bits of strings `from` … `to` − 1. */
  bits(from: number, to: number, cells: number): Float32Array {
    const all = new Float32Array((to - from) * cells);
    for (let a = from; a < to; a++) unpack(this.#words[a] as Uint32Array, cells, all, (a - from) * cells);
    return all;
  }
}

/** Answers to one question from a whole release, in calls of bounded size. */
export async function answerAll(sketcher: Sketcher, release: Release, own: Float32Array): Promise<Answers> {
  const { cells, batch } = sketcher;
  const parts: Answers[] = [];
  for (let from = 0; from < release.strings; from += batch) {
    const to = Math.min(release.strings, from + batch);
    parts.push(await sketcher.answer(release.bits(from, to, cells), own, release.q));
  }
  const join = (pick: (part: Answers) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => Array.from(pick(part))));
  return {
    raw: join(({ raw }) => raw),
    debiased: join(({ debiased }) => debiased),
    odd: join(({ odd }) => odd),
  };
}
