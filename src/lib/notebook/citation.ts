/** Citations: one line for people, BibTeX for their files, and addresses of the paper and its code. */
import type { Paper } from './types.ts';

export const arxivUrl = ({ arxiv }: Paper): string | null =>
  arxiv ? `https://arxiv.org/abs/${arxiv}` : null;
export const codeUrl = ({ code }: Paper): string | null =>
  code === null ? null : code.startsWith('http') ? code : `https://github.com/${code}`;

export function citationLine({ title, authors, venue, year, arxiv }: Paper): string {
  const where = venue.includes(String(year)) ? venue : `${venue}, ${year}`;
  return `${authors.join(', ')}. ${title}. ${where}.${arxiv ? ` arXiv:${arxiv}.` : ''}`;
}

const escapeTex = (text: string) => text.replace(/([&%#_])/g, '\\$1');

export function bibtex({ title, authors, venue, year, arxiv }: Paper): string {
  const surname = (authors[0] ?? 'anonymous').split(' ').at(-1)?.toLowerCase() ?? '';
  const word = /\p{L}{4,}/u.exec(title)?.[0].toLowerCase() ?? 'paper';
  const fields = [
    ['title', `{${escapeTex(title)}}`],
    ['author', authors.map(escapeTex).join(' and ')],
    ['year', String(year)],
    ['howpublished', escapeTex(venue)],
    ...(arxiv
      ? [
          ['eprint', arxiv],
          ['archivePrefix', 'arXiv'],
        ]
      : []),
  ];
  const lines = fields.map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{${surname}${year}${word},\n${lines.join(',\n')}\n}`;
}
