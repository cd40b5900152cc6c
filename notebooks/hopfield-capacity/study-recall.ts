/**
 * Recall of noisy letters: the fraction of noisy copies whose retrieval ends at their own letter (p_μ > ½ after 200
 * steps), in the space of raw pixels and in the space of features. One flipped pixel: all 35; more: 35 random sets.
 */
import type { Random } from '#lib/notebook/types.ts';
import { sample } from '#lib/lab/random.ts';
import { argmax, feature, settle, STORE_STEPS, type Memories } from './hopfield.ts';
import { flipped, pixels, PIXELS, unit } from './letters.ts';

export interface RecallStudy {
  readonly kind: 'recall';
  readonly done: boolean;
  /** Flipped pixels per copy. */
  readonly noise: number;
  /** Recalled fraction per letter. */
  readonly rows: readonly { readonly letter: number; readonly raw: number; readonly mapped: number }[];
  /** Means over the letters. */
  readonly raw: number;
  readonly mapped: number;
}

export interface RecallScene {
  readonly W: Float64Array;
  readonly X: Float64Array;
  readonly memories: Memories;
}

export function* studyRecall(
  { W, X, memories }: RecallScene,
  beta: number,
  noise: number,
  random: Random,
): Generator<RecallStudy, void, void> {
  const { M, D } = memories;
  const raw: Memories = { Y: X, M, D: PIXELS };
  const rows: { letter: number; raw: number; mapped: number }[] = [];
  const average = (of: 'raw' | 'mapped') => rows.reduce((sum, row) => sum + row[of], 0) / rows.length;
  for (let letter = 0; letter < M; letter++) {
    const hits = { raw: 0, mapped: 0 };
    for (const flips of flipSets(noise, random)) {
      const seen = unit(flipped(pixels(letter), flips));
      if (falls(raw, seen, beta, letter)) hits.raw++;
      if (falls(memories, feature(seen, W, D), beta, letter)) hits.mapped++;
    }
    rows.push({ letter, raw: hits.raw / PIXELS, mapped: hits.mapped / PIXELS });
    yield {
      kind: 'recall',
      done: letter === M - 1,
      noise,
      rows: [...rows],
      raw: average('raw'),
      mapped: average('mapped'),
    };
  }
}

const flipSets = (noise: number, random: Random): number[][] =>
  Array.from({ length: PIXELS }, (_, i) => (noise === 1 ? [i] : sample(random, PIXELS, noise)));

function falls(memories: Memories, query: Float64Array, beta: number, letter: number): boolean {
  const { p } = settle(memories, query, beta, STORE_STEPS);
  return (p[letter] as number) > 0.5 && argmax(p) === letter;
}
