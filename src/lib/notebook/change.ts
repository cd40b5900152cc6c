/** What a change of parameters comes to: the new ones, whether the run must start anew, and what was not valid. */
import type { Controls } from './types.ts';

type Params = Readonly<Record<string, unknown>>;

export interface Changed {
  /** The very same object where nothing moved. */
  readonly params: Params;
  /** A control that does not steer a running simulation was moved. */
  readonly restart: boolean;
  /** A sentence for each value that was replaced by the nearest valid one. */
  readonly issues: readonly string[];
}

/** Names that are no control's are passed over. */
export function changed(controls: Controls, params: Params, change: Params): Changed {
  const next: Record<string, unknown> = { ...params };
  const issues: string[] = [];
  let [moved, restart] = [false, false];
  for (const [name, value] of Object.entries(change)) {
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (!control) continue;
    const { value: accepted, issue } = control.accept(value);
    if (issue !== undefined) issues.push(issue);
    if (control.print(accepted) === control.print(next[name])) continue;
    next[name] = accepted;
    moved = true;
    restart ||= !control.live;
  }
  return { params: moved ? next : params, restart, issues };
}
