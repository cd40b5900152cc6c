// Lists, positions and addresses of lectures: printing and reading are inverse, nothing throws, every place is reached.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveSlugs, notebookOf, slugs } from '#lib/server/papers.ts';
import { stateOfStep, readState } from '#lib/notebook/address.ts';
import { readLecture, writeLecture, writePlace } from './address.ts';
import { printList, readList, type Entry, type Listed } from './list.ts';
import { firstPlace, lastPlace, nextPlace, positionsOf, previousPlace, type Place } from './positions.ts';

const papers: readonly Listed[] = slugs.map((slug) => ({
  slug,
  number: notebookOf(slug).number,
  title: notebookOf(slug).title,
  asks: notebookOf(slug).steps.map(({ predict }) => predict !== undefined),
}));
const asksOf = (slug: string) => papers.find((paper) => paper.slug === slug)?.asks ?? [];
const live = liveSlugs();

const entry: fc.Arbitrary<Entry> = fc
  .tuple(fc.constantFrom(...live), fc.nat(), fc.nat())
  .map(([slug, a, b]) => {
    const last = asksOf(slug).length;
    const [x, y] = [a % (last + 1), b % (last + 1)];
    return { slug, from: Math.min(x, y), to: Math.max(x, y) };
  });
const list = fc.array(entry, { maxLength: 8 });

describe('lists', () => {
  it('read back as they are printed', () => {
    fc.assert(
      fc.property(list, (entries) => {
        expect(readList(printList(entries, papers), papers)).toEqual({ entries, issues: [] });
      }),
    );
  });

  it('never throw, and what they keep is valid', () => {
    const nonsense = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom(...live, '@', ',', '-', '3', '99', 'x', ' '), { maxLength: 12 })
        .map((a) => a.join('')),
    );
    fc.assert(
      fc.property(nonsense, (text) => {
        const { entries } = readList(text, papers);
        for (const { slug, from, to } of entries) {
          expect(live).toContain(slug);
          expect(0 <= from && from <= to && to <= asksOf(slug).length).toBe(true);
        }
        expect(readList(printList(entries, papers), papers).entries).toEqual(entries);
      }),
    );
  });

  it('take numbers, and say what is wrong and where', () => {
    const last = asksOf('hopfield-capacity').length;
    expect(readList('9,09-hopfield-capacity@2', papers)).toEqual({
      entries: [
        { slug: 'hopfield-capacity', from: 0, to: last },
        { slug: 'hopfield-capacity', from: 2, to: last },
      ],
      issues: [],
    });
    const { entries, issues } = readList('hopfield,9@99,9@x,conditional-dit', papers);
    expect(entries).toEqual([
      { slug: 'hopfield-capacity', from: last, to: last },
      { slug: 'hopfield-capacity', from: 0, to: last },
    ]);
    expect(issues).toEqual([
      expect.stringContaining(
        'Entry 1 of the list, “hopfield”, is no notebook of this site; did you mean hopfield-capacity?',
      ),
      expect.stringContaining(
        `Entry 2 of the list, “9@99”: “Memories want to be far apart” has steps 0 to ${last}`,
      ),
      expect.stringContaining('Entry 3 of the list, “9@x”: a step is a whole number'),
      expect.stringContaining('Entry 4 of the list: the demo of'),
    ]);
  });
});

describe('positions', () => {
  it('ask before they show', () => {
    expect(positionsOf({ from: 0, to: 2 }, [false, true])).toEqual([
      { step: 0, ask: false },
      { step: 1, ask: false },
      { step: 2, ask: true },
      { step: 2, ask: false },
    ]);
  });

  it('are all met on the way, there and back', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const all = entries.flatMap(({ slug, from, to }, at) =>
          positionsOf({ from, to }, asksOf(slug)).map((position) => ({ at, ...position })),
        );
        const walk = (start: Place | undefined, step: typeof nextPlace) => {
          const met: Place[] = [];
          for (let place = start; place; place = step(place, entries, asksOf)) met.push(place);
          return met;
        };
        expect(walk(firstPlace(0, entries, asksOf), nextPlace)).toEqual(all);
        const back = walk(lastPlace(entries.length - 1, entries, asksOf), previousPlace);
        expect(back.reverse()).toEqual(all);
      }),
    );
  });

  it('lead into the stretch from outside of it', () => {
    const entries = [{ slug: live[0] as string, from: 2, to: 3 }];
    expect(nextPlace({ at: 0, step: 0, ask: false }, entries, asksOf)?.step).toBe(2);
    expect(previousPlace({ at: 0, step: 5, ask: false }, entries, asksOf)).toEqual({
      at: 0,
      step: 3,
      ask: false,
    });
  });
});

describe.each(live)('addresses of %s', (slug) => {
  const notebook = notebookOf(slug);
  const last = notebook.steps.length;

  it('read back as they are written', () => {
    const change = fc.record({ step: fc.nat({ max: last }), ask: fc.boolean(), seed: fc.nat({ max: 99 }) });
    fc.assert(
      fc.property(change, list, fc.nat({ max: 8 }), ({ step, ask: asked, seed }, others, where) => {
        const ask = asked && step > 0 && notebook.steps[step - 1]?.predict !== undefined;
        const at = Math.min(where, others.length);
        const entries = [...others.slice(0, at), { slug, from: 0, to: last }, ...others.slice(at)];
        const shown = ask ? step - 1 : step;
        const state = { params: stateOfStep(notebook, shown), seed, step: shown };
        const riders = { theme: 'dark' };
        const text = writeLecture(notebook, state, ask, { entries, at }, papers, riders);
        const read = readLecture(slug, notebook, new URLSearchParams(text), papers);
        expect(read).toMatchObject({ ask, entries, at, riders, issues: [] });
        expect(readState(notebook, read.query)).toEqual({ state, issues: [], unknown: [] });
        if (seed === notebook.seed)
          expect(writePlace({ step, ask }, { entries, at }, papers, riders)).toBe(text);
      }),
    );
  });

  it('never throw on nonsense', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('step', 'ask', 'list', 'at', 'seed', 'q'), fc.string()),
        (query) => {
          const read = readLecture(slug, notebook, new URLSearchParams(query), papers);
          expect(read.entries[read.at]?.slug).toBe(slug);
        },
      ),
    );
  });

  it('say what is beyond the end, and which step asks nothing', () => {
    const silent = notebook.steps.findIndex(({ predict }) => !predict) + 1;
    const read = (text: string) => readLecture(slug, notebook, new URLSearchParams(text), papers);
    if (silent > 0)
      expect(read(`step=${silent}&ask=1`).issues).toEqual([expect.stringContaining('asks no question')]);
    expect(read('list=nonsense').issues).toHaveLength(1);
    expect(readState(notebook, read('step=99').query).issues).toEqual([
      expect.stringContaining('The step must be'),
    ]);
  });
});
