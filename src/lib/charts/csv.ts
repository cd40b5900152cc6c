/** Tables as CSV (RFC 4180), with full precision. */
import type { Table } from '#lib/notebook/types.ts';

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

export const toCsv = ({ columns, rows }: Table): string =>
  [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
