/**
 * Fits content into a container of given size: a frame on a slide, a screen. Figures lay themselves out for their
 * width, and not in proportion, so a few widths are tried, and the one is taken at which the content can be shown
 * largest. It is then scaled as a whole.
 */
import type { Attachment } from 'svelte/attachments';

/** Layout widths that are tried, in pixels. Narrower than the first no figure is legible. */
const WIDTHS = [360, 460, 560, 660, 760, 900, 1060, 1240];
const [LEAST, MOST] = [0.4, 2.4];

interface Layout {
  readonly width: number;
  readonly scale: number;
}

/** The layout with the largest scale: `heights[i]` is the content's height at `widths[i]`. */
export function largest(
  widths: readonly number[],
  heights: readonly number[],
  room: { width: number; height: number },
): Layout {
  const layouts = widths.map((width, i) => {
    const scale = Math.min(room.width / width, room.height / (heights[i] as number), MOST);
    return { width, scale: Math.max(LEAST, scale) };
  });
  // Among nearly equal scales the wider picture is the better one.
  const value = ({ width, scale }: Layout) => scale * width ** 0.25;
  return layouts.reduce((best, one) => (value(one) > value(best) ? one : best));
}

export function fitInto(active: boolean): Attachment<HTMLElement> {
  return (inner) => {
    const outer = inner.parentElement;
    if (!active || !outer) return;
    let ended = false;
    let searching = false;
    let fitted = '';
    const room = () => ({ width: outer.clientWidth, height: outer.clientHeight });
    const state = () => `${outer.clientWidth}×${outer.clientHeight} ${inner.offsetHeight}`;
    const lay = async ({ width, scale }: Layout) => {
      inner.style.width = `${width}px`;
      inner.style.setProperty('zoom', String(scale));
      await drawn();
    };
    const search = async () => {
      searching = true;
      inner.style.visibility = 'hidden';
      const heights: number[] = [];
      for (const width of WIDTHS) {
        await lay({ width, scale: 1 });
        if (ended) return;
        heights.push(Math.max(1, inner.offsetHeight));
      }
      await lay(largest(WIDTHS, heights, room()));
      inner.style.visibility = '';
      fitted = state();
      searching = false;
    };
    const look = () => {
      // On a hidden slide there is nothing to measure.
      if (!searching && !ended && outer.clientHeight > 0 && state() !== fitted) void search();
    };
    const observer = new ResizeObserver(look);
    observer.observe(outer);
    observer.observe(inner);
    return () => {
      ended = true;
      observer.disconnect();
      inner.removeAttribute('style');
    };
  };
}

/** Figures have measured themselves and drawn again. */
const drawn = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
