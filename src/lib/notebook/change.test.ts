// A change of parameters: what is live steers, the rest restarts, and what is not valid is replaced and said.
import { describe, expect, it } from 'vitest';
import { changed } from './change.ts';
import { range, toggle } from './controls.ts';

const said = { symbol: '', help: '' };
const controls = {
  beta: range({ ...said, label: 'β', initial: 1, min: 0, max: 10, live: true }),
  depth: range({ ...said, label: 'Depth', initial: 2, min: 1, max: 9, integer: true }),
  noise: toggle({ ...said, label: 'Noise', initial: false }),
};
const params = { beta: 1, depth: 2, noise: false };

describe('a change of parameters', () => {
  it('steers by live ones and restarts by the others', () => {
    expect(changed(controls, params, { beta: 3 })).toEqual({
      params: { ...params, beta: 3 },
      restart: false,
      issues: [],
    });
    expect(changed(controls, params, { beta: 3, depth: 4 }).restart).toBe(true);
  });

  it('is none where the values are the present ones', () => {
    const none = changed(controls, params, { depth: 2, noise: false });
    expect(none).toEqual({ params, restart: false, issues: [] });
    expect(none.params).toBe(params);
  });

  it('takes the nearest valid value and says so', () => {
    const { params: next, issues } = changed(controls, params, { depth: 99, noise: 'maybe' });
    expect(next).toEqual({ ...params, depth: 9 });
    expect(issues).toHaveLength(2);
  });

  it('passes over names that are no control’s, those of every object included', () => {
    expect(changed(controls, params, { toString: 1, __proto__: 2, nothing: 3 }).params).toEqual(params);
  });
});
