/** Search as you type: every word must begin a word of the title, the authors, the sentence or the abstract. */

export interface Searchable {
  readonly title: string;
  readonly paperTitle: string;
  readonly sentence: string;
  readonly authors: readonly string[];
  readonly abstract: string;
  readonly number: number;
}

/** Lower case without accents, so that “holder” finds “Hölder”. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function matches(paper: Searchable, query: string): boolean {
  const words = fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0) return true;
  const { title, paperTitle, sentence, authors, abstract, number } = paper;
  const text = ` ${fold([number, title, paperTitle, sentence, ...authors, abstract].join(' ')).replace(/[^\p{L}\p{N}]+/gu, ' ')}`;
  return words.every((word) => text.includes(` ${word}`));
}
