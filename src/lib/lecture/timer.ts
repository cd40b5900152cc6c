/** The lecturer's stopwatch, as plain data: it can be stored, sent to another window and read there. */

export interface Timer {
  /** Milliseconds counted until it was last paused. */
  readonly counted: number;
  /** When it was started (milliseconds of the clock on the wall), or null while it is paused. */
  readonly since: number | null;
}

export const STOPPED: Timer = { counted: 0, since: null };

export const elapsed = ({ counted, since }: Timer, now: number): number =>
  counted + (since === null ? 0 : Math.max(0, now - since));

export const started = (timer: Timer, now: number): Timer =>
  timer.since === null ? { ...timer, since: now } : timer;

export const paused = (timer: Timer, now: number): Timer => ({ counted: elapsed(timer, now), since: null });

/** `7:05`, or `1:07:05` from an hour on. */
export function clockText(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function isTimer(value: unknown): value is Timer {
  if (typeof value !== 'object' || value === null) return false;
  const { counted, since } = value as Record<string, unknown>;
  const time = (x: unknown) => typeof x === 'number' && Number.isFinite(x) && x >= 0;
  return time(counted) && (since === null || time(since));
}
