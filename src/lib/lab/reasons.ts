/**
 * What browsers and onnxruntime say when something fails, as a sentence that a reader understands. Their own words
 * follow in brackets, cut short, for whoever has to find the cause.
 */

const KNOWN: readonly (readonly [pattern: RegExp, says: string])[] = [
  [
    /content security policy|unsafe-eval/i,
    'a content security policy, of the site or of the network in between, forbids WebAssembly',
  ],
  [
    /out of memory|\bOOM\b|allocation failed|could not allocate|failed to allocate|unable to grow|bad_alloc/i,
    'the memory that this browser gives the page is used up; other tabs closed, or smaller sizes chosen, leave more',
  ],
  [
    /\bopset\b|unsupported model ir version/i,
    'the model is written in a newer version of ONNX than this engine reads; the page may be an old copy, so reload it',
  ],
  [
    /dynamically imported module|importing a module script failed/i,
    'a part of the program can’t be loaded: there is no network, or the site was renewed since this page was opened, so reload it',
  ],
];

/** Longest piece of somebody else’s words that is shown. */
const MOST = 160;

/** The sentence for `error`: its own message where that is ours or unknown. */
export function reasonOf(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).trim() || 'no reason was given';
  const known = KNOWN.find(([pattern]) => pattern.test(message));
  if (!known) return message;
  const [, says] = known;
  return `${says} (${message.length > MOST ? `${message.slice(0, MOST)}…` : message}).`;
}

/**
 * A file of the site did not arrive, or not as it was published: no engine can mend that, so no other one is tried.
 * Known by its name, which passes from the worker to the page.
 */
export class FileError extends Error {
  override readonly name = 'FileError';
}

export const isFileError = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'FileError';
