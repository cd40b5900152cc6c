/**
 * Scaling: the least feature dimension D in which at least 99% of M memories are stored, for features that U-Hop+ may
 * place freely (X = identity) and for random ones.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { featureMap } from './hopfield.ts';
import { storedFraction } from './study-codes.ts';
import { randomPoints } from './sphere.ts';
import { train } from './training.ts';

export const SIZES = [4, 8, 16, 32, 64, 128] as const;
const STEPS = 300;
const TAU_END = 0.03;
const ENOUGH = 0.99;
const LARGEST = 32;

export interface DimensionStudy {
  readonly kind: 'dimension';
  readonly done: boolean;
  readonly rows: readonly { readonly M: number; readonly learned: number; readonly random: number }[];
  /** What is being tried now. */
  readonly trying: { readonly M: number; readonly D: number } | null;
}

export async function* studyDimension(lab: Lab, beta: number): AsyncGenerator<DimensionStudy, void, void> {
  const rows: { M: number; learned: number; random: number }[] = [];
  const now = (trying: DimensionStudy['trying']): DimensionStudy => ({
    kind: 'dimension',
    done: rows.length === SIZES.length,
    rows: [...rows],
    trying,
  });
  let least = 2;
  let scattered = 2;
  for (const M of SIZES) {
    // More memories never need fewer dimensions, so each search starts where the last one ended.
    for (; least < LARGEST; least++) {
      let enough = false;
      for await (const fraction of trainFree(lab, M, least, beta)) {
        enough = (fraction ?? 0) >= ENOUGH;
        yield now({ M, D: least });
      }
      if (enough) break;
    }
    for (; scattered < LARGEST; scattered++) {
      const random = lab.random(`random features ${M} ${scattered}`);
      const Y = randomPoints(() => random.normal(), scattered, M);
      const test = storedFraction({ Y, M, D: scattered }, beta);
      let step = test.next();
      for (; !step.done; step = test.next()) yield now({ M, D: scattered });
      if (step.value >= ENOUGH) break;
    }
    rows.push({ M, learned: least, random: scattered });
    yield now(null);
  }
}

/** U-Hop+ on M unit vectors; at the end the stored fraction. */
async function* trainFree(lab: Lab, M: number, D: number, beta: number): AsyncGenerator<number | undefined> {
  const X = new Float64Array(M * M);
  for (let mu = 0; mu < M; mu++) X[mu * M + mu] = 1;
  const random = lab.random(`free features ${M} ${D}`);
  const start = randomPoints(() => random.normal(), D, M);
  const problem = { X, M, K: M, D, starts: [start], steps: STEPS, tauEnd: TAU_END, every: M > 32 ? 10 : 30 };
  let last: Float64Array = start;
  for await (const { weights } of train(lab, problem)) {
    last = weights[0] as Float64Array;
    yield undefined;
  }
  const test = storedFraction(featureMap(X, M, last, D), beta);
  let step = test.next();
  for (; !step.done; step = test.next()) yield undefined;
  yield step.value;
}
