/** The loss over (ξ₁, ξ₂), computed a few rows at a time so that no frame waits for it. */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import type { Landscape } from './frame.ts';
import { XI1, XI2 } from './plane.ts';
import { TRAINING_PROMPTS } from './prompts.ts';

const SIZE = 40;
/** Exponentials per call of the graph: what fits into a cache. */
const BUDGET = 240_000;

/** Loss and lowest eigenvalue of the Hessian at points (ξ₁, ξ₂), over prompts given by their cosines. */
export async function lossAt(
  lab: Lab,
  C: Float32Array,
  grid: readonly (readonly [number, number])[],
): Promise<{ loss: Float32Array; lowest: Float32Array }> {
  const model = await lab.model('nn_landscape');
  const loss = new Float32Array(grid.length);
  const lowest = new Float32Array(grid.length);
  const piece = Math.max(1, Math.floor(BUDGET / C.length));
  for (let from = 0; from < grid.length; from += piece) {
    const part = grid.slice(from, from + piece);
    const out = await model.run({
      C: float32(C, [TRAINING_PROMPTS, C.length / TRAINING_PROMPTS]),
      grid: float32(part.flat(), [part.length, 2]),
    });
    loss.set(floats(out.loss), from);
    lowest.set(floats(out.lowest), from);
  }
  return { loss, lowest };
}

/** The middle of cell i of the landscape. */
export const cellAt = (i: number): readonly [number, number] => [
  XI1[0] + ((XI1[1] - XI1[0]) * ((i % SIZE) + 0.5)) / SIZE,
  XI2[1] - ((XI2[1] - XI2[0]) * (Math.floor(i / SIZE) + 0.5)) / SIZE,
];

export interface Survey {
  readonly landscape: Landscape;
  /** Computes the next piece: so many calls of the graph. */
  more(calls: number): Promise<void>;
}

export function startSurvey(lab: Lab, C: Float32Array): Survey {
  const loss = new Float32Array(SIZE * SIZE).fill(NaN);
  const lowest = new Float32Array(SIZE * SIZE).fill(NaN);
  const piece = Math.max(1, Math.floor(BUDGET / C.length));
  let done = 0;
  return {
    get landscape() {
      // Copies: a frame that was handed out does not change.
      return {
        columns: SIZE,
        rows: SIZE,
        loss: loss.slice(),
        lowest: lowest.slice(),
        complete: done === SIZE * SIZE,
      };
    },
    async more(calls) {
      const count = Math.min(calls * piece, SIZE * SIZE - done);
      if (count === 0) return;
      const cells = Array.from({ length: count }, (_, i) => cellAt(done + i));
      const out = await lossAt(lab, C, cells);
      loss.set(out.loss, done);
      lowest.set(out.lowest, done);
      done += count;
    },
  };
}
