/** The only clock within reach of a mechanism, through `lab.time`: it says how long a call took, and steers nothing. */
export async function wallTime(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
