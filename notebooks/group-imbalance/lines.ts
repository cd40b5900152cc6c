/** Paths, ticks and numbers as text for the figures. One decimal is a tenth of a pixel. */

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** A line through points given by index. */
export function curve(x: (i: number) => number, y: (i: number) => number, count: number): string {
  let d = '';
  for (let i = 0; i < count; i++) d += `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)},${y(i).toFixed(1)}`;
  return d;
}

/** Round dots, for a stroke with round caps: one element for a whole cloud. */
export const dots = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y]) => `M${x.toFixed(1)},${y.toFixed(1)}h0`).join('');

/** Crosses with arms of this length. */
export const crosses = (points: readonly (readonly [number, number])[], arm: number): string =>
  points
    .map(
      ([x, y]) =>
        `M${(x - arm).toFixed(1)},${(y - arm).toFixed(1)}l${2 * arm},${2 * arm}m0,${-2 * arm}l${-2 * arm},${2 * arm}`,
    )
    .join('');

/** Ticks for a logarithmic axis: 1, 2 and 5 in each decade where there are few decades, else powers of ten. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const steps = decades < 1 ? [1, 2, 3, 5] : decades < 2.2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 6));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    if (power % every !== 0) continue;
    ticks.push(...steps.map((step) => Number(`${step}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

const raised = (exponent: number): string =>
  [...String(exponent)].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] ?? '⁻').join('');

/** A tick as text: 0.0005, 20, 5,000 or 10⁶. */
export function tickText(value: number): string {
  const exponent = Math.round(Math.log10(value));
  const power = Math.abs(Math.log10(value) - exponent) < 1e-9;
  if (power && (exponent > 4 || exponent < -5)) return `10${raised(exponent)}`;
  if (value >= 1e5 || value < 1e-6) {
    const down = Math.floor(Math.log10(value));
    return `${Number((value / 10 ** down).toPrecision(3))}·10${raised(down)}`;
  }
  return value >= 1000
    ? String(value).replace(/\B(?=(\d{3})+$)/g, ',')
    : String(Number(value.toPrecision(6))).replace(
        /^(\d)e-(\d+)$/,
        (_, digit: string, zeros: string) => `0.${'0'.repeat(Number(zeros) - 1)}${digit}`,
      );
}

/** Where the lowest of some values is. */
export const lowest = (values: readonly number[]): number => values.indexOf(Math.min(...values));
