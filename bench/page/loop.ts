/** A training that takes one step at a time, whoever computes it; and how long it takes. */

export interface Loop {
  /** Takes step `i`; the loss before it. */
  step(i: number): Promise<number>;
  dispose(): void;
}

/** Milliseconds for `steps` steps after a first one that does not count; the loop is disposed of. */
export async function timeOf(loop: Loop, steps: number): Promise<number> {
  await loop.step(0);
  const start = performance.now();
  for (let i = 1; i <= steps; i++) await loop.step(i);
  const time = performance.now() - start;
  loop.dispose();
  return time;
}
