// Every valid state has an address that reads back as itself; every malformed address gives a valid state and a sentence.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine, findControl, readState, stateOfStep, writeState, type State } from './address.ts';
import { choice, indices, integer, points, range, toggle } from './controls.ts';
import { defineNotebook, paperOnly, type Control, type Notebook } from './types.ts';

const notebook: Notebook = defineNotebook({
  ...paperOnly({
    number: 1,
    paper: { title: 'T', authors: ['A'], year: 2024, venue: 'V', arxiv: null, code: null },
    theme: 'memory',
    title: 'T',
    sentence: 'S',
  }),
  seed: 7,
  controls: {
    inverseTemperature: range({
      label: 'beta',
      alias: 'beta',
      help: '',
      min: 1,
      max: 60,
      initial: 10,
      log: true,
      live: true,
    }),
    noise: range({ label: 'noise', help: '', min: 0, max: 1, step: 0.05, initial: 0.5 }),
    // Its name is that of an option, so its address has a prefix.
    step: integer({ label: 'step', help: '', min: 0, max: 2000, initial: 2000, log: true }),
    mode: choice({ label: 'mode', help: '', options: ['softmax', 'linear'], initial: 'softmax' }),
    count: choice({ label: 'count', help: '', options: [4, 8, 16], initial: 8 }),
    open: toggle({ label: 'open', help: '', initial: false }),
    pins: points({ label: 'pins', help: '', dimensions: 3, max: 24 }),
    flips: indices({ label: 'flips', help: '', max: 4096 }),
  },
  steps: [
    { says: 'one', notes: '', at: { inverseTemperature: 20 } },
    { says: 'two', notes: '', at: { step: 20, mode: 'linear' } },
  ],
});

const valueOf = (control: Control): fc.Arbitrary<unknown> => {
  const { widget } = control;
  switch (widget.kind) {
    case 'range':
      return fc.double({ min: widget.min, max: widget.max, noNaN: true }).map((x) => control.accept(x).value);
    case 'choice':
      return fc.constantFrom(...widget.options);
    case 'toggle':
      return fc.boolean();
    case 'points':
      return fc
        .array(
          fc.record({ index: fc.nat(widget.max - 1), at: fc.tuple(coordinate, coordinate, coordinate) }),
          { maxLength: 5 },
        )
        .map((list) => control.accept(list).value);
    case 'indices':
      return fc.array(fc.nat(widget.max - 1), { maxLength: 12 }).map((list) => control.accept(list).value);
  }
};
const coordinate = fc.double({ min: -1, max: 1, noNaN: true });

const state: fc.Arbitrary<State> = fc.record({
  params: fc.record(
    Object.fromEntries(Object.entries(notebook.controls).map(([name, one]) => [name, valueOf(one)])),
  ),
  seed: fc.nat(0xffffffff),
  step: fc.nat(notebook.steps.length),
});

describe('addresses', () => {
  it('round trip every valid state, with and without the prefix of embeds', () => {
    fc.assert(
      fc.property(state, fc.constantFrom('' as const, 'p.' as const), (given, prefix) => {
        const {
          state: read,
          issues,
          unknown,
        } = readState(notebook, new URLSearchParams(writeState(notebook, given, prefix)));
        expect(issues).toEqual([]);
        expect(unknown).toEqual([]);
        expect(read).toEqual({ ...given, params: normalized(given.params) });
      }),
      { numRuns: 500 },
    );
  });

  it('say nothing of what is the default', () => {
    expect(writeState(notebook, { params: stateOfStep(notebook, 0), seed: 7, step: 0 })).toBe('');
    expect(writeState(notebook, { params: stateOfStep(notebook, 2), seed: 7, step: 2 })).toBe('step=2');
  });

  it('give a valid state and a sentence for any nonsense', () => {
    const names = [
      ...Object.keys(notebook.controls),
      'p.step',
      'seed',
      'nothing',
      '__proto__',
      'constructor',
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.string()), { maxLength: 6 }), (pairs) => {
        const { state: read } = readState(notebook, new URLSearchParams(pairs));
        for (const [name, control] of Object.entries(notebook.controls)) {
          expect(control.accept(read.params[name])).toEqual({ value: read.params[name] });
        }
        expect(Number.isInteger(read.seed)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('say what was wrong and what is used instead', () => {
    const {
      state: read,
      issues,
      unknown,
    } = readState(notebook, new URLSearchParams('beta=900&mode=hard&count=9&p.step=abc&seed=x&foo=1'));
    expect(read.params).toMatchObject({ inverseTemperature: 60, mode: 'softmax', count: 8, step: 2000 });
    expect(issues).toHaveLength(5);
    expect(issues.join(' ')).toContain('60 is nearest to 900');
    expect(unknown).toEqual(['foo']);
    expect(findControl(notebook.controls, 'beta')?.name).toBe('inverseTemperature');
  });

  it('keep a parameter apart from the option of the same name', () => {
    const { state: read } = readState(notebook, new URLSearchParams('step=1&p.step=20'));
    expect(read.step).toBe(1);
    expect(read.params.step).toBe(20);
  });

  it('print a command line that has every change', () => {
    const params = {
      ...stateOfStep(notebook, 0),
      inverseTemperature: 20,
      pins: [
        { index: 2, at: [0.1, -0.5, 1] },
        { index: 3, at: [1, 0, 0] },
      ],
    };
    expect(commandLine(notebook, 'x', { params, seed: 3, step: 0 })).toBe(
      "npm run demo -- x --inverseTemperature 20 --pins '2:0.1,-0.5,1;3:1,0,0' --seed 3",
    );
  });
});

// Values as their own text gives them: coordinates keep four decimals, log ranges three digits.
const normalized = (params: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(notebook.controls).map(([name, control]) => [
      name,
      control.parse(control.print(params[name])).value,
    ]),
  );
