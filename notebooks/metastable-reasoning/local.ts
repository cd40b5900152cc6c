/**
 * The task that local information cannot solve: every sparse edge on a path of `PATH` clusters carries a hidden fair bit,
 * and the answer is their XOR. A learner sees the bits of the first r edges and fits a lookup table.
 */
import type { Random } from '#lib/notebook/types.ts';

/** Sparse edges on the path. */
export const PATH = 5;
export const TASKS = 2000;

export interface LocalScore {
  readonly radius: number;
  /** Share of right answers on new tasks. */
  readonly accuracy: number;
}

/** The same tasks for every radius, so that only what the learner sees differs. */
export function localAccuracies(random: Random, radii: readonly number[], path = PATH): LocalScore[] {
  const draw = () =>
    Array.from({ length: TASKS }, () => Array.from({ length: path }, () => random.integer(2)));
  const [seen, fresh] = [draw(), draw()];
  const answer = (bits: readonly number[]) => bits.reduce((a, b) => a ^ b, 0);
  const key = (bits: readonly number[], radius: number) => bits.slice(0, radius).join('');
  return radii.map((radius) => {
    const votes = new Map<string, number>();
    for (const bits of seen) {
      const at = key(bits, radius);
      votes.set(at, (votes.get(at) ?? 0) + (answer(bits) === 1 ? 1 : -1));
    }
    const right = fresh.filter((bits) => ((votes.get(key(bits, radius)) ?? 0) > 0 ? 1 : 0) === answer(bits));
    return { radius, accuracy: right.length / TASKS };
  });
}
