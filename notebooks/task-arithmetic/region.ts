/** Where a name fits inside a region of the map: the cell that has the most room around it. */

export interface Spot {
  /** Centre of the cell, as shares of the width from the left and of the height from the top. */
  readonly u: number;
  readonly v: number;
}

/**
 * `inside` is row-major. `wide`: the share of the width that the name takes; `avoid`: a place to keep off.
 * @returns null where the region has no row with room for the name.
 */
export function roomiest(
  inside: readonly boolean[],
  columns: number,
  rows: number,
  wide: number,
  avoid: Spot,
): Spot | null {
  let best: Spot | null = null;
  let most = 0;
  const is = (row: number, column: number) =>
    row >= 0 && row < rows && column >= 0 && column < columns && inside[row * columns + column] === true;
  const reach = (row: number, column: number, dr: number, dc: number) => {
    let n = 0;
    while (is(row + n * dr, column + n * dc)) n++;
    return n - 0.5;
  };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!is(row, column)) continue;
      const across = Math.min(reach(row, column, 0, 1), reach(row, column, 0, -1)) / columns;
      const down = Math.min(reach(row, column, 1, 0), reach(row, column, -1, 0)) / rows;
      const spot = { u: (column + 0.5) / columns, v: (row + 0.5) / rows };
      const room = Math.min(across, 2 * down, 2 * Math.abs(spot.v - avoid.v));
      if (across >= wide / 2 && room > most) [best, most] = [spot, room];
    }
  return best;
}
