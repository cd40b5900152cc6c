/** The beat of a run that is watched. */

/** Waits for the display, so that each frame is seen; slower speeds wait longer, faster ones skip the wait. */
export function pace(speed: number, quiet: boolean): Promise<void> {
  if (quiet || typeof requestAnimationFrame === 'undefined' || document.visibilityState === 'hidden') {
    return new Promise((resolve) => setTimeout(resolve));
  }
  if (speed < 1) return new Promise((resolve) => setTimeout(resolve, 1000 / (60 * speed)));
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
