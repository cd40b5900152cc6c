/**
 * Dragging with mouse, finger or keys, one attachment for all views. Positions are in the SVG's own units. Arrow keys
 * move by `keyStep` units (five times that with Shift), so that everything that can be dragged works from the keyboard.
 */
import { drag } from 'd3-drag';
import { select } from 'd3-selection';
import type { Attachment } from 'svelte/attachments';

export interface DragMove {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** `at` is where the mark is now, for keys; `move` receives the new position. */
export function dragging(
  at: () => { x: number; y: number },
  move: (event: DragMove) => void,
  keyStep = 6,
): Attachment<SVGElement> {
  return (element) => {
    const behavior = drag<SVGElement, unknown>()
      .subject(() => at())
      .on('drag', ({ x, y, dx, dy }: DragMove) => move({ x, y, dx, dy }));
    select(element).call(behavior).style('touch-action', 'none');
    const onKey = (event: KeyboardEvent) => {
      const direction = KEYS[event.key];
      if (!direction || event.target !== element) return;
      event.preventDefault();
      const size = keyStep * (event.shiftKey ? 5 : 1);
      const [dx, dy] = [direction[0] * size, direction[1] * size];
      const { x, y } = at();
      move({ x: x + dx, y: y + dy, dx, dy });
    };
    element.addEventListener('keydown', onKey);
    return () => {
      select(element).on('.drag', null);
      element.removeEventListener('keydown', onKey);
    };
  };
}
