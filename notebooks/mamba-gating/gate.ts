/** What can be read off the gating vector w and the gates that it opens. */
import { D } from './sequence.ts';

/** 1/(1 + e^−z), without overflow for large |z|. */
export const sigmoid = (z: number): number =>
  z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));

/** How w stands to the two clue patterns and to the fourteen others, and how wide the gate opens for either. */
export function measureGate(w: readonly number[]): Record<string, number> {
  const [plus, minus, ...others] = w as [number, number, ...number[]];
  const size = Math.hypot(...w);
  const opening = others.reduce((sum, value) => sum + sigmoid(value), 0) / (D - 2);
  return {
    plus,
    minus,
    other: Math.max(...others.map(Math.abs)),
    // With w = 0 there is nothing to share out: what the clue patterns would have by chance.
    aligned: size === 0 ? Math.sqrt(2 / D) : Math.hypot(plus, minus) / size,
    clueGate: (sigmoid(plus) + sigmoid(minus)) / 2,
    fillerGate: opening,
  };
}

/**
 * What is left of the token s in the memory after token l, in [0, 1]: its gate times the share of the memory that every
 * later token lets stand, g_s Π_{s<j≤l} (1 − g_j); 0 before it is written.
 */
export function survival(gates: readonly number[], s: number): number[] {
  let left = 0;
  return gates.map((gate, l) => {
    if (l < s) return 0;
    left = l === s ? gate : left * (1 - gate);
    return left;
  });
}
