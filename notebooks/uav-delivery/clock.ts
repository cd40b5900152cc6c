/**
 * How long work takes, and when the next command is issued. With state machines a command waits until the vehicle reports
 * that it is done. A blind timetable issues it after the planned time, padded by p, whatever the vehicle is doing.
 */
import type { Random } from '#lib/notebook/types.ts';

export interface Execution {
  /** c: a duration is multiplied by exp(cz − c²/2), z ~ N(0, 1), whose mean is 1. */
  readonly variability: number;
  readonly blind: boolean;
  /** p: a blind timetable plans (1 + p) times the mean duration. */
  readonly padding: number;
}

export class CommandClock {
  readonly #execution: Execution;
  commands = 0;
  /** Commands that were issued before the work before them was done. */
  early = 0;

  constructor(execution: Execution) {
    this.#execution = execution;
  }

  /** The factor by which plans are longer than mean durations. */
  get stretch(): number {
    return this.#execution.blind ? 1 + this.#execution.padding : 1;
  }

  /** Seconds until the command that follows work of `mean` seconds. Both kinds of execution use the same draws. */
  work(mean: number, random: Random): number {
    const { variability: c, blind } = this.#execution;
    const done = mean * Math.exp(c * random.normal() - (c * c) / 2);
    const command = blind ? mean * this.stretch : done;
    this.commands++;
    if (command < done) this.early++;
    return command;
  }

  /** Moving onto a point or off it takes its time without noise. */
  clear(seconds: number): number {
    return seconds * this.stretch;
  }
}
