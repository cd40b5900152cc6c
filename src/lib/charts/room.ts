/**
 * The room that a figure is given. On a page it takes the width that there is and any height. In a lecture it must fit
 * a screen, and its units are larger than CSS pixels, so that text which is 18 units tall is read from the last row.
 */
import { getContext, setContext } from 'svelte';

export interface FigureRoom {
  /** CSS pixels per unit of the figure. */
  readonly scale: number;
  /** Most CSS pixels that the drawing may be tall. */
  readonly height: number;
  /** Where nothing can be measured, on the server: the width and the size of text, in units. */
  readonly width?: number;
  readonly em?: number;
}

export const ROOM_KEY = 'figure-room';
const ANY: FigureRoom = { scale: 1, height: Infinity };

/** `room` may be reactive: figures follow it. */
export const setFigureRoom = (room: FigureRoom): void => void setContext(ROOM_KEY, room);
export const figureRoom = (): FigureRoom => getContext<FigureRoom | undefined>(ROOM_KEY) ?? ANY;

/** A figure gets no narrower than this part of its room to become less tall; then it is drawn smaller. */
const NARROWEST = 0.5;
const TRIES = 50;

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Below 1 where no width makes it fit: the whole picture, with smaller text. */
  readonly shrink: number;
}

/** The largest size, in units, that is at most `widest` wide and `tallest` tall; `heightOf` is the figure's own rule. */
export function fitSize(widest: number, tallest: number, heightOf: (width: number) => number): Size {
  const whole = Math.round(heightOf(widest));
  let best: Size = { width: widest, height: whole, shrink: Math.min(1, tallest / whole) };
  for (let i = 1; i <= TRIES && best.shrink < 1; i++) {
    const width = Math.round(widest * (1 - ((1 - NARROWEST) * i) / TRIES));
    const height = Math.round(heightOf(width));
    const shrink = Math.min(1, tallest / height);
    if (width * shrink > best.width * best.shrink || shrink === 1) best = { width, height, shrink };
  }
  return best;
}
