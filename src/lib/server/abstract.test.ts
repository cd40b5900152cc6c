// Abstracts: 41 of them, quoted word for word, cut at their claims, with their LaTeX typeset.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { segmentAbstract } from './abstract.ts';
import { abstractOf, claimsOf, liveSlugs, notebookOf, slugs } from './papers.ts';
import { renderLatexProse, renderMarkdown } from './prose.ts';

describe('papers', () => {
  // Papers may be added; the first 41 stay.
  const first = slugs.filter((slug) => notebookOf(slug).number <= 41);

  it('are at least 41, numbered from 1', () => {
    expect(first.map((slug) => notebookOf(slug).number)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1));
  });

  it('have their abstracts word for word', () => {
    // A digest over all of them in order: a changed letter anywhere shows.
    const all = first.map(abstractOf).join('\n');
    expect(createHash('sha256').update(all).digest('hex')).toBe(ABSTRACTS);
  });

  it.each(slugs)('typeset the abstract of %s', (slug) => {
    const html = renderLatexProse(abstractOf(slug));
    expect(html).not.toContain('katex-error');
    expect(html.replace(/<annotation.*?<\/annotation>/gs, '').replace(/<[^>]+>/g, '')).not.toMatch(
      /\\[a-z]|\$/,
    );
  });

  it.each(liveSlugs())('have claims of %s that stand in the abstract and can fail', async (slug) => {
    const claims = await claimsOf(slug);
    const segments = segmentAbstract(abstractOf(slug), claims);
    expect(segments.flatMap(({ claims: ids }) => ids).sort()).toEqual(claims.map(({ id }) => id).sort());
    for (const { checks } of claims) {
      for (const { expect: interval } of checks) {
        expect(interval.some(Number.isFinite)).toBe(true);
        expect(interval[0]).toBeLessThanOrEqual(interval[1]);
      }
    }
  });
});

describe('segments', () => {
  it('share one chip between claims of one phrase', () => {
    const segments = segmentAbstract('a b c', [
      { id: 'c2', says: 'b' },
      { id: 'c1', says: 'b' },
    ]);
    expect(segments).toEqual([
      { html: 'a ', claims: [] },
      { html: 'b', claims: ['c2', 'c1'] },
      { html: ' c', claims: [] },
    ]);
  });
  it('refuse phrases that do not stand there or overlap', () => {
    expect(() => segmentAbstract('a b', [{ id: 'c1', says: 'x' }])).toThrow('claim c1 does not stand');
    expect(() =>
      segmentAbstract('a b c', [
        { id: 'c1', says: 'a b' },
        { id: 'c2', says: 'b c' },
      ]),
    ).toThrow('overlap');
  });
});

describe('prose', () => {
  it('reads LaTeX quotes, accents and signs', () => {
    expect(renderLatexProse("``in-context'' H\\\"older 5\\% <b>")).toBe('“in-context” Hölder 5% &lt;b&gt;');
    expect(renderLatexProse('so $k < 3$.')).toMatch(/^so <span class="katex">.*<\/span>\.$/s);
  });
  it('typesets mathematics in Markdown', () => {
    expect(renderMarkdown('Turn $\\beta$ up.')).toContain('class="katex"');
    expect(renderMarkdown('costs 5 dollars')).not.toContain('katex');
  });
});

const ABSTRACTS = '28fb7f0a56debb6af8ad74bd888d9b025f9c9646aa4aa4f22438d551efd4e416';
