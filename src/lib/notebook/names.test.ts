// Names of papers, search, citations, tables: what people type and take away.
import { describe, expect, it } from 'vitest';
import { toCsv } from '../charts/csv.ts';
import { bibtex, citationLine } from './citation.ts';
import { fold, matches } from './search.ts';
import { editDistance, nearestSlug, resolveSlug } from './slug.ts';

const papers = [
  { slug: 'one-nearest-neighbor', number: 4 },
  { slug: 'hopfield-capacity', number: 9 },
];

describe('slugs', () => {
  it.each([
    'hopfield-capacity',
    '09-hopfield-capacity',
    '9-hopfield-capacity',
    '9',
    '09',
    ' Hopfield-Capacity ',
  ])('are found as “%s”', (text) => expect(resolveSlug(text, papers)).toBe('hopfield-capacity'));
  it('that do not exist have a nearest one', () => {
    expect(resolveSlug('hopfield', papers)).toBeUndefined();
    expect(
      nearestSlug(
        'hopfeld-capacity',
        papers.map(({ slug }) => slug),
      ),
    ).toBe('hopfield-capacity');
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});

describe('search', () => {
  const paper = {
    title: 'A score from Taylor tiles',
    paperTitle: 'On Statistical Rates',
    sentence: 'Rebuild a score.',
    authors: ['Jerry Yao-Chieh Hu'],
    abstract: 'under Hölder smooth data',
    number: 1,
  };
  it.each(['', 'taylor', 'til scor', 'holder', 'HÖLDER', 'chieh hu', 'yao-chieh', 'statist'])(
    'finds by “%s”',
    (query) => expect(matches(paper, query)).toBe(true),
  );
  it.each(['ylor', 'taylor hopfield', '<script>'])('does not find by “%s”', (query) =>
    expect(matches(paper, query)).toBe(false),
  );
  it('folds accents', () => expect(fold('Hölder Ünïon')).toBe('holder union'));
});

describe('citations', () => {
  const paper = {
    title: 'Optimal Memory & More',
    authors: ['A. Author', 'B. Writer'],
    year: 2024,
    venue: 'NeurIPS 2024',
    arxiv: '2410.1',
    code: null,
  };
  it('say the year once', () =>
    expect(citationLine(paper)).toBe(
      'A. Author, B. Writer. Optimal Memory & More. NeurIPS 2024. arXiv:2410.1.',
    ));
  it('escape TeX', () => expect(bibtex(paper)).toContain('title = {{Optimal Memory \\& More}}'));
});

describe('CSV', () => {
  it('quotes what needs it and keeps full precision', () =>
    expect(toCsv({ columns: ['a,b', 'c'], rows: [['x"y', 0.1 + 0.2]] })).toBe(
      '"a,b",c\r\n"x""y",0.30000000000000004\r\n',
    ));
});
