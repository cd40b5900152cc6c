/**
 * The kinds of control. Each constructor takes what a person would write in a table and returns a `Control`, from
 * which the widget, the address, the command-line option, the message schema and the type all follow.
 */
import type { Control, MovedPoint, Reading, Widget } from './types.ts';

interface Said<T> {
  label: string;
  symbol?: string;
  alias?: string;
  help: string;
  initial: T;
  live?: boolean;
  place?: 'panel' | 'view';
  only?: Readonly<Record<string, unknown>>;
}

/** Numbers as short as they can be without losing what a slider can set. */
export const shortNumber = (value: number): string => String(Number(value.toPrecision(12)));

const oneOf = (options: readonly (string | number)[]) =>
  options.length === 1 ? String(options[0]) : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;

function control<T>(
  said: Said<T>,
  widget: Widget,
  print: (value: T) => string,
  parse: (text: string) => Reading<T>,
  accept: (value: unknown) => Reading<T>,
): Control<T> {
  return {
    label: said.label,
    symbol: said.symbol ?? '',
    alias: said.alias ?? '',
    help: said.help,
    initial: said.initial,
    live: said.live ?? false,
    place: said.place ?? 'panel',
    only: said.only ?? {},
    widget,
    print,
    parse,
    accept,
    '~standard': {
      version: 1,
      vendor: 'tangible',
      validate: (value) => {
        if (value === null) return { value: said.initial };
        const { value: read, issue } = parse(String(value));
        return issue === undefined ? { value: read } : { issues: [{ message: issue }] };
      },
    },
  };
}

export interface RangeOptions extends Said<number> {
  min: number;
  max: number;
  /** Smallest change on a linear scale; on a log scale values keep three significant digits. */
  step?: number;
  log?: boolean;
  unit?: string;
  integer?: boolean;
}

/** A number between two ends, on a linear or a logarithmic scale. */
export function range(said: RangeOptions): Control<number> {
  const { min, max, log = false, unit = '', integer = false } = said;
  const step = said.step ?? (integer ? 1 : (max - min) / 100);
  const snap = (value: number) => {
    if (integer) return Math.round(value);
    if (log) return Number(value.toPrecision(3));
    return Number((min + Math.round((value - min) / step) * step).toPrecision(12));
  };
  const accept = (value: unknown): Reading<number> => {
    if (typeof value !== 'number' || Number.isNaN(value)) {
      return {
        value: said.initial,
        issue: `${said.label} must be a number from ${min} to ${max}; ${said.initial} is used.`,
      };
    }
    const inside = Math.min(max, Math.max(min, value));
    // A logarithmic range may start at 0: its slider has 0 as its leftmost stop.
    const nearest = Math.min(max, Math.max(min, snap(inside)));
    return inside === value
      ? { value: nearest }
      : {
          value: nearest,
          issue: `${said.label} must be from ${min} to ${max}; ${shortNumber(nearest)} is nearest to ${value}.`,
        };
  };
  const parse = (text: string) => accept(text.trim() === '' ? NaN : Number(text));
  return control(said, { kind: 'range', min, max, step, log, unit, integer }, shortNumber, parse, accept);
}

/** A whole number between two ends. */
export const integer = (said: Omit<RangeOptions, 'integer'>): Control<number> =>
  range({ ...said, integer: true });

/** One of a few named or numbered options. */
export function choice<const T extends string | number>(
  said: Said<NoInfer<T>> & { options: readonly T[]; labels?: Partial<Record<T, string>> },
): Control<T> {
  const { options } = said;
  const accept = (value: unknown): Reading<T> => {
    const exact = options.find((option) => option === value || String(option) === value);
    if (exact !== undefined) return { value: exact };
    // A message may bring anything, an object that has no number included.
    const number = typeof value === 'number' || (typeof value === 'string' && value) ? Number(value) : NaN;
    const numeric = options.every((option) => typeof option === 'number') && Number.isFinite(number);
    const nearest = numeric
      ? options.reduce((best, option) =>
          Math.abs(Number(option) - number) < Math.abs(Number(best) - number) ? option : best,
        )
      : said.initial;
    return { value: nearest, issue: `${said.label} must be ${oneOf(options)}; ${nearest} is used.` };
  };
  const labels = Object.fromEntries(Object.entries(said.labels ?? {})) as Record<string, string>;
  return control(said, { kind: 'choice', options, labels }, String, accept, accept);
}

/** Yes or no. */
export function toggle(said: Said<boolean>): Control<boolean> {
  const accept = (value: unknown): Reading<boolean> => {
    if (value === true || value === 'true' || value === '1') return { value: true };
    if (value === false || value === 'false' || value === '0') return { value: false };
    return { value: said.initial, issue: `${said.label} must be true or false; ${said.initial} is used.` };
  };
  return control(said, { kind: 'toggle' }, String, accept, accept);
}

/** Points that can be dragged: only the moved ones are kept, as `index:x,y,z;…` with four decimals. */
export function points(
  said: Omit<Said<readonly MovedPoint[]>, 'initial'> & { dimensions: number; max: number },
): Control<readonly MovedPoint[]> {
  const { dimensions, max } = said;
  const print = (moved: readonly MovedPoint[]) =>
    moved.map(({ index, at }) => `${index}:${at.map((x) => Number(x.toFixed(4))).join(',')}`).join(';');
  const valid = (point: MovedPoint) =>
    Number.isInteger(point?.index) &&
    point.index >= 0 &&
    point.index < max &&
    Array.isArray(point.at) &&
    point.at.length === dimensions &&
    point.at.every(Number.isFinite);
  const accept = (value: unknown): Reading<readonly MovedPoint[]> => {
    const list = Array.isArray(value) ? (value as MovedPoint[]) : [];
    const good = list
      .filter(valid)
      .map(({ index, at }) => ({ index, at: at.map((x) => Number(x.toFixed(4))) }));
    if (Array.isArray(value) && good.length === list.length) return { value: good };
    return {
      value: good,
      issue: `${said.label} must be points as index:${'xyzuvw'.slice(0, dimensions).split('').join(',')} with an index below ${max}; ${good.length} of ${list.length} are used.`,
    };
  };
  const parse = (text: string) =>
    accept(
      text === ''
        ? []
        : text.split(';').map((part) => {
            const [index, at] = part.split(':');
            return {
              index: index === '' ? NaN : Number(index),
              at: (at ?? '').split(',').map((x) => (x === '' ? NaN : Number(x))),
            };
          }),
    );
  return control({ ...said, initial: [] }, { kind: 'points', dimensions, max }, print, parse, accept);
}

/** A set of positions (flipped bits, chosen cells), kept sorted and written as `3,17,40-44`. */
export function indices(
  said: Omit<Said<readonly number[]>, 'initial'> & { max: number; initial?: readonly number[] },
): Control<readonly number[]> {
  const { max } = said;
  const accept = (value: unknown): Reading<readonly number[]> => {
    const list = Array.isArray(value) ? (value as number[]) : [];
    const good = [...new Set(list.filter((x) => Number.isInteger(x) && x >= 0 && x < max))].sort(
      (a, b) => a - b,
    );
    if (Array.isArray(value) && good.length === new Set(list).size) return { value: good };
    return {
      value: good,
      issue: `${said.label} must be whole numbers from 0 to ${max - 1}; ${good.length} are used.`,
    };
  };
  const parse = (text: string) =>
    accept(text === '' ? [] : text.split(',').flatMap((part) => expand(part, max)));
  return control(
    { ...said, initial: said.initial ?? [] },
    { kind: 'indices', max },
    printRuns,
    parse,
    accept,
  );
}

function expand(part: string, max: number): number[] {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim());
  if (!match) return [NaN];
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  if (to < from || to - from > max) return [NaN];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function printRuns(sorted: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const x of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === x - 1) last[1] = x;
    else runs.push([x, x]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
