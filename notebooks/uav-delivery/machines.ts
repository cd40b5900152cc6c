/**
 * The finite-state machines of the paper's middleware: one per vehicle. A command is obeyed only where its arrow exists;
 * every state change of a run goes through `Machine.to`, which checks it against these tables.
 */

export const UAV_NEXT = {
  Ready: ['On_Car'],
  On_Car: ['Waiting_Go', 'Retrieve'],
  Waiting_Go: ['Flying_Go'],
  Flying_Go: ['Waiting_Back'],
  Waiting_Back: ['Flying_Back'],
  Flying_Back: ['On_Car'],
  Retrieve: ['Ready'],
} as const;

export const AGV_NEXT = {
  Running: ['Waiting_Pickup', 'Waiting_Go_GW', 'Waiting_Go_AW'],
  Waiting_Go_GW: ['Waiting_Work'],
  Waiting_Work: ['Running'],
  Waiting_Go_AW: ['Running'],
  Waiting_Pickup: ['Running'],
} as const;

export type UavState = keyof typeof UAV_NEXT;
export type AgvState = keyof typeof AGV_NEXT;

/** True when a table has this arrow. */
export function isLegal(kind: 'uav' | 'agv', from: string, to: string): boolean {
  const table: Readonly<Record<string, readonly string[]>> = kind === 'uav' ? UAV_NEXT : AGV_NEXT;
  return table[from]?.includes(to) ?? false;
}

export interface Change {
  readonly time: number;
  readonly kind: 'uav' | 'agv';
  readonly id: number;
  readonly from: string;
  readonly to: string;
}

/** One vehicle's machine. It reports what it does; a change without an arrow is made and reported as illegal. */
export class Machine<S extends string> {
  readonly kind: 'uav' | 'agv';
  readonly id: number;
  #state: S;
  readonly #report: (change: Omit<Change, 'time'>) => void;

  constructor(kind: 'uav' | 'agv', id: number, state: S, report: (change: Omit<Change, 'time'>) => void) {
    this.kind = kind;
    this.id = id;
    this.#state = state;
    this.#report = report;
  }

  get state(): S {
    return this.#state;
  }

  to(state: S): void {
    const from = this.#state;
    this.#state = state;
    this.#report({ kind: this.kind, id: this.id, from, to: state });
  }
}
