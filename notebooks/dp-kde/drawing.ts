/** Colours by meaning, the same in all views, and the places of the main figure. */
export const OWN = 'var(--cat-1)';
export const BASELINE = 'var(--cat-2)';
export const LEFT = 'var(--cat-3)';
export const RIGHT = 'var(--cat-4)';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly map: Box;
  readonly ruler: Box;
  readonly bars: Box;
  readonly meter: Box;
  readonly height: number;
}

const RULER = 7.2;
const METER = 3.2;
/** Between the bars and the bill. */
const GAP = 0.6;

/** The map beside the answers where there is room for both, else above them; all in text sizes. */
export function layoutOf(width: number, em: number, depth: number): Layout {
  const rows = Math.max(1.12 * depth, 6) * em + 4.6 * em;
  const left = 2.8 * em;
  if (width >= 38 * em) {
    const side = Math.min(0.53 * width - left, 24.5 * em);
    const x = left + side + 2.4 * em;
    const height = Math.max(side + 5.2 * em, (RULER + GAP + METER) * em + rows);
    const column = (y: number, tall: number) => ({ x, y, width: width - x, height: tall });
    return {
      map: { x: left, y: 1.6 * em, width: side, height: side },
      ruler: column(0, RULER * em),
      bars: column(RULER * em, height - (RULER + GAP + METER) * em),
      meter: column(height - METER * em, METER * em),
      height,
    };
  }
  const side = Math.min(width - left - 0.6 * em, 26 * em);
  const column = (y: number, tall: number) => ({ x: 0, y, width, height: tall });
  const top = side + 6 * em;
  return {
    map: { x: left, y: 1.6 * em, width: side, height: side },
    ruler: column(top, RULER * em),
    bars: column(top + (RULER + 0.6) * em, rows),
    meter: column(top + (RULER + 0.9) * em + rows, METER * em),
    height: top + (RULER + METER + 0.9) * em + rows,
  };
}
