/**
 * One clicker drives it all: PageDown and PageUp, and the left and right arrows where no control needs them, move the
 * demo's steps; at the end the key is passed on to the page around. Keys die in frames after a click, so every other
 * key that nothing here uses is passed on as well. Focus is never taken.
 */
import type { Session } from '#lib/player/session.svelte.ts';

export interface PassedKey {
  readonly key: string;
  readonly code: string;
  /** Deprecated, but what reveal.js reads. */
  readonly keyCode: number;
  readonly shift: boolean;
  /** Where a deck should go: the demo has no further step that way. */
  readonly direction: 'next' | 'previous' | null;
}

const PAGES: Readonly<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 };
const ARROWS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowLeft: -1 };
/** Elements that arrows steer, and those that other keys operate. */
const STEERED = 'input, select, textarea, [role="slider"], [tabindex="0"]';
const OPERATED = `${STEERED}, button, a, summary, [contenteditable]`;

/** `pass` receives keys for the page around: with `hostSteps` all of them. The result ends the listening. */
export function listenToKeys(
  window: Window,
  session: Session,
  pass: (key: PassedKey) => void,
  hostSteps: boolean,
): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, code, keyCode, shiftKey: shift } = event;
    const focused = event.target instanceof Element ? event.target : undefined;
    const by = PAGES[key] ?? (focused?.closest(STEERED) ? undefined : ARROWS[key]);
    if (by !== undefined) {
      // Before a slider sees it: ranges swallow PageDown.
      event.preventDefault();
      event.stopPropagation();
      const next = session.step + by;
      const inside = next >= 0 && next <= session.notebook.steps.length;
      if (inside && !hostSteps) session.goToStep(next);
      else pass({ key, code, keyCode, shift, direction: by > 0 ? 'next' : 'previous' });
    } else if (!focused?.closest(OPERATED) && key !== 'Tab') {
      pass({ key, code, keyCode, shift, direction: null });
    }
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => window.removeEventListener('keydown', onKey, { capture: true });
}
