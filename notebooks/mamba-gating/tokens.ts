/** How tokens are drawn and edited: colours, letters, and what a press makes of one. */
import type { GatingFrame, Params, ShownToken } from './frame.ts';

/** Width of a column, in text sizes, from which on a number fits into it. */
export const ROOMY = 1.9;

/** o₊ blue, o₋ orange, filler grey. */
export const colorOf = (pattern: number): string =>
  pattern < 2 ? `var(--cat-${pattern + 1})` : 'var(--cat-6)';

/** One sign on a token: the clues have +, −, fillers a letter, a … n. */
export const signOf = (pattern: number): string =>
  pattern === 0 ? '+' : pattern === 1 ? '−' : String.fromCharCode(95 + pattern);

/** A press takes a token from o₊ to o₋ to filler and back; the filler is the one that it was drawn with, or a. */
export function nextPattern({ pattern, drawn }: ShownToken): number {
  if (pattern === 0) return 1;
  if (pattern === 1) return drawn >= 2 ? drawn : 2;
  return 0;
}

/** The edits after a press on the token `index` of the picture. */
export function pressed(frame: GatingFrame, edited: Params['edited'], index: number): Params['edited'] {
  const token = frame.sequences[Math.floor(index / frame.L)]?.tokens[index % frame.L];
  if (!token) return edited;
  const next = nextPattern(token);
  const others = edited.filter((one) => one.index !== index);
  return next === token.drawn ? others : [...others, { index, at: [next] }];
}

/** A number in [0, 1] in three signs: .94, or 1.0. */
export const brief = (value: number): string => (value >= 0.995 ? '1.0' : value.toFixed(2).replace(/^0/, ''));
