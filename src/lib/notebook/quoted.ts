/**
 * Texts of others (of addresses, messages, a search) inside sentences of ours. They are set as text, never as markup;
 * what is left to see to is that they are short, and that nothing in them turns or hides the words around them.
 */

/** Controls, marks of direction, joiners, halves of characters and line ends. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `text` in quotation marks, at most `most` characters of it. */
export function quoted(text: string, most = 40): string {
  const characters = [...text.slice(0, 2 * most + 2)];
  const shown = characters.slice(0, most).join('').replace(UNSEEN, '�');
  return `“${shown}${characters.length > most ? '…' : ''}”`;
}

/** The last part of an address’s path, decoded where it can be: `%` may stand there for itself. */
export function lastPart(path: string): string {
  const part = path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
