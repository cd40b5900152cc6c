/**
 * Options of an embed's address, version 1 of the grammar:
 * `/embed/<slug>?step=3&p.beta=10&seed=7&theme=…&bg=…&ui=…&motion=…&engine=…&v=1`, and for decks `fit` and `keys`. Parameters, seed and step are
 * read by `readState`; these are the rest. Reading never fails: wrong values are replaced and said in sentences.
 */
import type { EngineChoice } from '#lib/lab/client.ts';
import { quoted } from '#lib/notebook/quoted.ts';

/** Version of the grammar of addresses and of the messages. */
export const VERSION = 1;

const CHOICES = {
  theme: ['auto', 'light', 'dark', 'projector'],
  ui: ['full', 'min', 'none'],
  motion: ['auto', 'reduced'],
  engine: ['auto', 'webgpu', 'wasm'],
  bg: ['paper', 'transparent'],
  fit: ['0', '1'],
  // Who moves the steps: the demo and then, in a bare frame, reveal.js; the demo and then the page; the page alone.
  keys: ['own', 'element', 'host'],
} as const;

type Choices = { readonly [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] };

export interface EmbedOptions extends Omit<Choices, 'engine' | 'fit'> {
  readonly engine: EngineChoice;
  /** The picture is made small enough for the frame's height. */
  readonly fit: boolean;
}

export function readOptions(query: URLSearchParams): { options: EmbedOptions; issues: readonly string[] } {
  const issues: string[] = [];
  const read = <K extends keyof typeof CHOICES>(name: K): Choices[K] => {
    const allowed: readonly string[] = CHOICES[name];
    const text = query.get(name);
    if (text === null || allowed.includes(text)) return (text ?? allowed[0]) as Choices[K];
    issues.push(
      `The option ${name} must be ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}; ${quoted(text)} is not, ${allowed[0]} is used.`,
    );
    return allowed[0] as Choices[K];
  };
  const version = query.get('v');
  if (version !== null && version !== String(VERSION))
    issues.push(`The address is of version ${quoted(version)}; it is read as version ${VERSION}.`);
  const options = {
    theme: read('theme'),
    ui: read('ui'),
    motion: read('motion'),
    engine: read('engine'),
    bg: read('bg'),
    fit: read('fit') === '1',
    keys: read('keys'),
  };
  return { options, issues };
}
