/**
 * A run is a function of its address: parameters by name, and the options `seed` and `step`. Reading never fails; it
 * gives the nearest valid state and says in sentences what it had to change. A parameter whose name is an option's is
 * written with the prefix `p.`, which every parameter may carry (embeds always use it).
 */
import { quoted } from './quoted.ts';
import type { Control, Controls, Notebook, Reading } from './types.ts';

export interface State {
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** 0: no lecture step; n: the n-th. */
  readonly step: number;
}

export interface ReadState {
  readonly state: State;
  /** What was wrong, and what is shown instead: for the reader. */
  readonly issues: readonly string[];
  /** Names that mean nothing here: for the console. */
  readonly unknown: readonly string[];
}

/** Options of pages and embeds (EMBED grammar, version 1), which parameters must not shadow. */
export const OPTIONS = [
  'seed',
  'step',
  'theme',
  'bg',
  'ui',
  'motion',
  'engine',
  'v',
  'list',
  'fit',
  'keys',
  'at',
  'ask',
];
const MAX_SEED = 0xffffffff;

const parameterName = (key: string) =>
  key.startsWith('p.') ? key.slice(2) : OPTIONS.includes(key) ? undefined : key;
const writtenName = (name: string) => (OPTIONS.includes(name) ? `p.${name}` : name);

/** Defaults, then the step's state, then the parameters that are written out. */
export function readState(notebook: Notebook, query: URLSearchParams): ReadState {
  const issues: string[] = [];
  const unknown: string[] = [];
  const take = <T>({ value, issue }: Reading<T>) => {
    if (issue !== undefined) issues.push(issue);
    return value;
  };
  const step = take(readInteger(query.get('step'), 'The step', 0, notebook.steps.length, 0));
  const seed = take(readInteger(query.get('seed'), 'The seed', 0, MAX_SEED, notebook.seed));
  const params: Record<string, unknown> = { ...stateOfStep(notebook, step) };
  for (const [key, text] of query) {
    const name = parameterName(key);
    if (name === undefined) continue;
    const found = findControl(notebook.controls, name);
    if (found) params[found.name] = take(found.control.parse(text));
    else unknown.push(key);
  }
  return { state: { params, seed, step }, issues, unknown };
}

/** The control that `name` or an alias names. */
export function findControl(
  controls: Controls,
  name: string,
): { name: string; control: Control } | undefined {
  const own = Object.hasOwn(controls, name) ? controls[name] : undefined;
  if (own) return { name, control: own };
  const entry = name === '' ? undefined : Object.entries(controls).find(([, { alias }]) => alias === name);
  return entry && { name: entry[0], control: entry[1] };
}

/** The parameters of a lecture step; step 0 is the defaults. */
export function stateOfStep(notebook: Notebook, step: number): Readonly<Record<string, unknown>> {
  const initial = Object.fromEntries(
    Object.entries(notebook.controls).map(([name, { initial }]) => [name, initial]),
  );
  return { ...initial, ...notebook.steps[step - 1]?.at };
}

/** Query text (without `?`) that reads back as `state`; what follows from the step is not repeated. */
export function writeState(notebook: Notebook, state: State, prefix: '' | 'p.' = ''): string {
  const query = new URLSearchParams();
  if (state.step > 0) query.set('step', String(state.step));
  if (state.seed !== notebook.seed) query.set('seed', String(state.seed));
  const given = stateOfStep(notebook, state.step);
  for (const [name, control] of Object.entries(notebook.controls)) {
    const text = control.print(state.params[name]);
    if (text !== control.print(given[name])) query.set(prefix ? `p.${name}` : writtenName(name), text);
  }
  // Commas, colons and semicolons are legal in a query and far easier to read than their codes.
  return query.toString().replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%3B/g, ';');
}

/** The command line that prints the same numbers. */
export function commandLine(notebook: Notebook, slug: string, state: State): string {
  const parts = ['npm run demo --', slug];
  for (const [name, control] of Object.entries(notebook.controls)) {
    const text = control.print(state.params[name]);
    if (text === control.print(control.initial)) continue;
    parts.push(`--${name}`, /^[\w.,:+-]+$/.test(text) ? text : `'${text}'`);
  }
  if (state.seed !== notebook.seed) parts.push('--seed', String(state.seed));
  return parts.join(' ');
}

function readInteger(
  text: string | null,
  label: string,
  min: number,
  max: number,
  initial: number,
): Reading<number> {
  if (text === null) return { value: initial };
  const number = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(number)) {
    return {
      value: initial,
      issue: `${label} must be a whole number; ${quoted(text)} is not, ${initial} is used.`,
    };
  }
  const value = Math.min(max, Math.max(min, Math.round(number)));
  return value === number
    ? { value }
    : { value, issue: `${label} must be a whole number from ${min} to ${max}; ${value} is used.` };
}
