/** Medians of alternating repetitions: what shares a machine with others is disturbed now and then, never sped up. */

/** The q-quantile, linear between neighbours. @throws RangeError for no values. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('There is no quantile of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const spreadOf = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

/** Runs the contenders in turn, `rounds` times (A B A B …): a disturbance falls on neighbours alike. */
export async function alternate<K extends string>(
  contenders: Readonly<Record<K, () => Promise<number>>>,
  rounds: number,
): Promise<Record<K, number[]>> {
  const names = Object.keys(contenders) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of names) times[name].push(await contenders[name]());
  return times;
}

/** Median of a[i] / b[i] over rounds, and the lowest and highest: neighbours in time are compared. */
export function ratioOf(
  a: readonly number[],
  b: readonly number[],
): { value: number; spread: readonly [number, number] } {
  const ratios = a.map((value, i) => value / (b[i] as number));
  return { value: median(ratios), spread: spreadOf(ratios) };
}

/** The exponent s of y = c·x^s through points, by least squares on logarithms. */
export function growthExponent(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (pick: 0 | 1) => logs.reduce((sum, point) => sum + point[pick], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const along = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return along / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
