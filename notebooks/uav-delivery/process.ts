/**
 * Processes as generators: what a vehicle does reads from top to bottom, and each `yield` hands over a wait, a function
 * that is told how to resume.
 */
import type { Calendar } from './calendar.ts';

export type Wait = (resume: () => void) => void;
export type Process = Generator<Wait, void, void>;

/** Runs a process until its first wait, and from each wait to the next when that is over. */
export function start(process: Process): void {
  const step = (): void => {
    const { value, done } = process.next();
    if (!done) value(step);
  };
  step();
}

export const delay =
  (calendar: Calendar, seconds: number): Wait =>
  (resume) =>
    calendar.after(seconds, resume);
