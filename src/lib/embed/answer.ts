/** What each method of a message does: it reads or drives the session and gives a plain result. */
import { dataUrl, fileOf, savableFigures, type SaveFormat } from '#lib/charts/saving.ts';
import { findControl } from '#lib/notebook/address.ts';
import { quoted } from '#lib/notebook/quoted.ts';
import type { Session } from '#lib/player/session.svelte.ts';
import { describeNotebook } from './describe.ts';
import { FaultError, type Method, type Request } from './messages.ts';

type Given = Request['params'];
type Methods = Readonly<Record<Method, (params: Given) => unknown>>;

const FORMATS: readonly SaveFormat[] = ['png', 'svg', 'csv'];
const THEMES = ['light', 'dark', 'projector'];
const MAX_SEEDS = 20;

/** @throws FaultError, of the promise, when the request can't be met; nothing has changed then. */
export function createAnswers(session: Session): (request: Request) => Promise<unknown> {
  const state = () => stateOf(session);
  const methods: Methods = {
    describe: () => describeNotebook(session.slug, session.notebook, session.claims.cards),
    get: state,
    set: (params) => ({ ...set(session, params), ...state() }),
    reset() {
      session.reset();
      return state();
    },
    step(params) {
      session.goToStep(stepAsked(session, params));
      return state();
    },
    play() {
      session.play();
      return state();
    },
    pause() {
      session.pause();
      return state();
    },
    measure: (params) => measure(session, params),
    export: (params) => exportFigure(session, params),
  };
  return async ({ method, params }) => methods[method](params);
}

/** The state and what was measured in it, as plain data. */
export function stateOf(session: Session) {
  const { slug, notebook, seed, step, query, phase, says, frame } = session;
  // Values are copied: a proxy or a frozen array of ours can't be posted.
  const params = JSON.parse(JSON.stringify(session.params)) as Record<string, unknown>;
  return {
    ...{ slug, params, seed, step, steps: notebook.steps.length, query, phase, says },
    engine: session.engine?.name ?? null,
    settled: session.answered,
    metrics: { ...frame?.metrics },
  };
}

/** Control names as in addresses (aliases and the prefix `p.` too), `seed` and `theme`. All or nothing. */
function set(session: Session, params: Given): { issues: readonly string[] } {
  const change: Record<string, unknown> = {};
  const issues: string[] = [];
  let seed: number | undefined;
  let theme: string | undefined;
  for (const [key, value] of Object.entries(params)) {
    if (key === 'seed') seed = wholeNumber(value, 'seed', 0, 0xffffffff);
    else if (key === 'theme') theme = oneOf(value, 'theme', THEMES);
    else {
      const found = findControl(session.notebook.controls, key.startsWith('p.') ? key.slice(2) : key);
      if (!found) throw unknownParameter(session, key);
      change[found.name] = value;
    }
  }
  if (theme !== undefined) document.documentElement.dataset['view'] = theme;
  issues.push(...session.set(change));
  if (seed !== undefined && seed !== session.seed) session.setSeed(seed);
  return { issues };
}

function unknownParameter({ notebook }: Session, key: string): FaultError {
  const names = Object.keys(notebook.controls).join(', ');
  return new FaultError(
    'unknown-parameter',
    `params.${key.slice(0, 60)}`,
    `There is no parameter ${quoted(key, 60)}; there are ${names}, and seed and theme.`,
  );
}

/** `{ step: n }` or `{ by: 1 }` from the present one; a step beyond the ends is the nearest one. */
function stepAsked(session: Session, { step, by }: Given): number {
  if (by !== undefined) return session.step + wholeNumber(by, 'by', -1000, 1000);
  return wholeNumber(step, 'step', 0, session.notebook.steps.length);
}

async function measure(session: Session, { claim, seeds }: Given) {
  const { claims } = session;
  const ids = claims.cards.map(({ id }) => id);
  if (typeof claim !== 'string' || !ids.includes(claim))
    throw new FaultError(
      'unknown-claim',
      'params.claim',
      `There is no claim ${quoted(String(claim))}; there are ${ids.join(', ')}.`,
    );
  const count = seeds === undefined ? 1 : wholeNumber(seeds, 'seeds', 1, MAX_SEEDS);
  if (claims.busy)
    throw new FaultError(
      'busy',
      'params.claim',
      'Another claim is being measured; ask again when it is done.',
    );
  await session.pressClaim(claim, count);
  const { status, measured, error } = claims.chip(claim);
  if (status !== 'holds' && status !== 'fails')
    throw new FaultError('failed', 'params.claim', error || 'The measurement was stopped.');
  return { claim, holds: status === 'holds', seeds: count, checks: measured.map((check) => ({ ...check })) };
}

/** SVG and CSV as text, PNG as a data address. */
async function exportFigure(session: Session, { format = 'png', figure }: Given) {
  const wanted = oneOf(format, 'format', FORMATS) as SaveFormat;
  const figures = savableFigures();
  const names = [...figures.keys()];
  // Not every figure has rows behind it: the data asked for are those of the first one that has.
  const first = wanted === 'csv' ? names.find((name) => figures.get(name)?.table()) : names[0];
  if (first === undefined)
    throw new FaultError('not-live', 'method', 'The figure is not live yet; ask again after a frame.');
  const name = figure === undefined ? first : oneOf(figure, 'figure', names, 'unknown-figure');
  const file = await fileOf(name, wanted, session.query);
  const data = wanted === 'png' ? await dataUrl(file) : await file.text();
  return { name: `${name}.${wanted}`, type: file.type, data };
}

function wholeNumber(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new FaultError(
      'bad-value',
      `params.${name}`,
      `The ${name} must be a number from ${min} to ${max}.`,
    );
  return Math.min(max, Math.max(min, Math.round(value)));
}

function oneOf(
  value: unknown,
  name: string,
  options: readonly string[],
  code: 'bad-value' | 'unknown-figure' = 'bad-value',
): string {
  if (typeof value === 'string' && options.includes(value)) return value;
  throw new FaultError(code, `params.${name}`, `The ${name} must be one of ${options.join(', ')}.`);
}
