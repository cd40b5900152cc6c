/** Numbers as figures and their descriptions print them: with a real minus sign, and ∞ for what is not finite. */

/** Up to `digits` significant digits. */
export const short = (value: number, digits = 3): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace('-', '−') : '∞';

/** Whole numbers with separators from 1,000 on; smaller ones with three significant digits. */
export function grouped(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) < 1000) return short(value);
  return String(Math.round(value))
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
    .replace('-', '−');
}

/** A share as percent, with two significant digits. */
export const percent = (share: number): string => `${short(100 * share, 2)}%`;
