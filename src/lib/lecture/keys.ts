/**
 * Keys of a lecture. Clickers send PageDown and PageUp, which always move it on, also from a slider; arrows and the
 * space bar move it where no control wants them; letters work wherever nothing is typed.
 */

export type Command =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'laser'
  | 'blackout'
  | 'qr'
  | 'help'
  | 'reset'
  | 'fullscreen'
  | 'speaker'
  | 'controls'
  | 'measure'
  | 'views'
  | 'close';

const ALWAYS: Readonly<Record<string, Command>> = { PageDown: 'next', PageUp: 'previous', Escape: 'close' };
const MOVES: Readonly<Record<string, Command>> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
};
const LETTERS: Readonly<Record<string, Command>> = {
  l: 'laser',
  b: 'blackout',
  '.': 'blackout',
  q: 'qr',
  '?': 'help',
  r: 'reset',
  f: 'fullscreen',
  s: 'speaker',
  c: 'controls',
  m: 'measure',
  v: 'views',
};

/** The keys as the help overlay lists them. */
export const KEY_LIST: readonly (readonly [keys: string, does: string])[] = [
  ['PageDown → Space', 'next'],
  ['PageUp ←', 'back'],
  ['Home, End', 'first, last of this notebook'],
  ['m', 'measure the claim here and now'],
  ['c', 'controls of the demo'],
  ['v', 'the linked views'],
  ['r', 'reset to the step'],
  ['l', 'laser pointer'],
  ['b or .', 'black screen'],
  ['q', 'QR code of this state'],
  ['s', 'speaker window'],
  ['f', 'full screen'],
  ['?', 'this help'],
];

const TYPING =
  'input:not([type]), input[type="text"], input[type="number"], textarea, select, [contenteditable]';
/** Controls that have a use of their own for arrows. */
const STEERED = `${TYPING}, input[type="range"], input[type="radio"], [role="slider"], .figure-svg *`;
const PRESSED = 'button, a[href], summary, [role="button"], input';

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `within` says whether the focused element matches a selector. */
export function commandOf(pressed: Pressed, within: (selector: string) => boolean): Command | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  const always = ALWAYS[pressed.key];
  if (always) return always;
  if (within(TYPING)) return undefined;
  if (pressed.key === ' ') {
    if (within(`${STEERED}, ${PRESSED}`)) return undefined;
    return pressed.shiftKey ? 'previous' : 'next';
  }
  const move = MOVES[pressed.key];
  if (move) return within(STEERED) ? undefined : move;
  return LETTERS[pressed.key.toLowerCase()];
}

/** The command of a key event on this page. */
export function commandOfEvent(event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented && !(event.key in ALWAYS)) return undefined;
  const { target } = event;
  return commandOf(event, (selector) => target instanceof Element && target.matches(selector));
}
