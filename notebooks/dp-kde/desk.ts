/**
 * The owner's desk: the secret points, what has been released of them, and the bill. A release costs its ε once; going
 * back to earlier settings shows the same release again and is free.
 */
import type { Lab } from '#lib/notebook/types.ts';
import {
  answerOf,
  baselineCounts,
  contaminateInPieces,
  readingOf,
  readingSd,
  type Reading,
} from './baseline.ts';
import { distanceSum, secretInPieces, type Secret } from './data.ts';
import type { Answer } from './frame.ts';
import type { Terms } from './laplace.ts';
import type { Params } from './notebook.ts';
import { type AsyncPieces, Pace } from './pieces.ts';
import { ask, type Graphs, openGraphs, releaseInPieces, rounded, storedNumbers } from './release.ts';
import { ownSd } from './theory.ts';
import { tablesInPieces, tablesOf, type Tables } from './tree.ts';

export interface Released {
  readonly own: Tables | null;
  readonly baseline: Float64Array[] | null;
}

export const isLocal = ({ structure }: Params): boolean => structure === 'local';

export function termsOf({ budget, depth, dimension, side, noiseSource }: Params): Terms {
  return { epsilon: noiseSource === 'none' ? Infinity : budget, depth, dimension, side };
}

/** Settings with a release of their own; the others can not change while the desk is open. */
export const releaseKey = (p: Params): string => `${p.structure} ${p.budget} ${p.depth} ${p.release} `;

/** d coordinates: the first two as dragged, the others in the middle of the cube. */
export function queryOf({ query, dimension, side }: Params): Float64Array {
  const [u, v] = query[0]?.at ?? START;
  const inside = (x: number) => side * Math.min(1, Math.max(0, x));
  return Float64Array.from({ length: dimension }, (_, j) => inside([u ?? 0.5, v ?? 0.5][j] ?? 0.5));
}

/** Where the query is until it is dragged. */
export const START: readonly number[] = [0.31, 0.64];

export class Desk {
  readonly lab: Lab;
  readonly secret: Secret;
  readonly graphs: Graphs;
  readonly #exact = new Map<number, Tables>();
  readonly #published = new Map<string, Tables | Float64Array[]>();
  #releases = 0;
  #spent = 0;

  private constructor(lab: Lab, secret: Secret, graphs: Graphs) {
    this.lab = lab;
    this.secret = secret;
    this.graphs = graphs;
  }

  static async *open({ points, dimension, side }: Params, lab: Lab): AsyncPieces<Desk> {
    const graphs = await openGraphs(lab);
    return new Desk(lab, yield* secretInPieces(points, dimension, side, lab), graphs);
  }

  get account(): { releases: number; spent: number } {
    return { releases: this.#releases, spent: this.#spent };
  }

  exact(depth: number): Tables {
    const known = this.#exact.get(depth);
    if (known) return known;
    const tables = tablesOf(this.secret, depth);
    this.#exact.set(depth, tables);
    return tables;
  }

  /** What is published under `params`; made and paid for if it is not there yet. What is not finished costs nothing. */
  async *released(params: Params): AsyncPieces<Released> {
    const { structure, depth } = params;
    if (!this.#exact.has(depth)) this.#exact.set(depth, yield* tablesInPieces(this.secret, depth));
    const own = structure === 'baseline' ? null : isLocal(params) ? 'local' : 'paper';
    const rival = structure === 'baseline' || structure === 'both';
    return {
      own: own ? ((yield* this.#publish(params, own)) as Tables) : null,
      baseline: rival ? ((yield* this.#publish(params, 'baseline')) as Float64Array[]) : null,
    };
  }

  async *#publish(
    params: Params,
    kind: 'paper' | 'local' | 'baseline',
  ): AsyncPieces<Tables | Float64Array[]> {
    const terms = termsOf(params);
    const name = `${kind} ε=${terms.epsilon} L=${terms.depth}`;
    const numbers = storedNumbers(terms, kind === 'baseline');
    const pace = new Pace('Releasing again', params.release * numbers);
    for (let number = 1; number <= params.release; number++) {
      if (this.#published.has(`${name} #${number}`)) continue;
      const made = yield* this.#make(params, kind, `${name} #${number}`);
      this.#published.set(`${name} #${number}`, made);
      this.#releases += 1;
      this.#spent += terms.epsilon;
      if (number < params.release && pace.full(numbers)) yield pace.progress;
    }
    return this.#published.get(`${name} #${params.release}`) as Tables | Float64Array[];
  }

  async *#make(
    params: Params,
    kind: 'paper' | 'local' | 'baseline',
    name: string,
  ): AsyncPieces<Tables | Float64Array[]> {
    const terms = termsOf(params);
    const exact = this.exact(terms.depth);
    const isPrivate = params.noiseSource === 'private';
    // Two releases never share noise, whatever they differ in: their difference would undo it.
    const random = isPrivate ? this.lab.entropy() : this.lab.random(`release ${name}`);
    if (kind === 'baseline') {
      const counts = baselineCounts(exact, terms.dimension, terms.depth);
      return yield* contaminateInPieces(counts, terms, random);
    }
    const tables = yield* releaseInPieces(exact, terms, kind === 'local', random, this.graphs);
    return isPrivate ? rounded(tables, terms.side) : tables;
  }
}

export async function ownAnswer(
  desk: Desk,
  released: Released,
  params: Params,
): Promise<(Answer & { parts: Float64Array; cleanParts: Float64Array }) | null> {
  if (!released.own) return null;
  const [terms, query] = [termsOf(params), queryOf(params)];
  const { answers, parts } = await ask(released.own, query, terms, desk.graphs);
  const clean = await ask(desk.exact(terms.depth), query, terms, desk.graphs);
  return {
    value: answers[0] as number,
    sd: ownSd(query, terms, isLocal(params)),
    clean: clean.answers[0] as number,
    reads: parts.length,
    parts,
    cleanParts: clean.parts,
  };
}

export const readingsOf = (params: Params): Reading[] =>
  Array.from(queryOf(params), (y) => readingOf(y, params.depth, params.side, params.baselineRatio));

export function baselineAnswer(desk: Desk, released: Released, params: Params): Answer | null {
  const heaps = released.baseline;
  if (!heaps) return null;
  const terms = termsOf(params);
  const readings = readingsOf(params);
  const exact = baselineCounts(desk.exact(terms.depth), terms.dimension, terms.depth);
  const sum = (tables: readonly Float64Array[]) =>
    readings.reduce((total, reading, j) => total + answerOf(reading, tables[j] as Float64Array), 0);
  return {
    value: sum(heaps),
    sd: Math.sqrt(readings.reduce((total, reading) => total + readingSd(reading, terms) ** 2, 0)),
    clean: sum(exact),
    reads: readings.reduce((total, { nodes }) => total + nodes.length, 0),
  };
}

export const truthOf = (desk: Desk, params: Params): number => distanceSum(desk.secret, queryOf(params));
