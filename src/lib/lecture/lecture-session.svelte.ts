/** A session of a lecture: “reset” leads back to the state of the step, never out of it. */
import { Session } from '#lib/player/session.svelte.ts';

export class LectureSession extends Session {
  /** A first picture has been made; until then the recorded one of the step is shown. */
  arrived = $state(false);

  override reset(): void {
    this.notices = [];
    this.goToStep(this.step);
  }

  /**
   * True while the live picture is the one to show: an engine runs, and it has made the first picture (or somebody has
   * asked for a change and wants to see it happen).
   */
  get live(): boolean {
    return this.arrived && this.frame !== undefined && this.engine !== undefined && this.phase !== 'failed';
  }

  /** Called when a run has come to rest, or somebody wants to see what happens. */
  arrive(): void {
    this.arrived ||= this.frame !== undefined;
  }

  override play(): void {
    this.arrive();
    super.play();
  }

  override goToStep(step: number): void {
    this.arrive();
    super.goToStep(step);
  }

  override set(change: Readonly<Record<string, unknown>>): readonly string[] {
    this.arrive();
    return super.set(change);
  }
}
