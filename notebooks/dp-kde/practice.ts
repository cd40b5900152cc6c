/**
 * The error of both structures over many practice releases of the same points, which are never published: what only
 * the owner of the data can compute. The same uniforms serve every ε, so that curves are smooth in it; a published
 * release never shares its noise with another.
 */
import type { Lab, Random } from '#lib/notebook/types.ts';
import {
  answerOf,
  baselineCounts,
  contaminateInPieces,
  readingOf,
  readingSd,
  type Reading,
  ringCount,
} from './baseline.ts';
import { distanceSum, type Secret } from './data.ts';
import type { ErrorCurve, ErrorPoint } from './frame.ts';
import type { Terms } from './laplace.ts';
import { type AsyncPieces, Pace, type Pieces } from './pieces.ts';
import { ask, type Graphs, releaseInPieces } from './release.ts';
import { ownSd } from './theory.ts';
import type { Tables } from './tree.ts';

export const ALPHAS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;
const RELEASES = 160;
const QUERIES = 20;
/** Without noise one release says it all, and more queries are asked. */
const EXACT_QUERIES = 100;
/** A node that is read, in the time that it takes to draw a number. */
const READ_COST = 0.4;

/** The baseline at one α. */
interface Rival {
  /** One reading per query and coordinate. */
  readonly readings: Reading[];
  /** Per release, the mean square error over the queries. */
  readonly squares: number[];
  /** What does not depend on the release. */
  readonly known: Omit<ErrorPoint, 'rmse' | 'se'>;
}

/** Everything that a practice is about. */
export interface Task {
  readonly secret: Secret;
  readonly exact: Tables;
  readonly terms: Terms;
  readonly local: boolean;
  readonly alpha: number;
}

export class Practice {
  readonly #task: Task;
  readonly #graphs: Graphs;
  readonly #random: Random;
  readonly #queries: Float64Array;
  readonly #truth: Float64Array;
  readonly #heaps: Float64Array[];
  readonly #alphas: readonly number[];
  readonly #rivals: Rival[] = [];
  readonly #wanted: number;
  readonly #work: AsyncPieces<void>;
  #clean: Float64Array = new Float64Array(0);
  readonly #own: number[] = [];
  readonly #noise: number[] = [];

  constructor(task: Task, lab: Lab, graphs: Graphs) {
    const { secret, exact, terms } = task;
    const noisy = Number.isFinite(terms.epsilon);
    const count = noisy ? QUERIES : EXACT_QUERIES;
    const random = lab.random('practice queries');
    this.#task = task;
    this.#graphs = graphs;
    this.#random = lab.random('practice noise');
    this.#wanted = noisy ? RELEASES : 1;
    this.#queries = Float64Array.from(
      { length: count * terms.dimension },
      () => terms.side * random.uniform(),
    );
    this.#truth = Float64Array.from({ length: count }, (_, i) => distanceSum(secret, this.#query(i)));
    this.#heaps = baselineCounts(exact, terms.dimension, terms.depth);
    this.#alphas = [...new Set([...ALPHAS, task.alpha])].sort((a, b) => a - b);
    this.#work = this.#pieces();
  }

  get done(): boolean {
    return this.#own.length >= this.#wanted;
  }

  /** The next piece of work. */
  async step(): Promise<void> {
    await this.#work.next();
  }

  #query(i: number): Float64Array {
    const d = this.#task.terms.dimension;
    return this.#queries.subarray(i * d, (i + 1) * d);
  }

  async *#pieces(): AsyncPieces<void> {
    const { exact, terms } = this.#task;
    const numbers = exact.counts.length * 3;
    const pace = new Pace('Practice releases', (this.#wanted + 1) * numbers);
    this.#clean = (await ask(exact, this.#queries, terms, this.#graphs)).answers;
    if (pace.full(numbers)) yield pace.progress;
    for (const alpha of this.#alphas) this.#rivals.push(yield* this.#rival(alpha));
    while (!this.done) {
      yield* this.#release();
      if (pace.full(numbers)) yield pace.progress;
    }
  }

  *#rival(alpha: number): Pieces<Rival> {
    const { depth, side } = this.#task.terms;
    const rings = ringCount(depth, alpha);
    const pace = new Pace("The baseline's rings", this.#queries.length * rings);
    const readings: Reading[] = [];
    for (const y of this.#queries) {
      readings.push(readingOf(y, depth, side, alpha));
      if (pace.full(rings)) yield pace.progress;
    }
    const clean = yield* this.#answers(readings, this.#heaps);
    return { readings, squares: [], known: this.#known(alpha, readings, clean) };
  }

  #known(alpha: number, readings: readonly Reading[], clean: Float64Array): Rival['known'] {
    const count = this.#truth.length;
    const noise = readings.reduce((sum, reading) => sum + readingSd(reading, this.#task.terms) ** 2, 0);
    return {
      alpha,
      bias: Math.sqrt(meanSquare(clean, this.#truth)),
      noise: Math.sqrt(noise / count),
      ratio: relative(clean, this.#truth),
      reads: readings.reduce((sum, { nodes }) => sum + nodes.length, 0) / count,
    };
  }

  *#answers(readings: readonly Reading[], heaps: readonly Float64Array[]): Pieces<Float64Array> {
    const d = heaps.length;
    const answers = new Float64Array(readings.length / d);
    const numbers = READ_COST * readings.reduce((sum, { nodes }) => sum + nodes.length, 0);
    const pace = new Pace("The baseline's answers", numbers);
    for (const [k, reading] of readings.entries()) {
      const i = Math.floor(k / d);
      answers[i] = (answers[i] as number) + answerOf(reading, heaps[k % d] as Float64Array);
      if (pace.full(READ_COST * reading.nodes.length)) yield pace.progress;
    }
    return answers;
  }

  /** One practice release of both structures; its errors are kept when all of them are there. */
  async *#release(): AsyncPieces<void> {
    const { exact, terms, local } = this.#task;
    const tables = yield* releaseInPieces(exact, terms, local, this.#random, this.#graphs);
    const { answers } = await ask(tables, this.#queries, terms, this.#graphs);
    const heaps = yield* contaminateInPieces(this.#heaps, terms, this.#random);
    const squares: number[] = [];
    for (const { readings } of this.#rivals) {
      squares.push(meanSquare(yield* this.#answers(readings, heaps), this.#truth));
    }
    this.#own.push(meanSquare(answers, this.#truth));
    this.#noise.push(meanSquare(answers, this.#clean));
    this.#rivals.forEach((rival, i) => rival.squares.push(squares[i] as number));
  }

  /** Null until there is a release. */
  picture(): ErrorCurve | null {
    if (this.#own.length === 0) return null;
    const { terms, local, alpha } = this.#task;
    const count = this.#truth.length;
    const sds = Array.from({ length: count }, (_, i) => ownSd(this.#query(i), terms, local));
    return {
      releases: this.#own.length,
      wanted: this.#wanted,
      queries: count,
      truth: average(this.#truth),
      own: {
        ...rootOf(this.#own),
        noise: rootOf(this.#noise).rmse,
        sigma: Math.sqrt(average(sds.map((sd) => sd * sd))),
        ratio: relative(this.#clean, this.#truth),
        reads: terms.depth * terms.dimension,
      },
      points: this.#rivals.map(({ known, squares }) => ({ ...known, ...rootOf(squares) })),
      here: alpha,
    };
  }
}

const average = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length === 0 ? 0 : sum / values.length;
};

const meanSquare = (a: Float64Array, b: Float64Array): number =>
  average(a.map((x, i) => (x - (b[i] as number)) ** 2));

const relative = (a: Float64Array, truth: Float64Array): number =>
  average(a.map((x, i) => Math.abs(x / (truth[i] as number) - 1)));

/** Root of the mean over releases, and its standard error: releases are independent, the queries of one are not. */
function rootOf(squares: readonly number[]): { rmse: number; se: number } {
  const mean = average(squares);
  const rmse = Math.sqrt(mean);
  if (squares.length < 2 || rmse === 0) return { rmse, se: 0 };
  const variance = squares.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (squares.length - 1);
  return { rmse, se: Math.sqrt(variance / squares.length) / (2 * rmse) };
}
