/** Pressing with mouse, finger, Enter or space: one attachment for every mark of a figure that acts as a button. */
import type { Attachment } from 'svelte/attachments';

export function pressing(act: () => void): Attachment<SVGElement> {
  return (element) => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      act();
    };
    element.addEventListener('click', act);
    element.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('click', act);
      element.removeEventListener('keydown', onKey);
    };
  };
}
