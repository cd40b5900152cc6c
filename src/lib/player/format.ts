/** Numbers as a reader sees them: significant digits, a true minus sign, infinity as its sign. */

export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-4
      ? value
          .toExponential(digits - 1)
          .replace(
            /e\+?(-?)(\d+)/,
            (_, sign: string, power: string) => `·10${sign ? '⁻' : ''}${superscript(power)}`,
          )
      : String(Number(value.toPrecision(size >= 1000 ? Math.max(digits, 4) : digits)));
  return text.replace('-', '−');
}

const superscript = (digits: string) => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');

/** What a check predicts: an interval, or a bound where one end is open. */
export function formatExpected([low, high]: readonly [number | null, number | null]): string {
  const open = (bound: number | null) => bound === null || !Number.isFinite(bound);
  if (open(low) && open(high)) return 'anything';
  if (open(low)) return `≤ ${formatNumber(high as number, 4)}`;
  if (open(high)) return `≥ ${formatNumber(low as number, 4)}`;
  if (low === high) return `= ${formatNumber(low as number, 4)}`;
  return `${formatNumber(low as number, 4)} to ${formatNumber(high as number, 4)}`;
}
