// A lecture as it is composed: whatever is done to it, its address reads back as it stands.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Composition } from './composition.svelte.ts';
import { readList, type Listed } from './list.ts';

const papers: readonly Listed[] = ['alpha', 'beta', 'gamma'].map((slug, i) => ({
  slug,
  number: i + 1,
  title: slug,
  asks: [true, false, false],
}));

describe('a composition', () => {
  it('is ordered and cut', () => {
    const lecture = new Composition(papers);
    for (const { slug } of papers) lecture.add(slug);
    const [alpha, , gamma] = lecture.items;
    lecture.move(gamma?.key ?? -1, -2);
    lecture.cut(alpha?.key ?? -1, { from: 2 });
    lecture.cut(gamma?.key ?? -1, { to: 1 });
    expect(lecture.list).toBe('gamma@0-1,alpha@2,beta');
    expect([lecture.steps, lecture.screens]).toEqual([1 + 2 + 3, 3 + 2 + 5]);
    lecture.place(alpha?.key ?? -1, gamma?.key ?? -1);
    lecture.drop('gamma');
    expect(lecture.list).toBe('alpha@2,beta');
    expect(lecture.slugs).toEqual(['alpha', 'beta']);
  });

  it('stays valid whatever is done to it', () => {
    const action = fc.record({
      kind: fc.constantFrom('add', 'move', 'cut', 'remove', 'place'),
      a: fc.nat({ max: 5 }),
      b: fc.integer({ min: -4, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const lecture = new Composition(papers);
        for (const { kind, a, b } of actions) {
          const key = lecture.items[a]?.key ?? -1;
          if (kind === 'add') lecture.add(papers[a % 3]?.slug ?? '');
          else if (kind === 'move') lecture.move(key, b);
          else if (kind === 'cut')
            lecture.cut(key, b % 2 ? { from: Math.abs(b) % 4 } : { to: Math.abs(b) % 4 });
          else if (kind === 'remove') lecture.remove(key);
          else if (lecture.items.length > 0) lecture.place(key, lecture.items[0]?.key ?? -1);
        }
        const entries = lecture.items.map(({ slug, from, to }) => ({ slug, from, to }));
        expect(readList(lecture.list, papers)).toEqual({ entries, issues: [] });
      }),
    );
  });
});
