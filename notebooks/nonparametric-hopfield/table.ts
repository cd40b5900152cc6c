/** The data behind the hero figure of each view. */
import type { Table } from '#lib/notebook/types.ts';
import type { HopfieldFrame } from './frame.ts';
import { COUNT } from './plane.ts';

export function table({ view, plane, images, cost, capacity }: HopfieldFrame): Table {
  switch (view) {
    case 'plane':
      return {
        columns: ['memory', 'x', 'y', 'in_regression', 'stored', 'recalled_from_noise'],
        rows: Array.from({ length: COUNT }, (_, mu) => [
          mu + 1,
          plane.X[2 * mu] as number,
          plane.X[2 * mu + 1] as number,
          plane.members.includes(mu) ? 1 : 0,
          plane.stored[mu] ? 1 : 0,
          plane.recalled[mu] ? 1 : 0,
        ]),
      };
    case 'images':
      return {
        columns: ['model', 'error', 'mean_error', 'multiplications'],
        rows: (images?.restored ?? []).map(({ model, error, mean, products }) => [
          model,
          error,
          mean,
          products,
        ]),
      };
    case 'cost':
      return {
        columns: ['model', 'L', 'multiplications', 'milliseconds'],
        rows: (cost?.rows ?? []).map((row) => [row.model, row.L, row.products, row.milliseconds ?? '']),
      };
    case 'capacity':
      return {
        columns: ['d', 'draw', 'dense', 'top_K'],
        rows: (capacity?.rows ?? []).flatMap(({ d, dense, topK }) =>
          dense.map((most, draw) => [d, draw + 1, most, topK[draw] as number]),
        ),
      };
  }
}
