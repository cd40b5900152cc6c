/** Numbers as the figures of this notebook print them. */

/** Whole numbers with thin separators from 1,000 on; smaller ones to one decimal when they have one. */
export function grouped(value: number): string {
  const rounded = Math.abs(value) < 1000 ? Math.round(value * 10) / 10 : Math.round(value);
  return String(rounded)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
    .replace('-', '−');
}

/** Up to `digits` significant digits. */
export const short = (value: number, digits = 3): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace('-', '−') : '∞';

export const percent = (share: number): string => `${short(100 * share, 2)}%`;
