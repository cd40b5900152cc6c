/**
 * The plane of the hero: twelve memories on the unit circle at angles 2πμ/12 + N(0, 0.05²), dragged or taken out by hand;
 * what is stored; a marble that rolls under T; and every model's weights where the marble starts.
 */
import { sample } from '#lib/lab/random.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Params } from './frame.ts';
import { drawOmega } from './features.ts';
import {
  argmax,
  distance,
  dot,
  everyMemory,
  isStored,
  MODELS,
  retriever,
  rowOf,
  settle,
  storedMemories,
  type Memories,
  type ModelName,
  type Retriever,
} from './retrieval.ts';

export const COUNT = 12;
/** How far from the centre a memory or the marble can be dragged. */
export const REACH = 1.3;
export const START: readonly [number, number] = [0.2, 0.42];
const ANGLE_NOISE = 0.05;
const STORE_STEPS = 200;
const PATH_STEPS = 300;
/** A marble that moves less than this has come to rest for the eye. */
const STILL = 1e-4;
/** Points of the path that are drawn; a marble that creeps longer is shown at its end. */
const SHOWN = 60;

export interface Comparison {
  readonly model: ModelName;
  /** p at the marble's start. */
  readonly p: readonly number[];
  /** ‖T(x) − ξ‖ after one step, ξ the memory with the largest ⟨ξ, x⟩ of all. */
  readonly error: number;
  /** 2(K − 1)e^{−βΔ} over the K memories that take part; null where it says nothing. */
  readonly bound: number | null;
}

export interface Plane {
  /** Row-major 12×2. */
  readonly X: Float64Array;
  /** Pairs of the regression; the others are hollow. */
  readonly members: readonly number[];
  /** K that is used: never more than there are members. */
  readonly kept: number;
  readonly stored: readonly boolean[];
  /** Members so close that their wells are one: β‖ξ_μ − ξ_ν‖²/2 < 2. */
  readonly links: readonly (readonly [number, number])[];
  /** Members less the links that join them: how many wells theory expects. */
  readonly expectedWells: number;
  /** Noisy copies ξ_μ + σδ_μ/√2, and whether retrieval from them ends at ξ_μ. */
  readonly queries: Float64Array;
  readonly recalled: readonly boolean[];
  readonly path: readonly (readonly [number, number])[];
  /** The memory with more than half of the weight at the end of the path, or −1. */
  readonly winner: number;
  /** The memory that the comparison is about: the largest ⟨ξ, x⟩. */
  readonly target: number;
  readonly comparison: readonly Comparison[];
}

/** Twelve memories as the seed draws them. */
export function circleMemories(lab: Lab): Memories {
  const random = lab.random('plane');
  const X = new Float64Array(2 * COUNT);
  for (let mu = 0; mu < COUNT; mu++) {
    const angle = (2 * Math.PI * mu) / COUNT + ANGLE_NOISE * random.normal();
    X.set([Math.cos(angle), Math.sin(angle)], 2 * mu);
  }
  return { X, M: COUNT, d: 2 };
}

/** The nearest point within reach. */
export function withinReach([x = 0, y = 0]: readonly number[]): [number, number] {
  const scale = Math.min(1, REACH / (Math.hypot(x, y) || 1));
  return [x * scale, y * scale];
}

export function placed(lab: Lab, moved: Params['moved']): Memories {
  const memories = circleMemories(lab);
  for (const { index, at } of moved) memories.X.set(withinReach(at), 2 * index);
  return memories;
}

/** The pairs of the regression: all, or for the mask a random K of them, each flipped by hand if asked; at least one. */
export function membersOf(lab: Lab, model: ModelName, kept: number, flipped: readonly number[]): number[] {
  const base =
    model === 'mask' ? sample(lab.random('mask'), COUNT, COUNT).slice(0, kept) : everyMemory(COUNT);
  const members = everyMemory(COUNT).filter((mu) => base.includes(mu) !== flipped.includes(mu));
  return members.length > 0 ? members : base.slice(0, 1);
}

export interface Setting {
  readonly memories: Memories;
  readonly members: readonly number[];
  readonly kept: number;
  readonly beta: number;
  readonly omega: Float64Array;
  map(model: ModelName): Retriever;
}

export function settingOf(lab: Lab, params: Params): Setting {
  const { model, kept, flipped, inverseTemperature: beta, features, orthogonal } = params;
  const memories = placed(lab, params.moved);
  const members = membersOf(lab, model, kept, flipped);
  const halves = membersOf(lab, 'mask', kept, model === 'mask' ? flipped : []);
  const omega = drawOmega(lab.random('features 2'), features, 2, orthogonal);
  return {
    memories,
    members,
    kept: Math.min(kept, members.length),
    beta,
    omega,
    // Beside another model, the mask is the random one; the others are not masked by it.
    map: (one) =>
      retriever(memories, {
        model: one,
        beta,
        kept,
        omega,
        members:
          one === model ? members : one === 'mask' ? halves : model === 'mask' ? everyMemory(COUNT) : members,
      }),
  };
}

export function planeOf(lab: Lab, params: Params, setting: Setting): Plane {
  const { memories, members, kept, beta } = setting;
  const map = setting.map(params.model);
  const links = sharedWells(memories, members, beta);
  const queries = noisyCopies(lab, memories, params.noise);
  const start = Float64Array.from(withinReach(params.marble[0]?.at ?? START));
  const { x, path } = settle(map, start, PATH_STEPS, STILL);
  const p = map.weights(x);
  const top = argmax(p);
  const shown = path.length > SHOWN ? [...path.slice(0, SHOWN - 1), path.at(-1) as Float64Array] : path;
  return {
    X: memories.X,
    members,
    kept,
    stored: storedMemories(map, memories, STORE_STEPS),
    links,
    expectedWells: wells(members, links),
    queries,
    recalled: everyMemory(COUNT).map((mu) => isStored(map, rowOf(queries, mu, 2), mu, STORE_STEPS)),
    path: shown.map(([u = 0, v = 0]) => [u, v]),
    winner: (p[top] as number) > 0.5 ? top : -1,
    ...compare(setting, start),
  };
}

function noisyCopies(lab: Lab, { X }: Memories, noise: number): Float64Array {
  const random = lab.random('noise 2');
  return X.map((value) => value + (noise / Math.SQRT2) * random.normal());
}

function sharedWells({ X }: Memories, members: readonly number[], beta: number): [number, number][] {
  const links: [number, number][] = [];
  for (const mu of members)
    for (const nu of members)
      if (mu < nu && (beta * distance(rowOf(X, mu, 2), rowOf(X, nu, 2)) ** 2) / 2 < 2) links.push([mu, nu]);
  return links;
}

/** Groups that the links make of the members. */
function wells(members: readonly number[], links: readonly (readonly [number, number])[]): number {
  const group = new Map(members.map((mu) => [mu, mu]));
  for (const [mu, nu] of links) {
    const [from, to] = [group.get(nu), group.get(mu)];
    for (const [one, its] of group) if (its === from) group.set(one, to as number);
  }
  return new Set(group.values()).size;
}

function compare(setting: Setting, x: Float64Array): Pick<Plane, 'target' | 'comparison'> {
  const { memories, beta } = setting;
  const overlaps = everyMemory(COUNT).map((mu) => dot(rowOf(memories.X, mu, 2), x));
  const target = argmax(overlaps);
  const next = x.slice();
  const comparison = MODELS.map((model) => {
    const map = setting.map(model);
    const p = map.weights(x);
    map.retrieve(x, next);
    const taking = everyMemory(COUNT).filter((mu) => (p[mu] as number) > 0);
    const softmax = model !== 'linear' && model !== 'PRF';
    return {
      model,
      p: [...p],
      error: distance(next, rowOf(memories.X, target, 2)),
      bound: softmax && taking.includes(target) ? errorBound(memories, taking, overlaps, target, beta) : null,
    };
  });
  return { target, comparison };
}

/** 2(K − 1)e^{−βΔ}, with the longest memory for 1 where memories were dragged off the circle. */
function errorBound(
  { X }: Memories,
  taking: readonly number[],
  overlaps: readonly number[],
  target: number,
  beta: number,
): number {
  const longest = Math.max(...taking.map((mu) => Math.sqrt(dot(rowOf(X, mu, 2), rowOf(X, mu, 2)))));
  const others = taking.filter((mu) => mu !== target);
  const delta = (overlaps[target] as number) - Math.max(...others.map((mu) => overlaps[mu] as number));
  return others.length === 0 ? 0 : 2 * longest * others.length * Math.exp(-beta * delta);
}
