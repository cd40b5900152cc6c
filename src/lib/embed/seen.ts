/**
 * Whether a demo is seen: on the screen (also through frames of other origins, and on the slide that is shown), in a
 * tab that is not hidden, on a slide that has not been left. A demo that nobody sees computes nothing.
 */

/** How long it must stay on the screen before it starts: a page that is scrolled past starts nothing. */
const SETTLE = 120;

export interface Seen {
  /** What a deck says of its slide (`slide:start`, `slide:stop`); it has not said anything before. */
  slide(shown: boolean): void;
  end(): void;
}

export function watchSeen(document: Document, change: (seen: boolean) => void): Seen {
  let onScreen = false;
  let slideShown = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = () => {
    clearTimeout(timer);
    const seen = onScreen && slideShown && document.visibilityState === 'visible';
    if (seen) timer = setTimeout(() => change(true), SETTLE);
    else change(false);
  };
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
    update();
  });
  observer.observe(document.documentElement);
  document.addEventListener('visibilitychange', update);
  return {
    slide(shown) {
      slideShown = shown;
      update();
    },
    end() {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', update);
    },
  };
}
