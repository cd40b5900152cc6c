/**
 * The owner's desk: the secret points, what has been released of them, and the bill. A release costs its ε once; going
 * back to earlier settings shows the same release again and is free.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { answerOf, baselineCounts, readingOf, readingSd, type Reading } from './baseline.ts';
import { distanceSum, drawSecret, type Secret } from './data.ts';
import type { Answer } from './frame.ts';
import type { Terms } from './laplace.ts';
import type { Params } from './notebook.ts';
import { ask, openGraphs, releaseBaseline, releaseTables, rounded, type Graphs } from './release.ts';
import { ownSd } from './theory.ts';
import { tablesOf, type Tables } from './tree.ts';

export interface Released {
  readonly own: Tables | null;
  readonly baseline: Float64Array[] | null;
}

export const isLocal = ({ structure }: Params): boolean => structure === 'local';

export function termsOf({ budget, depth, dimension, side, noiseSource }: Params): Terms {
  return { epsilon: noiseSource === 'none' ? Infinity : budget, depth, dimension, side };
}

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

  static async open({ points, dimension, side }: Params, lab: Lab): Promise<Desk> {
    return new Desk(lab, drawSecret(points, dimension, side, lab), await openGraphs(lab));
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

  /** What is published under `params`; made and paid for if it is not there yet. */
  async released(params: Params): Promise<Released> {
    const { structure } = params;
    const own = structure === 'baseline' ? null : isLocal(params) ? 'local' : 'paper';
    const rival = structure === 'baseline' || structure === 'both';
    return {
      own: own ? ((await this.#publish(params, own)) as Tables) : null,
      baseline: rival ? ((await this.#publish(params, 'baseline')) as Float64Array[]) : null,
    };
  }

  async #publish(params: Params, kind: 'paper' | 'local' | 'baseline'): Promise<Tables | Float64Array[]> {
    const terms = termsOf(params);
    const name = `${kind} ε=${terms.epsilon} L=${terms.depth}`;
    for (let number = 1; number <= params.release; number++) {
      if (this.#published.has(`${name} #${number}`)) continue;
      const made = await this.#make(params, kind, `${name} #${number}`);
      this.#published.set(`${name} #${number}`, made);
      this.#releases += 1;
      this.#spent += terms.epsilon;
    }
    return this.#published.get(`${name} #${params.release}`) as Tables | Float64Array[];
  }

  async #make(params: Params, kind: 'paper' | 'local' | 'baseline', name: string) {
    const terms = termsOf(params);
    const exact = this.exact(terms.depth);
    const isPrivate = params.noiseSource === 'private';
    // Two releases never share noise, whatever they differ in: their difference would undo it.
    const random = isPrivate ? this.lab.entropy() : this.lab.random(`release ${name}`);
    if (kind === 'baseline') return releaseBaseline(exact, terms, random);
    const tables = await releaseTables(exact, terms, kind === 'local', random, this.graphs);
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
