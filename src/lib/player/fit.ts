/**
 * Fits content into a container of given size: a frame on a slide. The content is laid out at a width where figures
 * look as they were designed and then scaled as a whole, text included. Only the scale follows the content's height, in
 * the same frame, so nothing is laid out anew under the reader's eyes.
 */
import type { Attachment } from 'svelte/attachments';

/** The largest scale: beyond it a picture is only coarser. */
const MOST = 2.4;

/** Layout width for a room, all in pixels: wide rooms get the wide layout, narrow ones the one for phones. */
export function layoutWidth(room: { width: number; height: number }): number {
  if (room.width < 560) return Math.max(340, room.width);
  return room.width > 1.9 * room.height ? 960 : 760;
}

export function fitInto(active: boolean): Attachment<HTMLElement> {
  return (inner) => {
    const outer = inner.parentElement;
    if (!active || !outer) return;
    const fit = () => {
      const room = { width: outer.clientWidth, height: outer.clientHeight };
      // On a hidden slide there is nothing to measure.
      if (room.width === 0 || room.height === 0) return;
      const width = layoutWidth(room);
      inner.style.width = `${width}px`;
      // Measured in the content's own pixels, which do not know the scale.
      const scale = Math.min(room.width / width, room.height / Math.max(1, inner.offsetHeight), MOST);
      inner.style.setProperty('zoom', String(scale));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(outer);
    observer.observe(inner);
    return () => {
      observer.disconnect();
      inner.removeAttribute('style');
    };
  };
}
